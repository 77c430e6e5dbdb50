/** Servers of others, started on this machine to be measured: etcd, PostgreSQL and Kafka. */
@NullMarked
package lotwatch.lab.bench.servers;

import org.jspecify.annotations.NullMarked;
