/**
 * Servers that are started on this machine to be measured: etcd, PostgreSQL, Kafka, and our own.
 */
@NullMarked
package lotwatch.lab.bench.servers;

import org.jspecify.annotations.NullMarked;
