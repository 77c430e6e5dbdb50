/**
 * Reservations committed by three of our nodes, by three of etcd and by PostgreSQL, one after the
 * other on one machine, asked for by the same clients.
 */
@NullMarked
package lotwatch.lab.bench.cluster;

import org.jspecify.annotations.NullMarked;
