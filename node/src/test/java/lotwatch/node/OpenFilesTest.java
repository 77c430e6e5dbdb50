package lotwatch.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OpenFilesTest {
  @Test
  void moreConnectionsThanFilesAreSaidSo() {
    assertThat(OpenFiles.shortage(20_000, 19_501))
        .hasValueSatisfying(why -> assertThat(why).contains("ulimit -n to 20001"));
  }

  @Test
  void asManyAsFitAreNot() {
    assertThat(OpenFiles.shortage(20_000, 19_500)).isEmpty();
  }
}
