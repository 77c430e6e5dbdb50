/** The HTTP server that protocols mount their routes on: its limits, errors, headers and pages. */
@NullMarked
package lotwatch.gateway.http;

import org.jspecify.annotations.NullMarked;
