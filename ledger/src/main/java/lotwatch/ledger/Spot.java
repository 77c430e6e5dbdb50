package lotwatch.ledger;

import java.time.Duration;
import java.time.Instant;
import lotwatch.ledger.LotState.SpotState;
import lotwatch.ledger.View.SpotView;
import org.jspecify.annotations.Nullable;

/**
 * One spot: what it is, and the evidence that is still too little to change it. A single frame
 * never flips it; frames have to agree in number and for a time ({@link Policy}).
 */
final class Spot {
  /** Weight of the newest frame in the smoothed probability. */
  private static final double NEWEST = 0.3;

  final SpotId id;
  private Occupancy state = Occupancy.UNKNOWN;
  private Instant since;
  private double smoothed = 0.5;
  private @Nullable Instant seenAt;
  private @Nullable CameraId by;
  private @Nullable Instant supportedAt;
  private Occupancy leaning = Occupancy.UNKNOWN;
  private @Nullable Instant leaningSince;
  private int leaningFrames;

  Spot(SpotId id, Instant now) {
    this.id = id;
    this.since = now;
  }

  Spot(SpotState saved) {
    id = saved.id();
    state = saved.state();
    since = saved.since();
    smoothed = saved.smoothed();
    seenAt = saved.seenAt();
    by = saved.by();
    supportedAt = saved.supportedAt();
    leaning = saved.leaning();
    leaningSince = saved.leaningSince();
    leaningFrames = saved.leaningFrames();
  }

  Occupancy state() {
    return state;
  }

  /**
   * Takes one camera's judgement into account.
   *
   * @param probability of a vehicle, 0..1
   * @return what the spot should now be
   */
  Occupancy see(double probability, Instant frameAt, CameraId camera, Policy policy) {
    smoothed =
        state == Occupancy.UNKNOWN && leaning == Occupancy.UNKNOWN
            ? probability
            : smoothed + NEWEST * (probability - smoothed);
    seenAt = frameAt;
    by = camera;
    var speaksFor = speaksFor(probability, policy);
    if (speaksFor == state && state != Occupancy.UNKNOWN) {
      supportedAt = frameAt;
      leanBack();
      return state;
    }
    if (speaksFor != Occupancy.UNKNOWN) {
      lean(speaksFor, frameAt);
      if (settled(frameAt, policy)) {
        return speaksFor;
      }
    }
    return afterDoubt(frameAt, policy);
  }

  private static Occupancy speaksFor(double probability, Policy policy) {
    if (probability >= policy.occupiedFrom()) {
      return Occupancy.OCCUPIED;
    }
    return probability <= policy.freeUpTo() ? Occupancy.FREE : Occupancy.UNKNOWN;
  }

  private void lean(Occupancy to, Instant frameAt) {
    if (leaning != to || leaningSince == null || frameAt.isBefore(leaningSince)) {
      leaning = to;
      leaningSince = frameAt;
      leaningFrames = 0;
    }
    leaningFrames++;
  }

  /** Forgets what was leaned to. */
  void leanBack() {
    leaning = Occupancy.UNKNOWN;
    leaningSince = null;
    leaningFrames = 0;
  }

  /** A spot that is unknown has nothing to flip, so half the time is enough for it. */
  private boolean settled(Instant frameAt, Policy policy) {
    var settle = state == Occupancy.UNKNOWN ? policy.settle().dividedBy(2) : policy.settle();
    return leaningSince != null
        && leaningFrames >= policy.framesMin()
        && Duration.between(leaningSince, frameAt).compareTo(settle) >= 0;
  }

  /** What the spot should be when its camera's newest frame does not speak for its state. */
  Occupancy afterDoubt(Instant frameAt, Policy policy) {
    return supportedAt != null && supportedAt.plus(policy.doubtMax()).isBefore(frameAt)
        ? Occupancy.UNKNOWN
        : state;
  }

  /** Changes the state. What was leaned to is settled or, when nobody sees, worth nothing. */
  void become(Occupancy to, Instant now) {
    state = to;
    since = now;
    supportedAt = to == Occupancy.UNKNOWN ? null : seenAt;
    leanBack();
  }

  double confidence() {
    return switch (state) {
      case FREE -> 1 - smoothed;
      case OCCUPIED -> smoothed;
      case UNKNOWN -> 0;
    };
  }

  SpotView view() {
    return new SpotView(id, state, since, confidence(), seenAt, by);
  }

  SpotState save() {
    return new SpotState(
        id, state, since, smoothed, seenAt, by, supportedAt, leaning, leaningSince, leaningFrames);
  }
}
