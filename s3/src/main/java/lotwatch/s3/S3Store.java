package lotwatch.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import lotwatch.ledger.BlobId;
import lotwatch.replica.blobs.ObjectStore;
import lotwatch.wire.blobs.BlobDigest;
import lotwatch.wire.blobs.BlobsAwayException;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A bucket of S3, or of a store that speaks it. A blob is an object of its name, in hexadecimal
 * digits, behind the prefix; what else is in the bucket is left alone.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html">S3's API</a>
 */
public final class S3Store implements ObjectStore {
  /** Calls at a time; who comes later waits. */
  static final int CALLS_MAX = 16;

  /** Objects of more bytes are sent in parts: one call takes 5 GiB at most. */
  static final long PART_BYTES = 64L << 20;

  /** Parts of an object, by S3. Larger blobs have larger parts. */
  static final int PARTS_MAX = 10_000;

  /** For an answer, and for the next byte of one. */
  private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(30);

  /** For one try of a call, which may send or bring a whole object. */
  private static final Duration TRY_WAIT_MAX = Duration.ofMinutes(15);

  /** For all tries of one, and for the place in which to make it. */
  private static final Duration CALL_WAIT_MAX = Duration.ofMinutes(20);

  /** Whose objects they are. */
  private static final String OWNER = "cluster";

  private static final int OWNER_LENGTH_MAX = 200;

  private static final Duration CONNECT_WAIT_MAX = Duration.ofSeconds(5);
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
  private static final int NOT_FOUND = 404;

  private final S3Settings settings;
  private final long partBytes;
  private final S3Client client;
  private final Semaphore calls = new Semaphore(CALLS_MAX);

  private S3Store(S3Settings settings, long partBytes) {
    this.settings = settings;
    this.partBytes = partBytes;
    var builder =
        S3Client.builder()
            .region(Region.of(settings.region()))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(
                limits -> limits.apiCallAttemptTimeout(TRY_WAIT_MAX).apiCallTimeout(CALL_WAIT_MAX))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT_WAIT_MAX)
                    .socketTimeout(ANSWER_WAIT_MAX));
    settings
        .endpoint()
        .ifPresent(endpoint -> builder.endpointOverride(endpoint).forcePathStyle(true));
    client = builder.build();
  }

  /** Nothing is asked of the store yet. */
  public static S3Store open(S3Settings settings) {
    return new S3Store(settings, PART_BYTES);
  }

  /** The same with smaller parts. */
  static S3Store open(S3Settings settings, long partBytes) {
    return new S3Store(settings, partBytes);
  }

  @Override
  public String address() {
    return settings.address();
  }

  private String key(BlobId blob) {
    return settings.prefix() + blob.sha256();
  }

  private interface Call<T> {
    T make() throws IOException;
  }

  /** Makes a call in its turn; what goes wrong names the store. */
  private <T> T call(String what, Call<T> call) throws IOException {
    try {
      if (!calls.tryAcquire(CALL_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "%s cannot %s: %d other calls are not answered"
                .formatted(settings.address(), what, CALLS_MAX));
      }
    } catch (InterruptedException _) {
      throw stopping();
    }
    try {
      return call.make();
    } catch (AbortedException e) {
      throw stopping();
    } catch (SdkException e) {
      throw new BlobsAwayException(
          "%s cannot %s: %s".formatted(settings.address(), what, e.getMessage()), e);
    } finally {
      calls.release();
    }
  }

  private static InterruptedIOException stopping() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("this node stops");
  }

  @Override
  public boolean has(BlobId blob, long bytes) throws IOException {
    return call(
        "tell whether it has a blob",
        () -> {
          try {
            var head = client.headObject(ask -> ask.bucket(settings.bucket()).key(key(blob)));
            return head.contentLength() == bytes;
          } catch (NoSuchKeyException e) {
            return false;
          } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
              return false;
            }
            throw e;
          }
        });
  }

  @Override
  public void put(BlobId blob, Path file) throws IOException {
    long bytes = Files.size(file);
    call(
        "take a blob",
        () -> {
          if (bytes <= partBytes) {
            whole(blob, file);
          } else {
            inParts(blob, file, bytes);
          }
          return true;
        });
    if (!has(blob, bytes)) {
      throw new IOException(
          "%s took blob %s and does not have it".formatted(settings.address(), blob));
    }
  }

  private void whole(BlobId blob, Path file) {
    var sha256 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(blob.sha256()));
    client.putObject(
        put -> put.bucket(settings.bucket()).key(key(blob)).checksumSHA256(sha256),
        RequestBody.fromFile(file));
  }

  /** The store compares each part with its sum; all of them together are compared here. */
  private void inParts(BlobId blob, Path file, long bytes) throws IOException {
    var upload =
        client
            .createMultipartUpload(create ->
                create
                    .bucket(settings.bucket())
                    .key(key(blob))
                    .checksumAlgorithm(ChecksumAlgorithm.SHA256))
            .uploadId();
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long length = Math.max(partBytes, (bytes + PARTS_MAX - 1) / PARTS_MAX);
      var all = new BlobDigest();
      var parts = new ArrayList<CompletedPart>();
      for (long from = 0; from < bytes; from += length) {
        var part = new Part(channel, from, Math.min(length, bytes - from));
        parts.add(send(blob, upload, parts.size() + 1, part, part.sum(all)));
      }
      if (!all.blob().equals(blob)) {
        throw new IOException("%s is not blob %s".formatted(file, blob));
      }
      client.completeMultipartUpload(complete ->
          complete
              .bucket(settings.bucket())
              .key(key(blob))
              .uploadId(upload)
              .multipartUpload(whole -> whole.parts(parts)));
    } catch (SdkException | IOException e) {
      try {
        client.abortMultipartUpload(
            abort -> abort.bucket(settings.bucket()).key(key(blob)).uploadId(upload));
      } catch (SdkException other) {
        e.addSuppressed(other);
      }
      throw e;
    }
  }

  private CompletedPart send(BlobId blob, String upload, int number, Part part, String sum) {
    var body =
        RequestBody.fromContentProvider(part::stream, part.length(), "application/octet-stream");
    var sent =
        client.uploadPart(
            it ->
                it.bucket(settings.bucket())
                    .key(key(blob))
                    .uploadId(upload)
                    .partNumber(number)
                    .contentLength(part.length())
                    .checksumSHA256(sum),
            body);
    return CompletedPart.builder().partNumber(number).eTag(sent.eTag()).checksumSHA256(sum).build();
  }

  @Override
  public void get(BlobId blob, Path to) throws IOException {
    call(
        "give a blob",
        () -> {
          try (InputStream content =
                  client.getObject(ask -> ask.bucket(settings.bucket()).key(key(blob)));
              var file = Files.newOutputStream(to)) {
            content.transferTo(file);
          } catch (NoSuchKeyException e) {
            throw new IOException("blob %s is not in %s".formatted(blob, settings.address()), e);
          }
          return true;
        });
  }

  @Override
  public void list(Consumer<Stored> to) throws IOException {
    call(
        "tell what it has",
        () -> {
          client
              .listObjectsV2Paginator(
                  list -> list.bucket(settings.bucket()).prefix(settings.prefix()))
              .contents()
              .forEach(object -> stored(object, to));
          return true;
        });
  }

  private void stored(S3Object object, Consumer<Stored> to) {
    var name = object.key().substring(settings.prefix().length());
    if (NAME.matcher(name).matches()) {
      to.accept(new Stored(new BlobId(name), object.size(), object.lastModified()));
    }
  }

  @Override
  public String owner(String self) throws IOException {
    var key = settings.prefix() + OWNER;
    return call(
        "tell whose it is",
        () -> {
          try {
            return read(key);
          } catch (NoSuchKeyException e) {
            client.putObject(
                put -> put.bucket(settings.bucket()).key(key), RequestBody.fromString(self));
            return read(key);
          }
        });
  }

  private String read(String key) throws IOException {
    try (var content = client.getObject(ask -> ask.bucket(settings.bucket()).key(key))) {
      return new String(content.readNBytes(OWNER_LENGTH_MAX), UTF_8).strip();
    }
  }

  @Override
  public void delete(BlobId blob) throws IOException {
    call(
        "remove a blob",
        () -> client.deleteObject(ask -> ask.bucket(settings.bucket()).key(key(blob))));
  }

  @Override
  public void close() {
    client.close();
  }
}
