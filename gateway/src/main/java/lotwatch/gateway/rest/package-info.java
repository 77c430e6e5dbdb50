/** REST: reads and changes, frames, nodes, health, and the OpenAPI that describes them. */
@NullMarked
package lotwatch.gateway.rest;

import org.jspecify.annotations.NullMarked;
