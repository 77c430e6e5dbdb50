/** Writes over HTTP: reservations and counts. */
@NullMarked
package lotwatch.sources.rest;

import org.jspecify.annotations.NullMarked;
