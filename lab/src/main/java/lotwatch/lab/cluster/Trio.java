package lotwatch.lab.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import lotwatch.lab.faults.FreePorts;

/** Three members on this machine, each a process, to measure. */
public final class Trio {
  private static final int MEMBERS = 3;
  private static final Duration LEADER_WAIT_MAX = Duration.ofMinutes(2);
  private static final Duration ANSWER_WAIT_MAX = Duration.ofMinutes(1);
  private static final Duration SETTLE = Duration.ofSeconds(3);
  private static final Duration ASK_EVERY = Duration.ofMillis(10);

  private final List<String> peers = new ArrayList<>();
  private final List<MemberProcess> members = new ArrayList<>();
  private long questions;

  /**
   * What killing leaders came to.
   *
   * @param millis from each kill to the next acknowledged write, in order of size
   * @param elections how many there were
   */
  public record Failover(List<Long> millis, long elections) {
    public Failover {
      millis = List.copyOf(millis);
    }
  }

  /**
   * Starts them.
   *
   * @param folder where they keep their state; empty
   */
  public Trio(Path folder) throws IOException, InterruptedException {
    for (int i = 1; i <= MEMBERS; i++) {
      peers.add("n%d=127.0.0.1:%d".formatted(i, FreePorts.free()));
    }
    try {
      start(folder);
    } catch (IOException e) {
      stop();
      throw e;
    }
  }

  private void start(Path folder) throws IOException {
    var starting = new ArrayList<CompletableFuture<List<String>>>();
    for (int i = 1; i <= MEMBERS; i++) {
      var member =
          new MemberProcess(
              i,
              String.join(",", peers),
              folder.resolve("n" + i),
              folder.resolve("n" + i + ".log"));
      members.add(member);
      starting.add(member.start());
    }
    for (int i = 0; i < MEMBERS; i++) {
      members.get(i).awaitReady(starting.get(i));
    }
  }

  /**
   * Reserves and cancels in the leader's process.
   *
   * @throws IOException if it gave no answer
   */
  public Speed load(Load.Plan plan) throws IOException, InterruptedException {
    var question =
        "LOAD %d %d %d %d"
            .formatted(plan.clients(), plan.lots(), plan.warm().toMillis(), plan.time().toMillis());
    var waitMax = plan.warm().plus(plan.time()).plus(ANSWER_WAIT_MAX);
    var answer = ask(question, waitMax);
    if (!answer.startsWith("LOAD ")) {
      throw new IOException("the load was not done: " + answer);
    }
    return Speed.of(answer.substring("LOAD ".length()));
  }

  /** Opens what a load walks over; asks again where the leader changes meanwhile. */
  public void openLots(int lots) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LEADER_WAIT_MAX.toNanos();
    var answer = ask("LOTS " + lots, ANSWER_WAIT_MAX);
    while (answer.startsWith("NOT ") && System.nanoTime() < deadline) {
      LockSupport.parkNanos(ASK_EVERY.toNanos());
      answer = ask("LOTS " + lots, ANSWER_WAIT_MAX);
    }
    if (!answer.equals("OK")) {
      throw new IOException("the lots were not opened: " + answer);
    }
  }

  private String ask(String question, Duration waitMax) throws IOException, InterruptedException {
    questions++;
    try {
      return leader()
          .ask("q" + questions, question)
          .get(waitMax.toSeconds(), TimeUnit.SECONDS)
          .getLast();
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("not answered: " + question, e);
    }
  }

  /** Where the leader takes commands from the other members, as {@code HOST:PORT}. */
  public String leaderAddress() throws IOException, InterruptedException {
    var peer = peers.get(leader().number() - 1);
    return peer.substring(peer.indexOf('=') + 1);
  }

  /** The port of the leader's text protocol, on this machine. */
  public int leaderTextPort() throws IOException, InterruptedException {
    return Integer.parseInt(ask("TEXT", ANSWER_WAIT_MAX));
  }

  /** How many there were since the members had nothing. */
  public long elections() throws IOException, InterruptedException {
    return term(state(leader()));
  }

  /** Kills the leader so many times; each is started again and let catch up. */
  public Failover failover(int kills) throws IOException, InterruptedException {
    var millis = new ArrayList<Long>();
    long first = elections();
    for (int i = 0; i < kills; i++) {
      LockSupport.parkNanos(SETTLE.toNanos());
      var leader = leader();
      var other = members.get(leader.number() % MEMBERS);
      open(other, "fail" + i);
      long killed = System.nanoTime();
      leader.kill();
      open(other, "failed" + i);
      millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));
      leader.awaitReady(leader.start());
    }
    LockSupport.parkNanos(SETTLE.toNanos());
    return new Failover(millis.stream().sorted().toList(), elections() - first);
  }

  /** A write that is asked for until it is acknowledged. */
  private static void open(MemberProcess member, String lot)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LEADER_WAIT_MAX.toNanos();
    for (int i = 0; System.nanoTime() < deadline; i++) {
      try {
        var answer = member.ask(lot + "-" + i, "OPEN " + lot + " 1").get(10, TimeUnit.SECONDS);
        if (answer.getLast().equals("ACCEPTED")) {
          return;
        }
      } catch (ExecutionException | TimeoutException e) {
        // Asked again.
      }
      LockSupport.parkNanos(ASK_EVERY.toNanos());
    }
    throw new IOException("no write is acknowledged");
  }

  /** The last word but one of a {@link #state}; 0 if it is empty. */
  private static long term(String state) {
    var words = state.split(" ", -1);
    return words.length < 4 ? 0 : Long.parseLong(words[3]);
  }

  /** {@code STATE SEQUENCE HASH TERM ROLE}; empty if it does not answer. */
  private static String state(MemberProcess member) throws InterruptedException {
    try {
      return member.ask("s" + System.nanoTime(), "STATE").get(2, TimeUnit.SECONDS).getLast();
    } catch (ExecutionException | TimeoutException e) {
      return "";
    }
  }

  private MemberProcess leader() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LEADER_WAIT_MAX.toNanos();
    while (System.nanoTime() < deadline) {
      for (var member : members) {
        if (state(member).endsWith("LEADER")) {
          return member;
        }
      }
      LockSupport.parkNanos(ASK_EVERY.toNanos());
    }
    throw new IOException("no leader");
  }

  /** Kills them. */
  public void stop() {
    for (var member : members) {
      member.kill();
    }
  }
}
