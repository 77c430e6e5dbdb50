/** Evaluation: how often sight is right on images that somebody labelled. */
@NullMarked
package lotwatch.cli.eval;

import org.jspecify.annotations.NullMarked;
