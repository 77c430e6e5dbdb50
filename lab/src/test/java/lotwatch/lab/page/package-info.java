/** Checks of the page and of the live feed against a started server. */
@NullMarked
package lotwatch.checks.page;

import org.jspecify.annotations.NullMarked;
