package lotwatch.gateway.stream;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lotwatch.ledger.View;
import lotwatch.sessions.Places;
import lotwatch.sessions.Places.Place;
import lotwatch.sessions.Session;
import org.jspecify.annotations.Nullable;

/**
 * The campus at one second as system C shows it. Of several open sessions of one plate only the one
 * at which the car was seen last is shown: its other places are free. Keys are in system C's order;
 * its REST interface sorts them, its Socket.IO does not.
 */
final class StreamView {
  private static final Comparator<Session> BY_LAST_SEEN =
      Comparator.comparingLong(Session::last)
          .thenComparingLong(Session::start)
          .thenComparing(Session::key);
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
    this(shown(view.sessions()), SitePlaces.taken(view), view.sessionTotals().ended(), second);
  }

  /** The same for the sessions that are shown, in any order. */
  StreamView(Collection<Session> shown, Places places, long closed, long second) {
    this.second = second;
    this.closed = closed;
    this.places = places;
    this.active = shown.stream().sorted(BY_START).toList();
  }

  private static Collection<Session> shown(Collection<Session> open) {
    Map<String, Session> shown = new HashMap<>();
    open.forEach(session -> shown.merge(session.key().plate(), session, StreamView::shown));
    return shown.values();
  }

  /** The one that is shown of two open sessions of one plate. */
  static Session shown(Session one, Session other) {
    return BY_LAST_SEEN.compare(one, other) >= 0 ? one : other;
  }

  /** What there is, in numbers. */
  Map<String, Object> statistics() {
    return statistics(places.all().size(), busy().size(), active.size(), closed);
  }

  /** Numbers in system C's order. */
  static Map<String, Object> statistics(int all, int busy, int active, long closed) {
    var statistics = new LinkedHashMap<String, Object>();
    statistics.put("total_locations", all);
    statistics.put("busy_count", busy);
    statistics.put("free_count", all - busy);
    statistics.put("active_sessions", active);
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

  /** The same, sorted as text. */
  List<String> busySorted() {
    return busy().stream().sorted().toList();
  }

  /** The open sessions, as they would be if they ended now. */
  List<Map<String, Object>> active() {
    return active.stream().map(this::active).toList();
  }

  private Map<String, Object> active(Session session) {
    var shape = session(session);
    shape.put("status", "ACTIVE");
    return shape;
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
        var occupied = new LinkedHashMap<String, Object>();
        occupied.put("status", "OCCUPIED");
        occupied.putAll(session(session));
        return occupied;
      }
    }
    var free = new LinkedHashMap<String, Object>();
    free.put("status", "FREE");
    free.put("location", place.name());
    return free;
  }

  private Map<String, Object> session(Session session) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("license_plate", session.key().plate());
    shape.put("location", session.key().location());
    shape.put("start_time", session.start());
    shape.put("duration", Math.max(session.last(), second) - session.start());
    shape.put("cost", session.costAt(second));
    return shape;
  }

  /** A session as a row of the topic {@code processed-data}. */
  static Map<String, Object> row(Session session) {
    var row = new LinkedHashMap<String, Object>();
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
