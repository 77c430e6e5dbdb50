/**
 * Blobs: files named by what is in them, on the disks of several nodes. The ledger knows who holds
 * what; here are the files, their copies, and what keeps both in step.
 */
@NullMarked
package lotwatch.replica.blobs;

import org.jspecify.annotations.NullMarked;
