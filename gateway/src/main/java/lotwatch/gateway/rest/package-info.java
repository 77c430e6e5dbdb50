/** REST: reads and changes, frames, members, health, and the OpenAPI that describes them. */
@NullMarked
package lotwatch.gateway.rest;

import org.jspecify.annotations.NullMarked;
