/** What the Spark job costs, and the seeded traffic that it is tried with. */
@NullMarked
package lotwatch.spark.bench;

import org.jspecify.annotations.NullMarked;
