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

  /** Joins what a camera has recorded. */
  public static final String COMBINE = "combine";

  /** All of them. */
  public static final List<String> ALL = List.of(SPLIT, ENCODE, JOIN, COMBINE);

  private Steps() {}
}
