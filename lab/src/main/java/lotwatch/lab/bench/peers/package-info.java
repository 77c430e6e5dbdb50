/**
 * Our ports beside the servers of others on one machine in the same minute: what is read, what is
 * told to many, and what becomes of one who does not read.
 */
@NullMarked
package lotwatch.lab.bench.peers;

import org.jspecify.annotations.NullMarked;
