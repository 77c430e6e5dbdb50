package lotwatch.projections.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions of a query. What is asked for is never part of its text. */
final class Where {
  private final List<String> terms = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  /** A condition with one value; none if it is null. */
  Where and(String term, @Nullable Object value) {
    if (value != null) {
      terms.add(term);
      values.add(value);
    }
    return this;
  }

  /** A condition without a value. */
  Where and(String term) {
    terms.add(term);
    return this;
  }

  /** A condition with several values. */
  Where all(String term, Object... many) {
    terms.add(term);
    values.addAll(List.of(many));
    return this;
  }

  /** From one moment on and before another, in milliseconds. */
  Where between(String column, @Nullable Instant from, @Nullable Instant to) {
    and(column + " >= ?", from == null ? null : from.toEpochMilli());
    return and(column + " < ?", to == null ? null : to.toEpochMilli());
  }

  /** A text that has this in it. */
  Where has(String column, @Nullable String part) {
    if (part == null) {
      return this;
    }
    var escaped = part.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    return and("upper(" + column + ") LIKE upper(?) ESCAPE '!'", "%" + escaped + "%");
  }

  /** The statement, with its values. */
  PreparedStatement statement(Connection connection, String select, String rest)
      throws SQLException {
    var sql = new StringBuilder(select);
    if (!terms.isEmpty()) {
      sql.append(" WHERE ").append(String.join(" AND ", terms));
    }
    var statement = connection.prepareStatement(sql.append(' ').append(rest).toString());
    statement.setFetchSize(1_000);
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
    return statement;
  }
}
