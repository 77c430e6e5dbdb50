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
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import lotwatch.ledger.Command;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.UnavailableException;
import lotwatch.replica.DataFolder;
import lotwatch.replica.Peer;
import lotwatch.replica.Replica;
import lotwatch.replica.ReplicaException;
import lotwatch.replica.ReplicaSettings;

/**
 * A member of a cluster as a process, to measure: {@code Member NAME PEERS FOLDER}. Takes one
 * question a line from standard input, {@code ID WORD ...}, and answers each with a line {@code ID
 * WORD ...}.
 */
public final class Member {
  private final Replica replica;
  private final PrintStream out = new PrintStream(System.out, true, UTF_8);

  private Member(Replica replica) {
    this.replica = replica;
  }

  /** Runs until standard input ends. */
  public static void main(String[] args) throws IOException, ReplicaException {
    var settings = ReplicaSettings.of(args[0], Peer.list(args[1]));
    try (var folder = DataFolder.open(Path.of(args[2]));
        var replica = Replica.open(folder, settings, InstantSource.system())) {
      new Member(replica).serve();
    }
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
        case "OPEN" -> {
          var lot = new LotId(words.get(2));
          int capacity = Integer.parseInt(words.get(3));
          submit(new LotCommand.OpenLot(lot, "Lot", capacity, List.of()), id + "a");
          say(id + " " + word(submit(new LotCommand.SetCount(lot, 0), id + "b")));
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

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted _ -> "ACCEPTED";
      case Outcome.Held _ -> "HELD";
      case Outcome.Seen _ -> "SEEN";
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
}
