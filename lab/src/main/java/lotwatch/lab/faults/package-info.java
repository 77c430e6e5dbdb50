/**
 * What is done to machines in tests: disks that lose their power or fill up, networks that are cut,
 * slow or lossy. Linux only, and only for root.
 */
@NullMarked
package lotwatch.lab.faults;

import org.jspecify.annotations.NullMarked;
