package lotwatch.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Senders of one kind that were heard, each with what it said last. They have a limit; whoever was
 * silent longest gives way to somebody new, and is forgotten after a while anyway.
 *
 * @param <S> what one said
 */
final class Senders<S> {
  private final Context context;
  private final Reports.Kind kind;
  private final int countMax;
  private final Function<S, String> name;
  private final Function<S, @Nullable Instant> receivedAt;
  private final Map<String, S> all = new TreeMap<>();
  private final ViewMap<String, S> view = new ViewMap<>();

  Senders(
      Context context,
      Reports.Kind kind,
      int countMax,
      Function<S, String> name,
      Function<S, @Nullable Instant> receivedAt) {
    this.context = context;
    this.kind = kind;
    this.countMax = countMax;
    this.name = name;
    this.receivedAt = receivedAt;
  }

  /** All of them, by name. */
  Collection<S> all() {
    return all.values();
  }

  /** What one said last; null if it was not heard. */
  @Nullable S one(String who) {
    return all.get(who);
  }

  /**
   * Whether somebody may be heard.
   *
   * @param evicts whether the one that was silent longest gives way
   */
  boolean admits(String who, boolean evicts) {
    return all.containsKey(who) || all.size() < countMax || (evicts && evict());
  }

  private boolean evict() {
    var stalest = all.values().stream().min(Comparator.comparing(this::heardAt)).orElse(null);
    if (stalest == null
        || heardAt(stalest).plus(ReportCommand.EVICT_AFTER).isAfter(context.now())) {
      return false;
    }
    forget(name.apply(stalest));
    return true;
  }

  private Instant heardAt(S said) {
    var at = receivedAt.apply(said);
    return at == null ? Instant.MIN : at;
  }

  void put(S said) {
    var who = name.apply(said);
    unschedule(who);
    all.put(who, said);
    var at = receivedAt.apply(said);
    if (at != null) {
      context.schedule(oblivion(at, who));
    }
    view.touch(who);
  }

  void forget(String who) {
    unschedule(who);
    all.remove(who);
    view.touch(who);
  }

  private void unschedule(String who) {
    var said = all.get(who);
    var at = said == null ? null : receivedAt.apply(said);
    if (at != null) {
      context.unschedule(oblivion(at, who));
    }
  }

  private Deadline oblivion(Instant at, String who) {
    return new Reports.Oblivion(at.plus(ReportCommand.FORGET_AFTER), kind, who);
  }

  void draw() {
    view.draw(all::get);
  }

  ViewMap<String, S> view() {
    return view;
  }
}
