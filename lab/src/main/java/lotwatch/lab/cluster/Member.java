package lotwatch.lab.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import lotwatch.ledger.Command;
import lotwatch.ledger.Event;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.LotChange;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Plate;
import lotwatch.ledger.Policy;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.UnavailableException;
import lotwatch.replica.DataFolder;
import lotwatch.replica.Peer;
import lotwatch.replica.Replica;
import lotwatch.replica.ReplicaException;
import lotwatch.replica.ReplicaSettings;

/**
 * A member of a cluster as a process: {@code Member NAME PEERS FOLDER KEEP SYNC}. Takes one
 * question a line from standard input, {@code ID WORD ...}, and answers each with a line {@code ID
 * WORD ...}. With KEEP {@code all} it keeps every event and writes a snapshot often, with {@code
 * some} it does as a node does. Without SYNC {@code true} it loses what was acknowledged when the
 * power fails.
 */
public final class Member {
  private static final int SNAPSHOT_ENTRIES = 5_000;
  private static final int EVENTS_MAX = 5_000_000;

  /** Longer than any run: reservations do not expire in between. */
  private static final Duration HOLD = Duration.ofDays(7);

  private final Replica replica;
  private final AtomicLong clockOffMillis;
  private final PrintStream out = new PrintStream(System.out, true, UTF_8);

  private Member(Replica replica, AtomicLong clockOffMillis) {
    this.replica = replica;
    this.clockOffMillis = clockOffMillis;
  }

  /** Runs until standard input ends. */
  public static void main(String[] args) throws IOException, ReplicaException {
    var sane = ReplicaSettings.of(args[0], Peer.list(args[1]));
    var settings = args[3].equals("all") ? keepAll(sane) : sane;
    var off = new AtomicLong();
    InstantSource clock = () -> Instant.now().plusMillis(off.get());
    try (var folder = DataFolder.open(Path.of(args[2]));
        var replica = Replica.open(folder, settings, clock, Boolean.parseBoolean(args[4]))) {
      new Member(replica, off).serve();
    }
  }

  private static ReplicaSettings keepAll(ReplicaSettings sane) {
    return new ReplicaSettings(
        sane.name(),
        sane.peers(),
        SNAPSHOT_ENTRIES,
        sane.snapshotEvery(),
        EVENTS_MAX,
        sane.inFlightMax(),
        sane.busyWaitMax(),
        Duration.ofSeconds(5),
        0);
  }

  private void serve() throws IOException {
    say("0 READY");
    var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        var words = List.of(line.split(" ", -1));
        threads.execute(() -> answer(words));
      }
    }
  }

  private void say(String line) {
    synchronized (out) {
      out.println(line);
    }
  }

  private void answer(List<String> words) {
    var id = words.getFirst();
    try {
      switch (words.get(1)) {
        case "POLICY" -> say(id + " " + word(submit(new Command.AdoptPolicy(policy()), id)));
        case "OPEN" -> {
          var lot = new LotId(words.get(2));
          int capacity = Integer.parseInt(words.get(3));
          submit(new LotCommand.OpenLot(lot, "Lot", capacity, List.of()), id + "a");
          say(id + " " + word(submit(new LotCommand.SetCount(lot, 0), id + "b")));
        }
        case "RESERVE" ->
            say(
                id
                    + " "
                    + word(
                        submit(
                            new LotCommand.Reserve(
                                new LotId(words.get(2)), new Plate(words.get(3))),
                            words.get(4))));
        case "CANCEL" ->
            say(
                id
                    + " "
                    + word(
                        submit(
                            new LotCommand.Cancel(new LotId(words.get(2)), new Plate(words.get(3))),
                            words.get(4))));
        case "CLOCK" -> {
          clockOffMillis.addAndGet(Long.parseLong(words.get(2)));
          say(id + " OK");
        }
        case "STATE" ->
            say(
                "%s STATE %d %s %d %s"
                    .formatted(id, replica.view().sequence(), hash(), replica.term(), role()));
        case "LOTS" -> {
          Load.open(replica, Integer.parseInt(words.get(2)));
          say(id + " OK");
        }
        case "TEXT" -> say(id + " " + TextPort.of(replica));
        case "LOAD" -> say(id + " " + load(words.subList(2, words.size())));
        case "EVENTS" -> events(id);
        default -> say(id + " WHAT");
      }
    } catch (UnavailableException e) {
      say("%s %s %s".formatted(id, e.mayBeApplied() ? "MAYBE" : "NOT", e.getMessage()));
    }
  }

  /** CLIENTS LOTS WARM-MILLIS MILLIS. */
  private String load(List<String> words) {
    var plan =
        new Load.Plan(
            Integer.parseInt(words.get(0)),
            Integer.parseInt(words.get(1)),
            Duration.ofMillis(Long.parseLong(words.get(2))),
            Duration.ofMillis(Long.parseLong(words.get(3))));
    try {
      return "LOAD " + Load.run(_ -> Target.of(replica), plan).line();
    } catch (Target.FailedException e) {
      return "NOT " + e.getMessage();
    }
  }

  private Outcome submit(Command command, String request) throws UnavailableException {
    return replica.submit(command, new RequestId(request));
  }

  private static Policy policy() {
    var sane = Policy.DEFAULT;
    return new Policy(
        sane.occupiedFrom(),
        sane.freeUpTo(),
        sane.framesMin(),
        sane.settle(),
        sane.doubtMax(),
        sane.blindAfter(),
        sane.silentAfter(),
        HOLD);
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted _ -> "ACCEPTED";
      case Outcome.Held _ -> "HELD";
      case Outcome.Rejected refused -> refused.reason().name();
    };
  }

  private String role() {
    return replica.leading() ? "LEADER" : "FOLLOWER";
  }

  /** Of everything that readers can see. */
  private String hash() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var lot : replica.view().lots()) {
        digest.update(lot.toString().getBytes(UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All that happened, a line each: {@code ID E SEQUENCE KIND LOT PLATE RESERVED CAPACITY}. */
  private void events(String id) {
    try {
      for (var event : replica.after(0, Integer.MAX_VALUE, 0)) {
        say(id + " E " + event.sequence() + " " + line(event.change()));
      }
      say(id + " DONE");
    } catch (EventLog.GapException e) {
      say(id + " GAP " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String line(Event.Change change) {
    return switch (change) {
      case LotChange.Reserved made ->
          "RESERVED %s %s %d %d"
              .formatted(
                  made.lot(),
                  made.plate().text(),
                  made.tally().reserved(),
                  made.tally().capacity());
      case LotChange.Cancelled gone ->
          "CANCELLED %s %s %d %d"
              .formatted(
                  gone.lot(),
                  gone.plate().text(),
                  gone.tally().reserved(),
                  gone.tally().capacity());
      default -> "OTHER - - 0 0";
    };
  }
}
