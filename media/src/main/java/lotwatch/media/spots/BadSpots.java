package lotwatch.media.spots;

import java.io.IOException;
import java.util.List;

/** A spots file that cannot be used; says all that is wrong with it at once. */
public final class BadSpots extends IOException {
  private final List<String> errors;

  BadSpots(String file, List<String> errors) {
    super(file + ": " + String.join("\n" + file + ": ", errors));
    this.errors = List.copyOf(errors);
  }

  /** One line each: the spot, the field and the limit. */
  public List<String> errors() {
    return errors;
  }
}
