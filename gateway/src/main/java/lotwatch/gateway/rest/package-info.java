/** Writes over HTTP: reservations and counts. */
@NullMarked
package lotwatch.gateway.rest;

import org.jspecify.annotations.NullMarked;
