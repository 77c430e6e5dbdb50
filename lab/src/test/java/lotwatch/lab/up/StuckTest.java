package lotwatch.lab.up;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StuckTest {
  /** Nobody can interrupt who reads from it. */
  @Test
  void processesOfATestThatTakesTooLongEnd() throws Exception {
    var process = new ProcessBuilder("sleep", "100000").start();

    Stuck.end("a test");

    assertThat(process.getInputStream().read()).isEqualTo(-1);
    assertThat(process.waitFor()).isNotZero();
  }
}
