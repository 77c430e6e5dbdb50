package lotwatch.gateway.rest;

import io.javalin.http.Context;
import java.util.Set;
import java.util.TreeSet;
import lotwatch.wire.json.ProblemException;

/** The parameters of a request: none is passed over, as a mistyped one would be. */
final class Parameters {
  /** Characters of a name that are shown. */
  private static final int SHOWN_MAX = 160;

  private Parameters() {}

  /**
   * Looks for parameters that a request cannot have.
   *
   * @throws ProblemException with status 400 if there is one; names it
   */
  static void check(Context ctx, Set<String> known) throws ProblemException {
    for (var name : ctx.queryParamMap().keySet()) {
      if (!known.contains(name)) {
        var shown = name.length() > SHOWN_MAX ? name.substring(0, SHOWN_MAX) : name;
        throw ProblemException.wrong(
            shown, "is no parameter here; there are " + new TreeSet<>(known));
      }
    }
  }
}
