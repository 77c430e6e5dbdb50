package lotwatch.gateway;

import java.time.Instant;
import java.util.List;
import lotwatch.gateway.auth.Audit;
import lotwatch.gateway.auth.Authorizer;
import lotwatch.gateway.auth.Gate;
import lotwatch.ledger.Command;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Event;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Ledger;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.Versions;
import lotwatch.ledger.View;
import lotwatch.ledger.View.LotView;
import org.jspecify.annotations.Nullable;

/** The real ledger behind an inbox, without a log; it can be told to be out of reach. */
public final class LedgerInbox implements Inbox {
  private final Ledger ledger = new Ledger();
  private boolean away;

  /** One at the newest version. */
  public LedgerInbox() {
    ledger.apply(new Entry(Instant.now(), null, new Command.RaiseVersion(Versions.NEWEST)));
  }

  @Override
  public synchronized Outcome submit(Command command, @Nullable RequestId request)
      throws UnavailableException {
    if (away) {
      throw new UnavailableException("no leader", false);
    }
    return ledger.apply(new Entry(Instant.now(), request, command)).outcome();
  }

  /** What readers see; there are no events to be had. */
  public EventLog eventLog() {
    return new EventLog() {
      @Override
      public boolean isCurrent() {
        return false;
      }

      @Override
      public void catchUp() throws UnavailableException {
        if (away) {
          throw new UnavailableException("no leader", false);
        }
      }

      @Override
      public View view() {
        return ledger.view();
      }

      @Override
      public List<Event> after(long sequence, int eventsMax, long waitMillisMax) {
        return List.of();
      }

      @Override
      public Listening listen(Runnable listener) {
        return () -> {};
      }
    };
  }

  /** From now on it cannot answer, or it can again. */
  public synchronized void away(boolean now) {
    away = now;
  }

  /** Lets everybody through to it, and keeps no record. */
  public Gate gate() {
    return new Gate(this, Authorizer.EVERYBODY, Audit.NONE);
  }

  /** Opens a lot in which cars are counted, empty. */
  public void open(String lot, int capacity) throws UnavailableException {
    submit(new LotCommand.OpenLot(new LotId(lot), lot, capacity, List.of()), null);
    submit(new LotCommand.SetCount(new LotId(lot), 0), null);
  }

  /** The lot as it is now. */
  public synchronized LotView lot(String lot) {
    LotView view = ledger.view().lot(new LotId(lot));
    if (view == null) {
      throw new IllegalStateException("no lot " + lot);
    }
    return view;
  }
}
