package lotwatch.gateway.uploads;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.auth.Requester;
import lotwatch.gateway.net.AddressCaps;
import lotwatch.gateway.uploads.RefusedUploadException.Reason;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.RecordingCommand;
import lotwatch.ledger.RecordingCommand.Begin;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.blobs.Blobs;
import lotwatch.wire.recordings.Wanted;

/**
 * Takes videos in. What a video is called is only a label: no path is made of it, and any file name
 * will do.
 */
public final class Uploads {
  /** Uploads on their way at a time. */
  public static final int UPLOADS_MAX = 200;

  /** Uploads from one address, unless it is this machine. */
  public static final int UPLOADS_PER_ADDRESS_MAX = 20;

  /** How long the ledger is waited for once a video is there. */
  static final Duration LEDGER_WAIT_MAX = Duration.ofSeconds(30);

  private static final Duration RETRY_WAIT = Duration.ofMillis(200);
  private static final BlobId NO_BLOB = new BlobId("0".repeat(64));

  private final Gate gate;
  private final EventLog eventLog;
  private final Blobs blobs;
  private final long bytesMax;
  private volatile Runnable sweep = () -> {};
  private final AddressCaps caps =
      new AddressCaps(UPLOADS_MAX, UPLOADS_PER_ADDRESS_MAX, InetAddress::isLoopbackAddress);

  /** Keeps what comes, and may come, in {@code blobs}. */
  public Uploads(Gate gate, EventLog eventLog, Blobs blobs) {
    this(gate, eventLog, blobs, Upload.BYTES_MAX);
  }

  /** The same, each up to so many bytes. */
  public Uploads(Gate gate, EventLog eventLog, Blobs blobs, long bytesMax) {
    this.gate = gate;
    this.eventLog = eventLog;
    this.blobs = blobs;
    this.bytesMax = bytesMax;
  }

  /** Runs this before each upload begins: what nobody goes on with makes place for others. */
  public void sweepBy(Runnable other) {
    sweep = other;
  }

  /** Bytes of one. */
  public long bytesMax() {
    return bytesMax;
  }

  /** How many are on their way. */
  public int open() {
    return caps.size();
  }

  /**
   * Begins one, if it can become a recording as far as can be said before it is there.
   *
   * @param announced how many bytes come; -1 if nobody says
   */
  public Upload open(Requester requester, String label, Wanted wanted, long announced)
      throws DeniedException, RefusedUploadException, IOException {
    gate.ask(requester.asks(Action.CHANGE_RECORDINGS, label));
    check(label, wanted);
    sweep.run();
    var address = InetAddress.ofLiteral(requester.address());
    switch (caps.enter(address)) {
      case INSIDE -> {}
      case FULL -> throw busy("%d uploads are on their way", UPLOADS_MAX);
      case ADDRESS_FULL ->
          throw busy("%d uploads of this address are on their way", UPLOADS_PER_ADDRESS_MAX);
    }
    try {
      return Upload.open(blobs, announced, bytesMax, () -> caps.leave(address));
    } catch (RefusedUploadException | IOException | RuntimeException e) {
      caps.leave(address);
      throw e;
    }
  }

  private static RefusedUploadException busy(String what, int max) {
    return new RefusedUploadException(
        Reason.BUSY, what.formatted(max) + ", which is the limit; try again later");
  }

  private void check(String label, Wanted wanted) throws RefusedUploadException {
    try {
      begin("-", label, wanted, NO_BLOB);
    } catch (IllegalArgumentException e) {
      throw new RefusedUploadException(Reason.BAD, String.valueOf(e.getMessage()));
    }
    var view = eventLog.view();
    var before = view.recordingLabelled(label);
    if (before != null && before.pinned()) {
      throw new RefusedUploadException(
          Reason.PINNED, "the recording of this label is pinned: unpin it, or take another label");
    }
    if (before == null && view.recordings().size() >= RecordingCommand.RECORDINGS_MAX) {
      throw new RefusedUploadException(
          Reason.LIMIT,
          "recordings are %d, which is the limit: delete some"
              .formatted(RecordingCommand.RECORDINGS_MAX));
    }
  }

  private static Begin begin(String id, String label, Wanted wanted, BlobId source) {
    return new Begin(id, label, wanted.text(), source);
  }

  /**
   * All of it is there: it becomes a recording, which takes the place of another of its label.
   *
   * @return the recording's id
   * @throws UnavailableException if there was no leader for too long; nothing of the upload is left
   */
  public String finish(Upload upload, Requester requester, String label, Wanted wanted)
      throws RefusedUploadException, DeniedException, UnavailableException, IOException {
    var source = kept(upload);
    var id = upload.id();
    var begin = begin(id, label, wanted, source);
    if (patiently(requester, begin, new RequestId("upload/" + id)) instanceof Rejected rejected) {
      throw RefusedUploadException.of(rejected);
    }
    return id;
  }

  private static BlobId kept(Upload upload)
      throws RefusedUploadException, UnavailableException, IOException {
    try {
      return upload.keep();
    } catch (IOException e) {
      if (e.getCause() instanceof UnavailableException unavailable) {
        throw unavailable;
      }
      throw e;
    }
  }

  /** Waits out an election: a whole upload is at stake. */
  private Outcome patiently(Requester requester, Begin begin, RequestId id)
      throws DeniedException, UnavailableException {
    var request = requester.asks(Action.CHANGE_RECORDINGS, begin.label());
    long deadline = System.nanoTime() + LEDGER_WAIT_MAX.toNanos();
    while (true) {
      try {
        return gate.submit(request, begin, id);
      } catch (UnavailableException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(RETRY_WAIT.toNanos());
      }
    }
  }
}
