package lotwatch.gateway.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import lotwatch.ledger.View;
import lotwatch.ledger.View.LotView;
import lotwatch.sessions.Places;
import lotwatch.sessions.Places.Place;
import lotwatch.sessions.Session;
import org.jspecify.annotations.Nullable;

/**
 * The campus at one second as system C shows it. Of several open sessions of one plate only the one
 * at which the car was seen last is shown: its other places are free.
 */
final class StreamView {
  private static final Comparator<Session> BY_LAST_SEEN =
      Comparator.comparingLong(Session::last).thenComparingLong(Session::start);
  private static final Comparator<Session> BY_START =
      Comparator.comparingLong(Session::start).thenComparing(Session::key);

  private final long second;
  private final long closed;
  private final Places places;
  private final List<Session> active;

  /**
   * @param second now, in seconds since 1970: durations and costs run until then
   */
  StreamView(View view, long second) {
    this.second = second;
    this.closed = view.sessionTotals().ended();
    var named = view.configuration().content().sessions().places();
    this.places = new Places(named.isEmpty() ? campus(view) : named);
    Map<String, Session> shown = new HashMap<>();
    view.sessions()
        .forEach(session ->
            shown.merge(
                session.key().plate(),
                session,
                (one, other) -> BY_LAST_SEEN.compare(one, other) >= 0 ? one : other));
    this.active = shown.values().stream().sorted(BY_START).toList();
  }

  /** Each spot, and each lot that has none. */
  private static List<Place> campus(View view) {
    return view.lots().stream().flatMap(StreamView::places).toList();
  }

  private static Stream<Place> places(LotView lot) {
    var id = lot.id().value();
    return lot.spots().isEmpty()
        ? Stream.of(new Place(id, id))
        : lot.spots().stream().map(spot -> new Place(id + '/' + spot.id().value(), id));
  }

  /** Keys as system C sends them; REST sorts them. */
  Map<String, Object> statistics() {
    var statistics = new TreeMap<String, Object>();
    int busy = busy().size();
    statistics.put("total_locations", places.all().size());
    statistics.put("busy_count", busy);
    statistics.put("free_count", free().size());
    statistics.put("active_sessions", active.size());
    statistics.put("closed_sessions_total", closed);
    return statistics;
  }

  /** The places with a car, in the order of their sessions. */
  List<String> busy() {
    Set<String> busy = new HashSet<>();
    return active.stream()
        .map(session -> session.key().location())
        .filter(location -> places.place(location) != null)
        .filter(busy::add)
        .toList();
  }

  /** The places without one, sorted as text. */
  List<String> free() {
    var busy = Set.copyOf(busy());
    return places.all().stream().map(Place::name).filter(name -> !busy.contains(name)).toList();
  }

  /** The open sessions, as they would be if they ended now. */
  List<Map<String, Object>> active() {
    return active.stream().map(session -> session(session, "ACTIVE")).toList();
  }

  /**
   * What is at a place.
   *
   * @return null if there is no such place
   */
  @Nullable Map<String, Object> location(String name) {
    var place = places.place(name);
    if (place == null) {
      return null;
    }
    for (var session : active) {
      if (session.key().location().equals(place.name())) {
        return session(session, "OCCUPIED");
      }
    }
    var free = new TreeMap<String, Object>();
    free.put("status", "FREE");
    free.put("location", place.name());
    return free;
  }

  private Map<String, Object> session(Session session, String status) {
    var shape = new TreeMap<String, Object>();
    shape.put("license_plate", session.key().plate());
    shape.put("location", session.key().location());
    shape.put("start_time", session.start());
    shape.put("duration", Math.max(session.last(), second) - session.start());
    shape.put("cost", session.costAt(second));
    shape.put("status", status);
    return shape;
  }

  /** A session as a row of the topic {@code processed-data}, its keys sorted. */
  static Map<String, Object> row(Session session) {
    var row = new TreeMap<String, Object>();
    row.put("license_plate", session.key().plate());
    row.put("location", session.key().location());
    row.put("start_time", session.start());
    row.put("end_time", session.last());
    row.put("duration", session.seconds());
    row.put("cost", session.cost());
    row.put("status", session.state().name());
    row.put("last_updated", session.last());
    return row;
  }

  /** The last so many of these as rows, the oldest first. */
  static List<Map<String, Object>> rows(List<Session> ended, int limit) {
    var rows = new ArrayList<Map<String, Object>>();
    int from = Math.max(0, ended.size() - Math.max(0, limit));
    ended.subList(from, ended.size()).forEach(session -> rows.add(row(session)));
    return rows;
  }
}
