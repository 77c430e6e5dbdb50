/**
 * What the operator wants: {@code lotwatch.yml} and {@code LOTWATCH_...} read once into records.
 */
@NullMarked
package lotwatch.node.config;

import org.jspecify.annotations.NullMarked;
