package lotwatch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Base64;
import java.util.function.LongConsumer;
import lotwatch.wire.blobs.BlobDigest;

/**
 * Videos to a server and from it. What is cut off goes on where it was: up by tus, down by ranges.
 */
final class VideoTransfer {
  /** Tries in a row that bring nothing. */
  static final int TRIES_MAX = 10;

  private static final Duration RETRY_WAIT = Duration.ofSeconds(1);
  private static final Duration CONNECT_WAIT_MAX = Duration.ofSeconds(10);
  private static final String VERSION = "1.0.0";
  private static final int BUFFER_BYTES = 256 << 10;

  private final Server server;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_WAIT_MAX)
          .build();

  VideoTransfer(Server server) {
    this.server = server;
  }

  /**
   * Uploads a file.
   *
   * @param query what is wanted of it, as {@code ?width=640}
   * @param sent is told how many bytes are there
   * @return the recording's id
   */
  String upload(Path file, String label, String query, LongConsumer sent) throws Failure {
    try {
      long length = Files.size(file);
      var at = create(label, query, length);
      long offset = 0;
      for (int tries = 0; ; ) {
        long before = offset;
        try {
          var answer = patch(at, file, offset, length, sent);
          var recording = answer.headers().firstValue("Lotwatch-Recording");
          if (recording.isPresent()) {
            return recording.get();
          }
          checkAnother(answer);
        } catch (IOException e) {
          if (tries + 1 >= TRIES_MAX) {
            throw server.gone(e);
          }
        }
        Thread.sleep(RETRY_WAIT);
        offset = offset(at, offset);
        tries = offset > before ? 0 : tries + 1;
        if (tries >= TRIES_MAX) {
          throw new Failure(
              Exit.UNAVAILABLE, "%s takes nothing of the video any more".formatted(server.url));
        }
      }
    } catch (IOException e) {
      throw new Failure(Exit.USAGE, "cannot read %s: %s".formatted(file, e.getMessage()));
    } catch (InterruptedException e) {
      throw Server.interrupted(e);
    }
  }

  /** Passes where another try may help. */
  private static void checkAnother(HttpResponse<String> answer) throws Failure {
    int status = answer.statusCode();
    if (status / 100 != 2 && status != 409 && status != 423 && status != 503) {
      throw Server.refused(status, answer.body());
    }
  }

  private URI create(String label, String query, long length) throws Failure, InterruptedException {
    var metadata = "label " + Base64.getEncoder().encodeToString(label.getBytes(UTF_8));
    var base = server.resolve("/api/recordings" + query);
    var request =
        HttpRequest.newBuilder(base)
            .header("Tus-Resumable", VERSION)
            .header("Upload-Length", Long.toString(length))
            .header("Upload-Metadata", metadata)
            .POST(BodyPublishers.noBody());
    try {
      var answer = http.send(request.build(), BodyHandlers.ofString(UTF_8));
      if (answer.statusCode() != 201) {
        throw Server.refused(answer.statusCode(), answer.body());
      }
      return base.resolve(answer.headers().firstValue("Location").orElseThrow());
    } catch (IOException e) {
      throw server.gone(e);
    }
  }

  private HttpResponse<String> patch(URI at, Path file, long offset, long length, LongConsumer sent)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(at)
            .header("Tus-Resumable", VERSION)
            .header("Upload-Offset", Long.toString(offset))
            .header("Content-Type", "application/offset+octet-stream")
            .method("PATCH", rest(file, offset, length, sent));
    return http.send(request.build(), BodyHandlers.ofString(UTF_8));
  }

  private static BodyPublisher rest(Path file, long offset, long length, LongConsumer sent) {
    return offset == length
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(
            BodyPublishers.ofInputStream(() -> open(file, offset, sent)), length - offset);
  }

  private static InputStream open(Path file, long offset, LongConsumer sent) {
    try {
      var channel = FileChannel.open(file, StandardOpenOption.READ).position(offset);
      return new Counted(Channels.newInputStream(channel), offset, sent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells how far it is read. */
  private static final class Counted extends FilterInputStream {
    private final LongConsumer told;
    private long at;

    private Counted(InputStream in, long at, LongConsumer told) {
      super(in);
      this.at = at;
      this.told = told;
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      int read = super.read(into, from, most);
      count(Math.max(0, read));
      return read;
    }

    private void count(int more) {
      at += more;
      told.accept(at);
    }
  }

  /** Where the server is; what it was where it does not say. */
  private long offset(URI at, long before) throws Failure, InterruptedException {
    var request =
        HttpRequest.newBuilder(at)
            .header("Tus-Resumable", VERSION)
            .method("HEAD", BodyPublishers.noBody());
    try {
      var answer = http.send(request.build(), BodyHandlers.ofString(UTF_8));
      if (answer.statusCode() == 404) {
        throw new Failure(Exit.NOT_FOUND, "the server has lost the upload: start it again");
      }
      return answer.headers().firstValueAsLong("Upload-Offset").orElse(before);
    } catch (IOException _) {
      return before;
    }
  }

  /**
   * Fetches the video of a recording into a file, which is there only once all of it is.
   *
   * @param bytes of the video
   * @param got is told how many bytes are there
   */
  void retrieve(String id, Path file, long bytes, LongConsumer got) throws Failure {
    var at = server.resolve("/api/recordings/%s/video".formatted(Server.segment(id)));
    var part = file.resolveSibling(file.getFileName() + ".part");
    try (var out =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      var tag = "";
      for (int tries = 0; out.position() < bytes; ) {
        long before = out.position();
        try {
          tag = fetch(at, out, got);
        } catch (IOException e) {
          if (tries + 1 >= TRIES_MAX) {
            throw e instanceof NowhereException
                ? new Failure(Exit.UNAVAILABLE, String.valueOf(e.getMessage()))
                : server.gone(e);
          }
          Thread.sleep(RETRY_WAIT);
        }
        tries = out.position() > before ? 0 : tries + 1;
      }
      check(part, tag);
      Files.move(part, file, REPLACE_EXISTING);
    } catch (IOException e) {
      throw new Failure(Exit.USAGE, "cannot write %s: %s".formatted(file, e.getMessage()));
    } catch (InterruptedException e) {
      throw Server.interrupted(e);
    }
  }

  /** The server is there and the video is not. */
  private static final class NowhereException extends IOException {
    private static final long serialVersionUID = 1;

    NowhereException() {
      super(
          "no node that is there has the video now: lotwatch node list shows which are missing;"
              + " if they never come back, lotwatch video retry makes it anew");
    }
  }

  /** The tag of a video is the id of its blob. */
  private static void check(Path part, String tag) throws IOException, Failure {
    if (tag.equals("\"%s\"".formatted(BlobDigest.of(part).sha256()))) {
      return;
    }
    Files.delete(part);
    throw new Failure(
        Exit.UNAVAILABLE,
        "what came is not the video: its file on the server is damaged. It is mended from another node if one has it; try again in a minute");
  }

  /** Returns the tag of what it fetches from. */
  private String fetch(URI at, FileChannel out, LongConsumer got)
      throws Failure, IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(at).header("Range", "bytes=%d-".formatted(out.position())).build();
    var answer = http.send(request, BodyHandlers.ofInputStream());
    try (var in = answer.body()) {
      if (answer.statusCode() == 503) {
        throw new NowhereException();
      }
      if (answer.statusCode() != 206) {
        throw Server.refused(answer.statusCode(), new String(in.readNBytes(BUFFER_BYTES), UTF_8));
      }
      var to = Channels.newOutputStream(out);
      var buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        to.write(buffer, 0, read);
        got.accept(out.position());
      }
      return answer.headers().firstValue("ETag").orElse("");
    }
  }
}
