package lotwatch.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.Order;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Steps;
import lotwatch.ledger.TaskResult;
import lotwatch.ledger.WorkCommand.Complete;
import lotwatch.ledger.WorkCommand.Ending;
import lotwatch.ledger.WorkCommand.Fail;
import lotwatch.ledger.WorkCommand.Lease;
import lotwatch.ledger.WorkCommand.Renew;
import lotwatch.ledger.WorkCommand.Renewal;
import lotwatch.ledger.WorkState.Leased;
import lotwatch.ledger.WorkState.Task;
import lotwatch.ledger.WorkerReport;

/** A worker that does with the ledger what workers do, and nothing with pictures. */
public final class FakeEncoder {
  private static final WorkerReport REPORT = new WorkerReport("127.0.0.1", 1, 0);

  private final MemoryLedger ledger;
  private final FolderBlobs blobs;

  /** One that takes its work from the ledger. */
  public FakeEncoder(MemoryLedger ledger, FolderBlobs blobs) {
    this.ledger = ledger;
    this.blobs = blobs;
  }

  /** Cuts the source into so many pieces. */
  public void split(int pieces) {
    var task = lease(Steps.SPLIT);
    var order = new Order("piece", List.of(task.order().inputs().getFirst()));
    complete(task, new TaskResult("{}", List.of(), Collections.nCopies(pieces, order)));
  }

  /** Encodes one piece. */
  public void encode() throws Exception {
    var task = lease(Steps.ENCODE);
    complete(task, new TaskResult("", List.of(made("piece " + task.id())), List.of()));
  }

  /** Makes the result of these bytes. */
  public void join(byte[] result) throws Exception {
    complete(lease(Steps.JOIN), new TaskResult("{}", List.of(made(result)), List.of()));
  }

  /** Takes a task, and is so far with it. */
  public Task begin(String step, int permille) {
    var task = lease(step);
    ledger.submit(
        new Renew("w1", REPORT, Steps.ALL, List.of(new Renewal(task.id(), token(task), permille))),
        null);
    return task;
  }

  /** Cannot do the next task of this kind, and nobody can. */
  public void fail(String step, String reason) {
    var task = lease(step);
    accepted(ledger.submit(new Fail(task.id(), token(task), reason, Ending.FOR_GOOD), null));
  }

  private BlobId made(String text) throws Exception {
    return made(text.getBytes(UTF_8));
  }

  private BlobId made(byte[] bytes) throws Exception {
    var folder = blobs.folder("work");
    var file = folder.resolve("made");
    Files.write(file, bytes);
    var blob = blobs.keep(file);
    Files.delete(folder);
    return blob;
  }

  private Task lease(String step) {
    var token = UUID.randomUUID().toString();
    accepted(ledger.submit(new Lease("w1", REPORT, token, 1, List.of(step)), null));
    return ledger.view().recordings().stream()
        .flatMap(recording -> ledger.view().tasks(recording.id()).stream())
        .filter(task -> task.phase() instanceof Leased leased && leased.token().equals(token))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing waits to be done: " + step));
  }

  private static String token(Task task) {
    if (task.phase() instanceof Leased leased) {
      return leased.token();
    }
    throw new AssertionError("not leased: " + task);
  }

  private void complete(Task task, TaskResult result) {
    accepted(ledger.submit(new Complete(task.id(), token(task), result), null));
  }

  private static void accepted(Object outcome) {
    if (!(outcome instanceof Accepted)) {
      throw new AssertionError(outcome);
    }
  }
}
