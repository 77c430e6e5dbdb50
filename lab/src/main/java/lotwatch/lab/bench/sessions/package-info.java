/** What parking sessions cost: the machine alone, and in a node whose log is synced. */
@NullMarked
package lotwatch.lab.bench.sessions;

import org.jspecify.annotations.NullMarked;
