/**
 * A load generator for servers that speak over TCP, the same for all of them, and the server that
 * it is set on.
 */
@NullMarked
package lotwatch.lab.bench.load;

import org.jspecify.annotations.NullMarked;
