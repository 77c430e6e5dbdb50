/**
 * Measurements: what Lotwatch costs, beside the least that the same work could cost, in one run.
 */
@NullMarked
package lotwatch.lab.bench;

import org.jspecify.annotations.NullMarked;
