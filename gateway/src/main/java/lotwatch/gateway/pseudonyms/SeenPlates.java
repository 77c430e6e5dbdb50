package lotwatch.gateway.pseudonyms;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.auth.Request;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.SessionCommand;
import lotwatch.ledger.SessionCommand.KeyPseudonyms;
import lotwatch.ledger.UnavailableException;
import lotwatch.records.Pseudonyms;

/**
 * What stands for a plate in parking sessions: a pseudonym, unless the configuration says that it
 * is the plate itself. The key is made when it is first needed and is the same on all nodes.
 */
public final class SeenPlates {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Gate gate;
  private final EventLog eventLog;

  private record Keyed(String key, Pseudonyms pseudonyms) {}

  private volatile Keyed keyed = new Keyed("", new Pseudonyms("00"));

  /**
   * @param eventLog whose view has the key
   */
  public SeenPlates(Gate gate, EventLog eventLog) {
    this.gate = gate;
    this.eventLog = eventLog;
  }

  /**
   * What to make of each plate.
   *
   * @param request what the plates are asked for
   * @throws UnavailableException if there is no key yet and none can be agreed on
   */
  public UnaryOperator<String> hide(Request request) throws DeniedException, UnavailableException {
    var view = eventLog.view();
    if (view.configuration().content().sessions().clearPlates()) {
      return UnaryOperator.identity();
    }
    if (view.pseudonymKey().isEmpty()) {
      byte[] key = new byte[SessionCommand.KEY_LENGTH / 2];
      RANDOM.nextBytes(key);
      gate.submit(request, new KeyPseudonyms(HexFormat.of().formatHex(key)), null);
      eventLog.catchUp();
    }
    var key = eventLog.view().pseudonymKey();
    if (!keyed.key().equals(key)) {
      keyed = new Keyed(key, new Pseudonyms(key));
    }
    return keyed.pseudonyms()::of;
  }
}
