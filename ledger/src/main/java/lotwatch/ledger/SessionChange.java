package lotwatch.ledger;

import lotwatch.sessions.Session;

/** What happened to parking sessions. */
public sealed interface SessionChange extends Event.Change {
  /**
   * A session opened, went on or ended.
   *
   * @param session its new revision
   * @param lot the lot that its location belongs to
   */
  record SessionChanged(Session session, String lot) implements SessionChange {}
}
