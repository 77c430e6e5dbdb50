package lotwatch.ledger;

import lotwatch.sessions.Places;

/** Where on the campus cars can be seen. */
interface Locations {
  /** Each spot as {@code lot/spot}, and each lot by its id. */
  Places places();
}
