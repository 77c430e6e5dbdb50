package lotwatch.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import lotwatch.sessions.Rules;
import lotwatch.sessions.SessionKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {
  private static final SessionKey NORTH = new SessionKey("A", "north/N1");

  @TempDir Path folder;

  private JobPolicy read(String text, Map<String, String> environment) throws Exception {
    var file = Files.writeString(folder.resolve("policy.yml"), text);
    return PolicyFile.read(file, environment, folder.resolve("keys/key"));
  }

  @Test
  void shippedFileIsRead() throws Exception {
    var policy = PolicyFile.read(Path.of("../lotwatch.yml"), Map.of(), folder.resolve("key"));

    assertThat(policy.rules()).isEqualTo(Rules.DEFAULT);
    assertThat(policy.places()).isNull();
    assertThat(policy.tariff(NORTH, 1).cost(100_000)).isZero();
  }

  /** A node reads them all. */
  @ParameterizedTest
  @ValueSource(strings = {"1200", "1_200", "'1200'", "1200.0"})
  void numbersAreReadAsANodeReadsThem(String written) throws Exception {
    assertThat(read("sessions: {timeout: " + written + "}", Map.of()).rules().timeoutSeconds())
        .isEqualTo(1_200);
  }

  @Test
  void variablesOfSystemCCount() throws Exception {
    var policy =
        PolicyFile.read(
            null,
            Map.of("BLOCK_PRICE", "7", "BLOCK_SECONDS", "60", "SESSION_TIMEOUT_SECONDS", "130"),
            folder.resolve("key"));

    assertThat(policy.rules().timeoutSeconds()).isEqualTo(130);
    assertThat(policy.tariff(NORTH, 1).cost(61)).isEqualTo(14);
  }

  @Test
  void tariffsAreByLotAndDate() throws Exception {
    var policy =
        read(
            """
            sessions:
              tariffs:
                - {currency: EUR, block: 900, price: 50}
                - {lot: north, currency: EUR, block: 900, price: 60, from: 2027-01-01}
                - {lot: quay, currency: EUR, block: 900, price: 70}
              places:
                - {name: Q7, lot: quay}
            """,
            Map.of());

    assertThat(policy.tariff(NORTH, 1_798_761_599L).cost(1)).isEqualTo(50);
    assertThat(policy.tariff(NORTH, 1_798_761_600L).cost(1)).isEqualTo(60);
    assertThat(policy.tariff(new SessionKey("A", "q7"), 1).cost(1)).isEqualTo(70);
  }

  @Test
  void keyIsMadeOnceAndIsNobodyElses() throws Exception {
    var first = read("{}", Map.of()).pseudonymKey();

    assertThat(first).matches("[0-9a-f]{64}").isEqualTo(read("{}", Map.of()).pseudonymKey());
    assertThat(Files.getPosixFilePermissions(folder.resolve("keys/key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(read("plates: clear", Map.of()).pseudonymKey()).isEmpty();
    assertThat(read("{}", Map.of())).asString().doesNotContain(first);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{timeuot: 600} | sessions.timeuot is no key that there is",
        "{timeout: 0} | timeout is 0 s",
        "{timeout: long} | timeout is no whole number",
        "{timeout: 600.5} | timeout is no whole number",
        "{places: 'A1,,A2'} | each once, whatever its case; '' is not",
        "{places: 'A1, a1'} | each once, whatever its case; 'a1' is not",
        "{plates: hidden} | plates is clear or pseudonym",
        "{tariffs: [{currency: euro}]} | currency is 'euro'",
        "{tariffs: [{currency: EUR, blok: 1}]} | tariffs[0].blok is no key that there is",
        "{tariffs: [{currency: EUR, lot: a}]} | no tariff holds for all lots",
        "{tariffs: [{currency: EUR, from: soon}]} | soon",
        "[1, 2] | sessions is no list of keys with values",
        "{a: [ | policy.yml",
      })
  void mistakesAreNamed(String text, String message) {
    assertThatThrownBy(() -> read(text, Map.of()))
        .isInstanceOf(BadSettingsException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatIsSentToTheJobIsNotSparks() {
    assertThat(
            SparkCommand.withoutSparks(
                List.of(
                    "--master",
                    "spark://a:1",
                    "--print",
                    "--conf=a=b",
                    "--conf",
                    "c=d",
                    "--tasks",
                    "3")))
        .containsExactly("--print", "--tasks", "3");
  }
}
