/** How each part of the program reads its own settings from the operator's file. */
@NullMarked
package lotwatch.wire.settings;

import org.jspecify.annotations.NullMarked;
