package lotwatch.replica;

import static java.lang.System.Logger.Level.WARNING;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.util.RpcFactoryHelper;
import com.google.protobuf.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Rejects messages of the log that no voter of this cluster sends. Raft obeys whoever names a
 * higher term, and keeps that term on disk (Ongaro 2014, 3.3): one message with the last term there
 * is would end the cluster for good, since no election could go beyond it.
 */
final class MessageCheck {
  /** How far the term of a message may be ahead; real ones are by an election or two. */
  static final long TERM_AHEAD_MAX = 1_000_000;

  /** What an address looks like; what a stranger sends as one may be anything, and long. */
  private static final Pattern ADDRESS = Pattern.compile("[\\w.:\\[\\]-]{1,270}");

  private static final System.Logger LOG = System.getLogger("lotwatch.replica");
  private static final long SAY_EVERY_NANOS = Duration.ofMinutes(1).toNanos();

  private final Supplier<Configuration> voters;
  private final LongSupplier term;
  private final AtomicLong saidNanos = new AtomicLong(System.nanoTime() - SAY_EVERY_NANOS);

  /** The term of the log when it was opened, before any leader is known. */
  private volatile long termOfLog;

  /**
   * @param voters as this node knows them; none while it waits to be let in
   * @param term of the leader that it follows or is; 0 before the first
   */
  MessageCheck(Supplier<Configuration> voters, LongSupplier term) {
    this.voters = voters;
    this.term = term;
  }

  /** The log was opened, and this is its last term. */
  void opened(long term) {
    termOfLog = term;
  }

  /**
   * What to answer to a request for a vote that is rejected; empty if it is to be looked at. Every
   * election but one that a leader asks for begins with a pre-vote, which the library grants to
   * voters only, so that nobody else has a reason to ask.
   *
   * @param answer of the kind that is expected, without content
   */
  Optional<Message> vote(RequestVoteRequest request, Message answer) {
    var known = voters.get();
    var candidate = new PeerId();
    if (!known.isEmpty()
        && !(candidate.parse(request.getServerId()) && known.contains(candidate))) {
      return rejected(
          answer, "a vote for %s, which is no voter".formatted(shown(request.getServerId())));
    }
    return term(request.getServerId(), request.getTerm(), answer);
  }

  /** The answer to a message whose term cannot be; empty if it is to be looked at. */
  Optional<Message> term(String from, long term, Message answer) {
    long known = Math.max(this.term.getAsLong(), termOfLog);
    if (known > 0 && term - known > TERM_AHEAD_MAX) {
      return rejected(
          answer,
          "term %d of %s, which is more than %d ahead"
              .formatted(term, shown(from), TERM_AHEAD_MAX));
    }
    return Optional.empty();
  }

  private static String shown(String address) {
    return ADDRESS.matcher(address).matches() ? address : "what is no address";
  }

  private Optional<Message> rejected(Message answer, String what) {
    long now = System.nanoTime();
    long said = saidNanos.get();
    if (now - said >= SAY_EVERY_NANOS && saidNanos.compareAndSet(said, now)) {
      LOG.log(WARNING, "a stranger at the port of the nodes: rejected is {0}", what);
    }
    return Optional.of(
        RpcFactoryHelper.responseFactory().newResponse(answer, RaftError.EPERM, "%s", what));
  }
}
