package lotwatch.tcp;

import java.io.IOException;

/** How a door speaks with its callers. */
public interface Talk {
  /**
   * Speaks with one caller until it hangs up, on a virtual thread of its own.
   *
   * @throws IOException when the caller is gone or keeps no time; the door closes the connection
   */
  void serve(Caller caller) throws IOException;

  /**
   * What a caller is told for whom there is no room.
   *
   * @param why for people: names the limit
   */
  byte[] refusal(String why);
}
