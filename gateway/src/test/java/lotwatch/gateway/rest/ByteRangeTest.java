package lotwatch.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=0-9, 0, 10",
    "bytes=5-, 5, 10",
    "bytes=5-999, 5, 10",
    "bytes=-3, 7, 10",
    "bytes=-99, 0, 10",
    "BYTES=9-9, 9, 10",
  })
  void rangeIsWithinTheFile(String header, long from, long to) {
    assertThat(ByteRange.of(header, 10)).isEqualTo(new ByteRange(from, to));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=10-12", "bytes=-0"})
  void rangeOutsideIsNowhere(String header) {
    assertThat(ByteRange.of(header, 10)).isEqualTo(ByteRange.NOWHERE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=", "bytes=-", "bytes=3-2", "lines=1-2", "bytes=0-1,3-4", "0-1"})
  void whatIsNoSingleRangeAsksForAll(String header) {
    assertThat(ByteRange.of(header, 10)).isNull();
  }

  @Test
  void emptyFileHasNoRange() {
    assertThat(ByteRange.of("bytes=0-", 0)).isEqualTo(ByteRange.NOWHERE);
    assertThat(ByteRange.of(null, 0)).isNull();
  }
}
