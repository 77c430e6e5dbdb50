/** Tests of the client: what servers do wrong. */
@NullMarked
package lotwatch.client;

import org.jspecify.annotations.NullMarked;
