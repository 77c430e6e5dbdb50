/** The one place that says who may do what, and keeps a record of who did. */
@NullMarked
package lotwatch.gateway.auth;

import org.jspecify.annotations.NullMarked;
