/** Tests of what lives here. */
@NullMarked
package lotwatch.sources.rest;

import org.jspecify.annotations.NullMarked;
