package lotwatch.s3;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import lotwatch.wire.settings.Section;

/**
 * Where the store is. The keys to it are not here: they are where the AWS SDK looks for them, first
 * in the environment ({@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY}), then in {@code
 * ~/.aws/credentials}, then at the machine.
 *
 * @param bucket that is there already
 * @param prefix before the name of each object; empty, or with a slash at its end
 * @param endpoint of a store that is not Amazon's
 * @param region of the bucket
 */
public record S3Settings(String bucket, String prefix, Optional<URI> endpoint, String region) {
  /** Characters of the prefix. */
  public static final int PREFIX_LENGTH_MAX = 256;

  private static final String REGION = "us-east-1";
  private static final Pattern ADDRESS =
      Pattern.compile(
          "s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([A-Za-z0-9._/-]{0,%d}))?"
              .formatted(PREFIX_LENGTH_MAX));
  private static final Pattern REGION_NAME = Pattern.compile("[a-z0-9-]{2,40}");

  /**
   * Reads {@code store}, {@code store-endpoint} and {@code store-region}.
   *
   * @param recordings the section of that name
   * @return empty if videos are on the nodes' disks, or if it is a problem
   */
  public static Optional<S3Settings> read(Section recordings) {
    var store = recordings.text("store", "").strip();
    var written = recordings.text("store-endpoint", "").strip();
    var region = recordings.text("store-region", REGION).strip();
    if (store.isEmpty()) {
      return Optional.empty();
    }
    var address = ADDRESS.matcher(store);
    if (!address.matches()) {
      recordings.problem(
          "store", "is '%s', it is s3://BUCKET or s3://BUCKET/PREFIX".formatted(store));
      return Optional.empty();
    }
    if (!REGION_NAME.matcher(region).matches()) {
      recordings.problem("store-region", "is '%s', it is as us-east-1".formatted(region));
      return Optional.empty();
    }
    var endpoint = written.isEmpty() ? Optional.<URI>empty() : endpoint(written);
    if (!written.isEmpty() && endpoint.isEmpty()) {
      recordings.problem(
          "store-endpoint", "is '%s', it is http(s)://HOST[:PORT]".formatted(written));
      return Optional.empty();
    }
    var prefix = address.group(2) == null ? "" : address.group(2).replaceAll("/+$", "");
    return Optional.of(
        new S3Settings(address.group(1), prefix.isEmpty() ? "" : prefix + "/", endpoint, region));
  }

  private static Optional<URI> endpoint(String written) {
    try {
      var uri = URI.create(written);
      boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return isHttp && uri.getHost() != null && uri.getUserInfo() == null
          ? Optional.of(uri)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** For people. */
  String address() {
    return "s3://%s/%s%s".formatted(bucket, prefix, endpoint.map(uri -> " at " + uri).orElse(""));
  }
}
