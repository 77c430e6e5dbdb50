/** How long a node takes to start, and what it holds when it has nothing to do. */
@NullMarked
package lotwatch.lab.bench.startup;

import org.jspecify.annotations.NullMarked;
