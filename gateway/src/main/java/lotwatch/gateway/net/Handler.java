package lotwatch.gateway.net;

/** How a port speaks with its connections. */
public interface Handler {
  /** Begins to speak with a connection who has just come in. */
  Protocol begin(Connection connection);

  /**
   * What a connection is told for whom there is no room.
   *
   * @param why for people: names the limit
   */
  byte[] refusal(String why);
}
