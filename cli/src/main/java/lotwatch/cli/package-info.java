/** The {@code lotwatch} command: nouns and verbs, {@code --json}, stable exit codes. */
@NullMarked
package lotwatch.cli;

import org.jspecify.annotations.NullMarked;
