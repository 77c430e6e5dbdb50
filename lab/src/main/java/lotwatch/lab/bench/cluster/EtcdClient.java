package lotwatch.lab.bench.cluster;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import lotwatch.lab.bench.servers.proto.Compare;
import lotwatch.lab.bench.servers.proto.DeleteRangeRequest;
import lotwatch.lab.bench.servers.proto.KVGrpc.KVBlockingStub;
import lotwatch.lab.bench.servers.proto.PutRequest;
import lotwatch.lab.bench.servers.proto.RequestOp;
import lotwatch.lab.bench.servers.proto.TxnRequest;
import lotwatch.lab.cluster.Target;

/**
 * Reservations as keys of etcd, each operation one transaction. Nobody counts what a lot has free,
 * as we and PostgreSQL do: that would take a transaction that is tried again when another comes
 * first.
 */
final class EtcdClient implements Target {
  /** What all keys begin with. */
  static final ByteString ALL = ByteString.copyFromUtf8("reservation/");

  /** What comes after all of them. */
  static final ByteString ALL_END = ByteString.copyFromUtf8("reservation0");

  private static final int ANSWER_SECONDS_MAX = 10;
  private static final Duration HOLD = Duration.ofMinutes(5);

  private final KVBlockingStub etcd;

  EtcdClient(KVBlockingStub etcd) {
    this.etcd = etcd;
  }

  @Override
  public void reserve(int lot, String plate) throws FailedException {
    var key = key(lot, plate);
    var until = ByteString.copyFromUtf8(Instant.now().plus(HOLD).toString());
    var put = PutRequest.newBuilder().setKey(key).setValue(until);
    commit(key, Compare.CompareResult.EQUAL, RequestOp.newBuilder().setRequestPut(put));
  }

  @Override
  public void cancel(int lot, String plate) throws FailedException {
    var key = key(lot, plate);
    var delete = DeleteRangeRequest.newBuilder().setKey(key);
    commit(
        key, Compare.CompareResult.GREATER, RequestOp.newBuilder().setRequestDeleteRange(delete));
  }

  private static ByteString key(int lot, String plate) {
    return ByteString.copyFromUtf8("reservation/%d/%s".formatted(lot, plate));
  }

  /**
   * @param created how the revision that created the key must be to 0, which is what it is of a key
   *     that does not exist
   */
  private void commit(ByteString key, Compare.CompareResult created, RequestOp.Builder then)
      throws FailedException {
    var compare =
        Compare.newBuilder()
            .setTarget(Compare.CompareTarget.CREATE)
            .setKey(key)
            .setResult(created)
            .setCreateRevision(0);
    var transaction = TxnRequest.newBuilder().addCompare(compare).addSuccess(then).build();
    try {
      var answer = etcd.withDeadlineAfter(ANSWER_SECONDS_MAX, TimeUnit.SECONDS).txn(transaction);
      if (!answer.getSucceeded()) {
        throw new FailedException("the reservation exists, or does not");
      }
    } catch (StatusRuntimeException e) {
      throw new FailedException(e);
    }
  }
}
