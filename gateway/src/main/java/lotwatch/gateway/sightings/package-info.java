/** Where sightings of cars go, whatever the protocol that they come by. */
@NullMarked
package lotwatch.gateway.sightings;

import org.jspecify.annotations.NullMarked;
