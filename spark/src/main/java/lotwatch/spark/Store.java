package lotwatch.spark;

import org.jspecify.annotations.Nullable;

/** Where the sessions of one partition are kept between two batches. */
interface Store {
  /** The partition's own line; null before the first. */
  byte @Nullable [] head();

  void head(byte[] bytes);

  /** What is known of a plate at a location; null if nothing is. */
  byte @Nullable [] state(String name);

  void state(String name, byte @Nullable [] bytes);

  /** A part of the index of deadlines; null if it is empty. */
  byte @Nullable [] deadlines(long part);

  void deadlines(long part, byte @Nullable [] bytes);
}
