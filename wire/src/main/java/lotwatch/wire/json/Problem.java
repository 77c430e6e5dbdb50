package lotwatch.wire.json;

import org.jspecify.annotations.Nullable;

/**
 * An error as HTTP clients read it.
 *
 * @param type what kind of problem; {@code about:blank} says that the status tells all
 * @param title the same for every problem of its kind
 * @param status the HTTP status
 * @param detail this one in words; names the field and the limit, never a plate
 * @param reason a word for programs, such as FULL
 * @param field the field of the request that is wrong
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @Nullable String reason,
    @Nullable String field) {
  /** The media type of a problem. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** A problem that its status and words describe. */
  public static Problem of(int status, String title, String detail) {
    return new Problem("about:blank", title, status, detail, null, null);
  }

  /** The same problem, of a field of the request. */
  public Problem at(String field) {
    return new Problem(type, title, status, detail, reason, field);
  }

  /** The same problem, with a word for programs. */
  public Problem because(String reason) {
    return new Problem(type, title, status, detail, reason, field);
  }
}
