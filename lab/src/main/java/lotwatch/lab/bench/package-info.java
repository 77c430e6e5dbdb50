/**
 * Measurements: what Lotwatch costs, beside the least that the same work could cost, in one run.
 */
@NullMarked
package lotwatch.bench;

import org.jspecify.annotations.NullMarked;
