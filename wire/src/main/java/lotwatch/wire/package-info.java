/**
 * The truth as bytes: what one module says to another, and how commands, events and state are kept.
 */
@NullMarked
package lotwatch.wire;

import org.jspecify.annotations.NullMarked;
