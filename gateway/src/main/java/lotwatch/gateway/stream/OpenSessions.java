package lotwatch.gateway.stream;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lotwatch.ledger.View;
import lotwatch.sessions.Places;
import lotwatch.sessions.Session;
import org.jspecify.annotations.Nullable;

/**
 * What system C shows, kept up with each event: its numbers cost the same however many cars are
 * there. Used by one thread.
 */
final class OpenSessions {
  /** Looks at a view for one that no command changes meanwhile. */
  private static final int LOOKS_MAX = 100;

  private final Map<String, Map<String, Session>> byPlate = new HashMap<>();
  private final Map<String, Session> shown = new HashMap<>();
  private final Map<String, Integer> shownAt = new HashMap<>();
  private Places places;
  private int placeCount;
  private int busy;
  private long closed;
  private long cursor;

  private OpenSessions(Places places) {
    this.places = places;
  }

  /** What is so now, to go on from with the events after {@link #cursor}. */
  static OpenSessions of(View view) {
    var open = new OpenSessions(SitePlaces.taken(view));
    Collection<Session> sessions;
    int looks = 0;
    do {
      open.cursor = view.sequence();
      open.closed = view.sessionTotals().ended();
      sessions = List.copyOf(view.sessions());
      looks++;
    } while (looks < LOOKS_MAX
        && (open.cursor != view.sequence() || open.closed != view.sessionTotals().ended()));
    sessions.forEach(open::keep);
    open.see(open.places);
    return open;
  }

  /** The last event that is in it. */
  long cursor() {
    return cursor;
  }

  /** There was an event of no session. */
  void pass(long sequence) {
    cursor = sequence;
  }

  /** A session has a new revision. */
  void apply(long sequence, Session session) {
    cursor = sequence;
    if (keep(session) && session.hasEnded()) {
      closed++;
    }
  }

  /** Takes the total of a view that has the same events. */
  void agree(View view) {
    long total = view.sessionTotals().ended();
    if (view.sequence() == cursor) {
      closed = total;
    }
  }

  /** The site has these places now. */
  void see(Places now) {
    places = now;
    placeCount = now.all().size();
    busy = Math.toIntExact(shownAt.keySet().stream().filter(this::isKnown).count());
  }

  Map<String, Object> statistics() {
    return StreamView.statistics(placeCount, busy, shown.size(), closed);
  }

  /** All of it, with durations and costs until then. */
  StreamView at(long second) {
    return new StreamView(shown.values(), places, closed, second);
  }

  /** Whether it was news; events that were read before the view may come again. */
  private boolean keep(Session session) {
    var plate = session.key().plate();
    var those = byPlate.computeIfAbsent(plate, _ -> new HashMap<>());
    var known = those.get(session.id());
    if (known != null && known.revision() >= session.revision()) {
      return false;
    }
    if (session.hasEnded()) {
      those.remove(session.id());
    } else {
      those.put(session.id(), session);
    }
    show(plate, those.values().stream().reduce(StreamView::shown).orElse(null));
    if (those.isEmpty()) {
      byPlate.remove(plate);
    }
    return true;
  }

  private void show(String plate, @Nullable Session now) {
    var before = now == null ? shown.remove(plate) : shown.put(plate, now);
    var from = before == null ? null : before.key().location();
    var to = now == null ? null : now.key().location();
    if (!Objects.equals(from, to)) {
      if (to != null && shownAt.merge(to, 1, Integer::sum) == 1 && isKnown(to)) {
        busy++;
      }
      if (from != null
          && shownAt.computeIfPresent(from, (_, count) -> count == 1 ? null : count - 1) == null
          && isKnown(from)) {
        busy--;
      }
    }
  }

  private boolean isKnown(String location) {
    return places.place(location) != null;
  }
}
