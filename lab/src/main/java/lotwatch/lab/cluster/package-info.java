/** Three members as processes of their own, and what loads them: for chaos and benchmarks. */
@NullMarked
package lotwatch.lab.cluster;

import org.jspecify.annotations.NullMarked;
