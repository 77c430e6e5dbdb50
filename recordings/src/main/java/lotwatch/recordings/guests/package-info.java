/** Guests: programs of system D that encode pieces for us, and what we believe of what they say. */
@NullMarked
package lotwatch.recordings.guests;

import org.jspecify.annotations.NullMarked;
