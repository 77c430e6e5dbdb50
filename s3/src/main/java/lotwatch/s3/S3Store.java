package lotwatch.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import lotwatch.ledger.BlobId;
import lotwatch.replica.blobs.ObjectStore;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
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
      calls.acquire();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("this node stops");
    }
    try {
      return call.make();
    } catch (SdkException e) {
      throw new IOException(
          "%s cannot %s: %s".formatted(settings.address(), what, e.getMessage()), e);
    } finally {
      calls.release();
    }
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

  private void inParts(BlobId blob, Path file, long bytes) {
    var upload =
        client
            .createMultipartUpload(create -> create.bucket(settings.bucket()).key(key(blob)))
            .uploadId();
    try {
      long part = Math.max(partBytes, (bytes + PARTS_MAX - 1) / PARTS_MAX);
      var parts = new ArrayList<CompletedPart>();
      for (long from = 0; from < bytes; from += part) {
        int number = parts.size() + 1;
        long length = Math.min(part, bytes - from);
        var tag = part(blob, upload, number, file, from, length);
        parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
      }
      client.completeMultipartUpload(complete ->
          complete
              .bucket(settings.bucket())
              .key(key(blob))
              .uploadId(upload)
              .multipartUpload(all -> all.parts(parts)));
    } catch (SdkException e) {
      try {
        client.abortMultipartUpload(
            abort -> abort.bucket(settings.bucket()).key(key(blob)).uploadId(upload));
      } catch (SdkException other) {
        e.addSuppressed(other);
      }
      throw e;
    }
  }

  private String part(BlobId blob, String upload, int number, Path file, long from, long length) {
    var body =
        RequestBody.fromContentProvider(
            () -> new Part(file, from, length), length, "application/octet-stream");
    return client
        .uploadPart(
            part ->
                part.bucket(settings.bucket())
                    .key(key(blob))
                    .uploadId(upload)
                    .partNumber(number)
                    .contentLength(length),
            body)
        .eTag();
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
