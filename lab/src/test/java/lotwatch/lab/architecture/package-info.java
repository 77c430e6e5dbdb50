/**
 * Rules the whole house keeps, and the house as its users meet it: real processes, a real browser.
 */
@NullMarked
package lotwatch.checks;

import org.jspecify.annotations.NullMarked;
