package lotwatch.gateway.auth;

/** Says who may do what. Asked for every request, so it must not block. */
@FunctionalInterface
public interface Authorizer {
  /** Whoever reaches a port is an operator: who can reach one is all that limits access. */
  Authorizer EVERYBODY = new Everybody();

  /** Whether that may be done. */
  Decision decide(Request request);

  /** Allows everything. */
  final class Everybody implements Authorizer {
    private static final Decision ALLOWED = new Decision.Allowed();

    private Everybody() {}

    @Override
    public Decision decide(Request request) {
      return ALLOWED;
    }
  }
}
