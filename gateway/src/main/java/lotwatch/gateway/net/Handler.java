package lotwatch.gateway.net;

/** How a door speaks with its callers. */
public interface Handler {
  /** Begins to speak with a caller who has just come in. */
  Protocol begin(Connection caller);

  /**
   * What a caller is told for whom there is no room.
   *
   * @param why for people: names the limit
   */
  byte[] refusal(String why);
}
