/**
 * The REST interface of the parking stream (system C): sessions and places, in its own shapes.
 *
 * <p>It differs in what its documents promise and it did not keep: a session that times out is an
 * exit, and a car that is seen at another place leaves its old one.
 */
@NullMarked
package lotwatch.gateway.stream;

import org.jspecify.annotations.NullMarked;
