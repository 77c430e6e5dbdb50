package lotwatch.lab.bench.peers;

import org.HdrHistogram.Histogram;

/**
 * From sending to hearing.
 *
 * @param p50 in milliseconds: half of all took no longer
 * @param p99 in milliseconds
 * @param max in milliseconds
 */
record PeerLag(double p50, double p99, double max) {
  static PeerLag of(Histogram nanos) {
    return new PeerLag(
        nanos.getValueAtPercentile(50) / 1e6,
        nanos.getValueAtPercentile(99) / 1e6,
        nanos.getMaxValue() / 1e6);
  }
}
