package lotwatch.replica;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.error.RaftError;
import lotwatch.ledger.Outcome;

/** A command on its way through the Raft library, which runs this when there is no answer. */
final class Proposal implements Closure {
  private static final String NEVER_APPENDED = "Is not leader";

  private final Pending pending;

  Proposal(Pending pending) {
    this.pending = pending;
  }

  void answer(Outcome outcome) {
    pending.answer(outcome);
  }

  @Override
  public void run(Status status) {
    var why = status.getErrorMsg() == null ? "no reason given" : status.getErrorMsg();
    if (status.getRaftError() == RaftError.EPERM) { // it stepped down, and may not know it yet
      pending.move("not committed: " + why, !why.startsWith(NEVER_APPENDED));
    } else {
      pending.fail("not committed: " + why, status.getRaftError() != RaftError.EBUSY);
    }
  }
}
