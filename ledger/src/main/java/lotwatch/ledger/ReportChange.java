package lotwatch.ledger;

/** What somebody outside told us. */
public sealed interface ReportChange extends Event.Change {
  /** Somebody reported how many spaces are available somewhere. */
  record SpacesReported(String reporter, String location, int available) implements ReportChange {}
}
