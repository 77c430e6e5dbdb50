/** REST: reads and changes, pictures, members, health, and the OpenAPI that describes them. */
@NullMarked
package lotwatch.gateway.rest;

import org.jspecify.annotations.NullMarked;
