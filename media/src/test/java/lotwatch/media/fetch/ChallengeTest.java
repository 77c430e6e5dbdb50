package lotwatch.media.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of RFC 7616, section 3.9.1, and RFC 2617, section 3.5. */
class ChallengeTest {
  private static final Login MUFASA = Login.of("Mufasa:Circle%20of%20Life");
  private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
  private static final String CLIENT_NONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

  @Test
  void digestIsThatOfTheRfc() {
    var sha = digest(", algorithm=SHA-256");
    var md5 = digest(", algorithm=MD5");

    assertThat(sha.answer(MUFASA, "/dir/index.html", 1, CLIENT_NONCE))
        .contains("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    assertThat(md5.answer(MUFASA, "/dir/index.html", 1, CLIENT_NONCE))
        .contains("response=\"8ca523f5e9506fed4657c9700eebdbec\"")
        .contains("nc=00000001")
        .contains("username=\"Mufasa\"");
  }

  @Test
  void strongestChallengeIsAnswered() {
    var fields =
        List.of(
            "Basic realm=\"cam\"",
            "Digest realm=\"cam\", nonce=\"1\", algorithm=MD5",
            "Digest realm=\"cam\", nonce=\"1\", algorithm=SHA-256",
            "Digest realm=\"cam\", nonce=\"1\", algorithm=SHA-512-256",
            "Negotiate");

    assertThat(Challenge.strongest(fields).orElseThrow().parameters())
        .containsEntry("algorithm", "SHA-256");
    assertThat(Challenge.strongest(fields.subList(0, 1)).orElseThrow().isDigest()).isFalse();
    assertThat(Challenge.strongest(fields.subList(3, 5))).isEmpty();
  }

  @Test
  void loginIsUnescapedAndNotShown() {
    var login = Login.of("ad%40min:p%23%2F%3Fa+b%ss");

    assertThat(Login.of("admin:p%23%2F%3F%25+b")).isEqualTo(new Login("admin", "p#/?%+b"));
    assertThat(login.password()).isEqualTo("p%23%2F%3Fa+b%ss");
    assertThat(login).asString().doesNotContain("min").doesNotContain("p%23");
    assertThat(Login.of("a:b").basic()).isEqualTo("Basic YTpi");
  }

  private static Challenge digest(String more) {
    var field =
        "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", nonce=\"%s\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"%s"
            .formatted(NONCE, more);
    return Challenge.strongest(List.of(field)).orElseThrow();
  }
}
