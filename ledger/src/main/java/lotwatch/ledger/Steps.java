package lotwatch.ledger;

import java.util.List;

/** The kinds of work that recordings need, one after the other. */
public final class Steps {
  /** Looks at a source and cuts it into pieces. */
  public static final String SPLIT = "split";

  /** Encodes one piece. */
  public static final String ENCODE = "encode";

  /** Joins the encoded pieces. */
  public static final String JOIN = "join";

  /** Scales and encodes a piece that needs nothing else, as guests of other systems can. */
  public static final String SCALE = "scale";

  /** Does again what two workers did differently: nodes do, workers that have joined do not. */
  public static final String SETTLE = "settle";

  /** Joins what a camera has recorded. */
  public static final String COMBINE = "combine";

  /** All that ours do: who can encode a piece can scale it. */
  public static final List<String> ALL = List.of(SPLIT, ENCODE, JOIN, COMBINE);

  private Steps() {}
}
