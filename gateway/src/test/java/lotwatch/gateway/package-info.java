/** Ledgers, servers and clients that the tests of several protocols share. */
@NullMarked
package lotwatch.gateway;

import org.jspecify.annotations.NullMarked;
