package lotwatch.ledger;

/** How well a camera sees. */
public enum Visibility {
  /** It has not shown anything yet. */
  STARTING,
  /** It sees. */
  CLEAR,
  /** Its frame is too dark to tell anything apart. */
  BLACK,
  /** Something lies over its lens. */
  COVERED,
  /** No frame has come for {@link Policy#silentAfter}. */
  SILENT
}
