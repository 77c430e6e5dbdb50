package lotwatch.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import lotwatch.ledger.BlobCommand.HoldBlob;
import lotwatch.ledger.BlobCommand.LoseBlob;
import lotwatch.ledger.BlobCommand.NeedBlob;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;

/** The blobs there are, and which nodes hold them. Who holds what is no event: nodes look at it. */
final class Blobs implements Aggregate, Usable {
  private final Context context;
  private final Map<BlobId, BlobState> blobs = new TreeMap<>();
  private final ViewMap<BlobId, BlobState> view = new ViewMap<>();

  /** Nothing used a blob for too long. */
  record Unused(Instant at, BlobId blob) implements Deadline {
    @Override
    public String key() {
      return "unused " + blob.sha256();
    }
  }

  Blobs(Context context) {
    this.context = context;
  }

  Outcome obey(BlobCommand command) {
    return switch (command) {
      case HoldBlob hold -> hold(hold);
      case LoseBlob lose -> lose(lose);
      case NeedBlob need -> need(need);
    };
  }

  @Override
  public boolean isHeld(BlobId id) {
    var blob = blobs.get(id);
    return blob != null && !blob.holders().isEmpty();
  }

  private Outcome hold(HoldBlob hold) {
    var blob = blobs.get(hold.blob());
    if (blob == null) {
      if (blobs.size() >= BlobCommand.BLOBS_MAX) {
        return new Rejected(
            Reason.LIMIT, "blobs are %d, which is the limit".formatted(BlobCommand.BLOBS_MAX));
      }
      adopt(
          new BlobState(
              hold.blob(), hold.bytes(), sorted(hold.holders().stream()), 0, context.now()));
      return new Accepted();
    }
    if (blob.bytes() != hold.bytes()) {
      return new Rejected(
          Reason.LIMIT, "the blob has %d bytes, not %d".formatted(blob.bytes(), hold.bytes()));
    }
    // Somebody stores it anew: as long as nobody uses it, its time begins again.
    unschedule(blob);
    var holders = sorted(Stream.concat(blob.holders().stream(), hold.holders().stream()));
    var held = blob.heldBy(holders);
    adopt(blob.uses() > 0 ? held : held.used(0, context.now()));
    return new Accepted();
  }

  private static List<NodeId> sorted(Stream<NodeId> nodes) {
    return List.copyOf(
        new TreeSet<>(nodes.toList()).stream().limit(BlobCommand.HOLDERS_MAX).toList());
  }

  private Outcome lose(LoseBlob lose) {
    var blob = blobs.get(lose.blob());
    if (blob == null) {
      return noSuchBlob();
    }
    unschedule(blob);
    adopt(blob.heldBy(blob.holders().stream().filter(n -> !n.equals(lose.holder())).toList()));
    return new Accepted();
  }

  private Outcome need(NeedBlob need) {
    var blob = blobs.get(need.blob());
    if (blob == null) {
      return noSuchBlob();
    }
    if (blob.uses() == 0) {
      unschedule(blob);
      adopt(blob.used(0, context.now()));
    }
    return new Accepted();
  }

  private static Rejected noSuchBlob() {
    return new Rejected(Reason.NOT_FOUND, "there is no such blob");
  }

  /** Takes a blob in, new or saved. */
  void adopt(BlobState blob) {
    blobs.put(blob.id(), blob);
    view.touch(blob.id());
    if (blob.unusedSince() != null) {
      context.schedule(unused(blob.id(), blob.unusedSince()));
    }
  }

  private static Unused unused(BlobId blob, Instant since) {
    return new Unused(since.plus(BlobCommand.UNUSED_MAX), blob);
  }

  private void unschedule(BlobState blob) {
    if (blob.unusedSince() != null) {
      context.unschedule(unused(blob.id(), blob.unusedSince()));
    }
  }

  /** Nothing used it for too long. */
  void forget(BlobId blob) {
    blobs.remove(blob);
    view.touch(blob);
  }

  @Override
  public boolean know(List<BlobId> some) {
    return some.stream().allMatch(blobs::containsKey);
  }

  @Override
  public void use(List<BlobId> some) {
    some.forEach(blob -> count(blob, 1));
  }

  @Override
  public void free(List<BlobId> some) {
    some.forEach(blob -> count(blob, -1));
  }

  @Override
  public void discard(List<BlobId> some) {
    free(some);
    for (var each : some) {
      var blob = blobs.get(each);
      if (blob != null && blob.uses() == 0) {
        unschedule(blob);
        forget(each);
      }
    }
  }

  private void count(BlobId id, int more) {
    var blob = Objects.requireNonNull(blobs.get(id), "a blob that is used is known");
    unschedule(blob);
    adopt(blob.used(blob.uses() + more, context.now()));
  }

  @Override
  public Stream<BlobState> save() {
    return blobs.values().stream();
  }

  @Override
  public void draw() {
    view.draw(blobs::get);
  }

  ViewMap<BlobId, BlobState> view() {
    return view;
  }
}
