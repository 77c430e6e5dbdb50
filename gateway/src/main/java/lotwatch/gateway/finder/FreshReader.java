package lotwatch.gateway.finder;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import lotwatch.gateway.net.Input;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.View;
import lotwatch.ledger.View.LotView;
import org.jspecify.annotations.Nullable;

/**
 * Reads the view for one connection so that it has all that was acknowledged anywhere before it
 * asked. Requests that had come together when the cluster was asked share that answer.
 */
public final class FreshReader {
  private final EventLog eventLog;
  private final Lots lots;
  private final Input input;
  private long freshFor = -1;

  /** Reads for the connection that speaks here. */
  public FreshReader(EventLog eventLog, Lots lots, Input input) {
    this.eventLog = eventLog;
    this.lots = lots;
    this.input = input;
  }

  /** Whether the view is at hand: it is as new as the request without asking the cluster. */
  public boolean isFresh() {
    return freshFor == input.fills() || eventLog.isCurrent();
  }

  /** The view, as new as the request being answered. */
  public View view() throws UnavailableException {
    if (!isFresh()) {
      long asked = input.fills();
      eventLog.catchUp();
      freshFor = asked;
    }
    return eventLog.view();
  }

  /** The lot of that id; null if there is none. */
  public @Nullable LotView lot(String id) throws UnavailableException {
    var view = view();
    LotId known = lots.known.get(id);
    if (known != null) {
      return view.lot(known);
    }
    LotId asked = Lots.id(id);
    LotView lot = asked == null ? null : view.lot(asked);
    if (lot != null) {
      lots.remember(lot.id());
    }
    return lot;
  }

  /** Whether this node has such a lot; it may be a moment behind. */
  public boolean hasSeen(LotId lot) {
    return eventLog.view().lot(lot) != null;
  }

  /** Whether there is such a lot; the cluster is asked only if this node knows none. */
  public boolean knows(LotId lot) throws UnavailableException {
    return hasSeen(lot) || view().lot(lot) != null;
  }

  /** The connection changed something: what it reads next must have it. */
  public void changed() {
    freshFor = -1;
  }

  /** Ids of lots that exist, so that a request need not check one anew. */
  public static final class Lots {
    private final Map<String, LotId> known = new ConcurrentHashMap<>();

    private void remember(LotId lot) {
      if (known.size() >= LotCommand.LOTS_MAX) {
        known.clear(); // lots come and go; those in use come back
      }
      known.put(lot.value(), lot);
    }

    /** The id; null if no lot can have it. */
    public static @Nullable LotId id(String written) {
      try {
        return new LotId(written);
      } catch (IllegalArgumentException _) {
        return null;
      }
    }
  }
}
