/** A ledger whose process is killed, and whose disk is full or loses its power. */
@NullMarked
package lotwatch.lab.disks;

import org.jspecify.annotations.NullMarked;
