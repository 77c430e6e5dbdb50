package lotwatch.sessions;

/** What became of a sighting. */
public enum Note {
  /** It counted, whether or not it changed anything that is told. */
  COUNTED,
  /** It has come before. */
  DUPLICATE,
  /** It is older than what has been decided. */
  LATE,
  /** It says that a car leaves which was not there. */
  ORPHAN_EXIT
}
