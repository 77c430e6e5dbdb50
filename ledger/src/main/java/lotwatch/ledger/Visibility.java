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
  SILENT,
  /** Its frames are damaged on their way, and show what is not there. Version 4. */
  DAMAGED,
  /** It sends the same frame again and again. Version 4. */
  FROZEN;

  /** The version that knows this word. */
  int version() {
    return switch (this) {
      case STARTING, CLEAR, BLACK, COVERED, SILENT -> Versions.FIRST;
      case DAMAGED, FROZEN -> 4;
    };
  }
}
