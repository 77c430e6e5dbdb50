package lotwatch.records;

import java.util.Locale;

/** Why a record cannot be used. Its {@link #word} is what the dead-letter topic has. */
public enum Reason {
  /** The record has no value. */
  NO_VALUE,
  /** The value is larger than any that is meant. */
  TOO_LONG,
  /** The value is no JSON, or more follows after it. */
  NOT_JSON,
  /** Values in values in values. */
  TOO_DEEP,
  /** The value is JSON but no object. */
  NO_OBJECT,
  /** A field is there twice: nobody knows which one counts. */
  FIELD_TWICE,
  /** A field is not there, or null. */
  FIELD_MISSING,
  /** A field has another type. */
  FIELD_TYPE,
  /** The plate is empty, too long or not printable. */
  PLATE,
  /** The location is empty, too long or not printable. */
  LOCATION,
  /** The site has no such location. */
  LOCATION_UNKNOWN,
  /** Cars do nothing of that name. */
  STATUS_UNKNOWN,
  /** The time is no whole number of seconds. */
  TIME_TYPE,
  /** The time is before 2000 or after 2099. */
  TIME_RANGE,
  /** The time is long after the record was written: a clock is wrong. */
  TIME_AHEAD,
  /** A number is out of its range. */
  NUMBER_RANGE,
  /** The id in the record's header is empty, too long or not printable. */
  ID;

  /** As the dead-letter topic and metrics have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
