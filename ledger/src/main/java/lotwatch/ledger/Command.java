package lotwatch.ledger;

import java.time.Instant;
import java.util.List;

/**
 * What is asked of the ledger. A command may be refused; an {@link Event} has happened.
 *
 * <p>Together with its {@link Entry} it holds every value a replica needs, so that replaying the
 * log gives the same state on every machine.
 */
public sealed interface Command {
  /**
   * The version that a member must understand to apply this. A cluster below it refuses the
   * command, and its line in the log is sealed with it, so that an older program stops there
   * instead of applying something else.
   */
  default int version() {
    return Versions.FIRST;
  }

  /** Decide by these rules from now on. */
  record AdoptPolicy(Policy policy) implements Command {}

  /**
   * Opens a lot, or changes one that is open; spots that stay keep their state.
   *
   * @param capacity places in the lot, 1 to {@value Limits#CAPACITY_MAX}, at least as many as
   *     spots; those beyond the spots are unknown
   * @param spots the places that are watched one by one; none means that cars are counted
   */
  record OpenLot(LotId lot, String name, int capacity, List<SpotId> spots) implements Command {
    public OpenLot {
      Limits.checked("name", name, Limits.NAME_LENGTH_MAX);
      spots = List.copyOf(spots);
    }
  }

  /** Closes a lot; its reservations end with it. */
  record CloseLot(LotId lot) implements Command {}

  /** Places a camera, or changes what one watches. Its spots must be spots of open lots. */
  record PlaceCamera(CameraId camera, List<Watch> watches) implements Command {
    public PlaceCamera {
      watches = List.copyOf(watches);
    }
  }

  /** Takes a camera away; spots that no other camera watches turn unknown. */
  record RemoveCamera(CameraId camera) implements Command {}

  /**
   * What one frame showed.
   *
   * @param seenAt when the frame was taken; measures how long frames agree
   * @param view {@link View#CLEAR}, {@link View#BLACK} or {@link View#COVERED}
   * @param sightings of spots the camera watches; a spot left out was not judged
   */
  record Observe(CameraId camera, Instant seenAt, View view, List<Sighting> sightings)
      implements Command {
    public Observe {
      sightings = List.copyOf(sightings);
    }
  }

  /**
   * One spot in one frame.
   *
   * @param occupied the probability that a vehicle stands there, 0..1
   */
  record Sighting(SpotId spot, double occupied) {
    /**
     * @throws IllegalArgumentException if the probability is none
     */
    public Sighting {
      if (!(occupied >= 0 && occupied <= 1)) {
        throw new IllegalArgumentException(
            "occupied of spot %s is %s, the limits are 0 and 1".formatted(spot, occupied));
      }
    }
  }

  /** Cars came (positive) or left (negative) in a counted lot; clamped to 0..capacity. */
  record Count(LotId lot, long delta) implements Command {}

  /** So many cars stand in a counted lot; clamped to 0..capacity. */
  record SetCount(LotId lot, long occupied) implements Command {}

  /** Holds one place for a plate. Answers: EXISTS, then FULL, then {@link Outcome.Held}. */
  record Reserve(LotId lot, Plate plate) implements Command {}

  /** Gives a held place back. */
  record Cancel(LotId lot, Plate plate) implements Command {}

  /**
   * A node is there, and counts as there for {@link Limits#ATTENDANCE}; it holds its share of the
   * cameras.
   *
   * @param page where its page is, as {@code http://HOST:PORT/}
   * @param address where the other nodes reach it, as {@code HOST:PORT}
   * @param sequence the last event that it had when it said so
   * @param crew how its workers do
   */
  record Attend(NodeId node, String page, String address, long sequence, Crew crew)
      implements Command {
    public Attend {
      Limits.checked("page", page, Limits.ADDRESS_LENGTH_MAX);
      Limits.checked("address", address, Limits.ADDRESS_LENGTH_MAX);
    }

    /** The same of a node that does not say how its workers do. */
    public Attend(NodeId node, String page, String address, long sequence) {
      this(node, page, address, sequence, Crew.UNKNOWN);
    }
  }

  /** A node stops; others take its cameras at once. */
  record Leave(NodeId node) implements Command {}

  /**
   * Somebody sees so many available spaces somewhere. If a counted lot has the location as its id
   * or name, its count follows.
   *
   * @param reportedAt when it was seen, by the reporter's clock
   */
  record Report(String reporter, String location, int available, Instant reportedAt)
      implements Command {
    public Report {
      Limits.checked("camera_id", reporter, Limits.ID_LENGTH_MAX);
      Limits.checked("location", location, Limits.WORDS_LENGTH_MAX);
    }
  }

  /**
   * A service says that it is there.
   *
   * @param heardAt by its own clock, or ours if it gave no time
   */
  record Hear(String service, String status, Instant heardAt) implements Command {
    public Hear {
      Limits.checked("service_identifier", service, Limits.WORDS_LENGTH_MAX);
      Limits.checked("status", status, Limits.WORDS_LENGTH_MAX);
    }
  }

  /** Lets everything happen that is due by the entry's time: expiry, silence, absence. */
  record Tick() implements Command {}

  /**
   * From now on commands of this version are taken. Only the replica submits it, when all members
   * understand the version; it never goes back.
   *
   * @param to 2 to {@value Versions#VERSION_MAX}
   */
  record RaiseVersion(int to) implements Command {
    /**
     * @throws IllegalArgumentException if there is no such version to raise to
     */
    public RaiseVersion {
      if (to <= Versions.FIRST || to > Versions.VERSION_MAX) {
        throw new IllegalArgumentException(
            "version is %d, the limits are %d and %d"
                .formatted(to, Versions.FIRST + 1, Versions.VERSION_MAX));
      }
    }

    @Override
    public int version() {
      return to;
    }
  }
}
