package lotwatch.gateway.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.regex.Pattern;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.http.HttpRequesters;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;

/** Takes nodes into the cluster and out of it. */
public final class MemberRoutes {
  private static final Pattern ADDRESS = Pattern.compile("([\\w.-]{1,253}):(\\d{1,5})");
  private static final int PORT_MAX = 65_535;

  private final Gate gate;
  private final Members members;

  /** Who votes. */
  @FunctionalInterface
  public interface Members {
    /**
     * Takes a node in or out; returns when a majority knows.
     *
     * @throws UnavailableException if it was not done; says why
     */
    void change(String host, int port, boolean member) throws UnavailableException;
  }

  /** Changes {@code members} where {@code gate} allows it. */
  public MemberRoutes(Gate gate, Members members) {
    this.gate = gate;
    this.members = members;
  }

  /** Adds the routes. */
  public void mount(JavalinConfig config) {
    config.routes.put("/api/nodes/{address}", ctx -> change(ctx, true));
    config.routes.delete("/api/nodes/{address}", ctx -> change(ctx, false));
  }

  private void change(Context ctx, boolean member)
      throws ProblemException, DeniedException, UnavailableException {
    var address = ADDRESS.matcher(ctx.pathParam("address"));
    if (!address.matches() || Integer.parseInt(address.group(2)) > PORT_MAX) {
      throw new ProblemException(
          Problem.of(400, "No address", "a node's address is HOST:PORT, such as 10.0.0.4:7070")
              .because("ADDRESS"));
    }
    String host = address.group(1);
    int port = Integer.parseInt(address.group(2));
    gate.make(
        HttpRequesters.of(ctx).asks(Action.CHANGE_NODES, (member ? "+" : "-") + address.group()),
        () -> members.change(host, port, member));
    ctx.status(204);
  }
}
