/** What becomes of plates where sightings of cars come in, whatever the protocol. */
@NullMarked
package lotwatch.gateway.pseudonyms;

import org.jspecify.annotations.NullMarked;
