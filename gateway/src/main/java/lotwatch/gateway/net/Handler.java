package lotwatch.tcp;

/** How a door speaks with its callers. */
public interface Talk {
  /** Begins to speak with a caller who has just come in. */
  Conversation begin(Caller caller);

  /**
   * What a caller is told for whom there is no room.
   *
   * @param why for people: names the limit
   */
  byte[] refusal(String why);
}
