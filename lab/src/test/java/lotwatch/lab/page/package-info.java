/** Checks of the page and of the live feed against a started server. */
@NullMarked
package lotwatch.lab.page;

import org.jspecify.annotations.NullMarked;
