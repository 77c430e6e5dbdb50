package lotwatch.sessions;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tariffs of a site: for each lot, and from when on. A stay is billed by the one in force when
 * its session opened, whatever comes into force while it lasts.
 */
public final class Tariffs implements Serializable {
  /** Tariffs in all. */
  public static final int TARIFFS_MAX = 1_000;

  private static final long serialVersionUID = 1;

  private final List<Rule> rules;
  private final TreeMap<Long, Tariff> common = new TreeMap<>();
  private final Map<String, TreeMap<Long, Tariff>> own = new HashMap<>();

  /**
   * One tariff, and where and when it holds.
   *
   * @param lot the lot's id; empty for all lots that have none of their own at the time
   * @param from in seconds since 1970; {@link Long#MIN_VALUE} for always
   */
  public record Rule(String lot, long from, Tariff tariff) implements Serializable {
    /** A tariff for all lots, always. */
    public static Rule always(Tariff tariff) {
      return new Rule("", Long.MIN_VALUE, tariff);
    }
  }

  /**
   * @throws IllegalArgumentException if there are too many, two hold for the same lot from the same
   *     second on, or none holds for all lots always
   */
  public Tariffs(List<Rule> rules) {
    if (rules.size() > TARIFFS_MAX) {
      throw new IllegalArgumentException(
          "tariffs are %d, the limit is %d".formatted(rules.size(), TARIFFS_MAX));
    }
    this.rules = List.copyOf(rules);
    for (var rule : rules) {
      var dated =
          rule.lot().isEmpty() ? common : own.computeIfAbsent(rule.lot(), lot -> new TreeMap<>());
      var before = dated.put(rule.from(), rule.tariff());
      if (before != null) {
        throw new IllegalArgumentException(
            "two tariffs for %s hold %s"
                .formatted(
                    rule.lot().isEmpty() ? "all lots" : "lot " + rule.lot(),
                    rule.from() == Long.MIN_VALUE
                        ? "without a date (from)"
                        : "from the same time on"));
      }
    }
    if (!common.containsKey(Long.MIN_VALUE)) {
      throw new IllegalArgumentException(
          "no tariff holds for all lots without a date: add one without lot and from, with price 0 if the others are free");
    }
  }

  /** One tariff for everything. */
  public static Tariffs of(Tariff tariff) {
    return new Tariffs(List.of(Rule.always(tariff)));
  }

  /** The tariff of a lot at a second. */
  public Tariff at(String lot, long second) {
    var dated = own.get(lot);
    var from = dated == null ? null : dated.floorEntry(second);
    return from == null ? requireNonNull(common.floorEntry(second)).getValue() : from.getValue();
  }

  /** As they were given. */
  public List<Rule> rules() {
    return rules;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tariffs tariffs && tariffs.rules.equals(rules);
  }

  @Override
  public int hashCode() {
    return rules.hashCode();
  }

  @Override
  public String toString() {
    return "Tariffs" + rules;
  }
}
