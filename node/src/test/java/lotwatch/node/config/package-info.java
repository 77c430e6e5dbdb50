/** Tests of what the operator may write, and of what is said when it cannot be used. */
@NullMarked
package lotwatch.node.config;

import org.jspecify.annotations.NullMarked;
