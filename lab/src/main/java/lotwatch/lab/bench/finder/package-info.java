/**
 * What the ports of the campus smart parking finder can do: calls, sensors, subscriptions, and the
 * report about them.
 */
@NullMarked
package lotwatch.lab.bench.finder;

import org.jspecify.annotations.NullMarked;
