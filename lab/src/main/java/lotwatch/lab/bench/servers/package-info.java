/** Servers of others, started on this machine to be measured: etcd and PostgreSQL. */
@NullMarked
package lotwatch.lab.bench.servers;

import org.jspecify.annotations.NullMarked;
