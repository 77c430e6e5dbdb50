package lotwatch.gateway.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.regex.Pattern;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.http.HttpRequesters;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.RefusedChangeException;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;

/** Takes nodes into the cluster and out of it. */
public final class MemberRoutes {
  private static final Pattern ADDRESS = Pattern.compile("([\\w.-]{1,253}):(\\d{1,5})");
  private static final Pattern NAME = Pattern.compile("[\\w-]{1,64}");
  private static final int PORT_MAX = 65_535;

  private final Gate gate;
  private final Members members;

  /** Who votes. */
  public interface Members {
    /**
     * Takes a node in or out; returns when a majority knows.
     *
     * @throws RefusedChangeException if it cannot be done; says why
     * @throws UnavailableException if it was not done; says why
     */
    void change(String host, int port, boolean member)
        throws UnavailableException, RefusedChangeException;

    /**
     * Takes the voter of this name out, and keeps the name for the node at an address.
     *
     * @throws RefusedChangeException if it cannot be done; says why
     * @throws UnavailableException if it was not done; says why
     */
    void replace(String name, String host, int port)
        throws UnavailableException, RefusedChangeException;
  }

  /** Changes {@code members} where {@code gate} allows it. */
  public MemberRoutes(Gate gate, Members members) {
    this.gate = gate;
    this.members = members;
  }

  /** Adds the routes. */
  public void mount(JavalinConfig config) {
    config.routes.put(
        "/api/nodes/{address}",
        ctx -> {
          var address = address(ctx);
          make(ctx, "+" + address, () -> members.change(address.host(), address.port(), true));
        });
    config.routes.delete(
        "/api/nodes/{address}",
        ctx -> {
          var address = address(ctx);
          make(ctx, "-" + address, () -> members.change(address.host(), address.port(), false));
        });
    config.routes.put("/api/nodes/{node}/replacement/{address}", this::replace);
  }

  private void replace(Context ctx) throws ProblemException, DeniedException {
    var name = ctx.pathParam("node");
    if (!NAME.matcher(name).matches()) {
      throw new ProblemException(
          Problem.of(400, "No node", "a node's id is letters, digits, '-' and '_', at most 64")
              .because("NODE"));
    }
    var address = address(ctx);
    make(ctx, name + "=" + address, () -> members.replace(name, address.host(), address.port()));
  }

  private record Address(String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  private static Address address(Context ctx) throws ProblemException {
    var shape = ADDRESS.matcher(ctx.pathParam("address"));
    int port = shape.matches() ? Integer.parseInt(shape.group(2)) : 0;
    if (port < 1 || port > PORT_MAX) {
      throw new ProblemException(
          Problem.of(400, "No address", "a node's address is HOST:PORT, such as 10.0.0.4:7070")
              .because("ADDRESS"));
    }
    return new Address(shape.group(1), port);
  }

  /** Says what stands in the way: who asks is an operator. */
  private void make(Context ctx, String what, Gate.Change<RefusedChangeException> change)
      throws ProblemException, DeniedException {
    try {
      gate.make(HttpRequesters.of(ctx).asks(Action.CHANGE_NODES, what), change);
      ctx.status(204);
    } catch (RefusedChangeException e) {
      throw new ProblemException(
          Problem.of(409, "Not changed", String.valueOf(e.getMessage())).because("REFUSED"));
    } catch (UnavailableException e) {
      throw new ProblemException(
          Problem.of(503, "Not changed", "try again: " + e.getMessage()).because("UNAVAILABLE"));
    }
  }
}
