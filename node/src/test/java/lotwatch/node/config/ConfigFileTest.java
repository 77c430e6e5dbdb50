package lotwatch.node.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lotwatch.ledger.Configuration;
import lotwatch.media.camera.CameraSettings.Pace;
import lotwatch.media.camera.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigFileTest {
  @TempDir Path temp = Path.of("set by JUnit");

  private Config read(String yaml, Map<String, String> environment) throws Exception {
    return ConfigFile.read(Files.writeString(temp.resolve("f.yml"), yaml), environment);
  }

  /** What is wrong with it, one problem each, without the folder. */
  private List<String> wrong(String yaml, Map<String, String> environment) {
    var refused = catchThrowableOfType(ConfigException.class, () -> read(yaml, environment));
    return String.valueOf(refused.getMessage()).replace(temp + "/", "").lines().toList();
  }

  private List<String> wrong(String yaml) {
    return wrong(yaml, Map.of());
  }

  @Test
  void valuesOfTheFileCount() throws Exception {
    var config =
        read(
            """
            http: {port: 9090}
            ledger:
              settle: 0.5
            lots:
              - id: deck
                capacity: 30
            cameras:
              - {id: a, source: clips/a.mp4, spots: a.json, lot: deck, fps: 2, loop: once, pace: fast}
            """,
            Map.of());

    assertThat(config.servers().http().port()).isEqualTo(9090);
    assertThat(config.campus().policy().settle()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.campus().lots().getFirst().capacity()).hasValue(30);
    var camera = config.campus().cameras().getFirst();
    assertThat(camera.lot()).isEqualTo("deck");
    assertThat(camera.settings().framesPerSecond()).isEqualTo(2);
    assertThat(camera.settings().loop()).isFalse();
    assertThat(camera.settings().pace()).isEqualTo(Pace.FAST);
  }

  @Test
  void howACameraIsCalledIsReadWithIt() throws Exception {
    var config =
        read(
            """
            cameras:
              - {id: a, source: "https://u:p@cam/snapshot.jpg", spots: a.json, poll: 2.5, insecure: true}
              - {id: b, source: "rtsp://cam/1", spots: b.json, transport: udp}
            """,
            Map.of());

    assertThat(config.campus().cameras())
        .extracting(camera -> camera.settings().source())
        .containsExactly(
            new Source.Http(
                "https://u:p@cam/snapshot.jpg", Optional.of(Duration.ofMillis(2_500)), true),
            new Source.Rtsp("rtsp://cam/1", false, Source.Transport.UDP, false));
  }

  @Test
  void howACameraIsCalledMustFitIt() {
    assertThat(wrong("cameras: [{id: a, source: clips/a.mp4, spots: a.json, poll: 5}]"))
        .singleElement()
        .asString()
        .contains("transport is for rtsp://, poll for http:// and https://");
    assertThat(wrong("cameras: [{id: a, source: 'rtsp://u:a#b@c/1', spots: a.json}]"))
        .singleElement()
        .asString()
        .contains("holds a raw '#': write %23")
        .doesNotContain("a#b");
  }

  @Test
  void cameraIsNotPolledTooOften() {
    assertThat(wrong("cameras: [{id: a, source: 'http://c/1.jpg', spots: a.json, poll: 0.05}]"))
        .singleElement()
        .asString()
        .contains("poll is a number of seconds from 0.1 to 3600");
  }

  @Test
  void backupIsAnotherMachineOrPort() {
    assertThat(wrong("campus: {backup: 'http://x:1'}"))
        .singleElement()
        .asString()
        .contains("campus.backup", "not none or HOST:PORT");
    assertThat(wrong("campus: {backup: '127.0.0.1:50062', backup-ports: 50062}"))
        .singleElement()
        .asString()
        .contains("campus.backup", "is this node itself");
  }

  @Test
  void documentKeepsHowACameraIsCalled() throws Exception {
    var read =
        CampusDocument.read(
            """
            lots: []
            cameras:
              - {id: a, source: "https://cam/s.jpg#poll=10", insecure: true, spots: [{id: s, outline: "0,0 1,0 1,1"}]}
            """,
            Configuration.EMPTY);

    var camera = read.cameras().getFirst();
    assertThat(camera.source()).isEqualTo("https://cam/s.jpg");
    assertThat(camera.options()).isEqualTo(Map.of("insecure", "true", "poll", "10"));
    assertThat(CampusDocument.of(read, source -> source).toString())
        .contains("insecure=true", "poll=10.0");
  }

  @Test
  void pathsOfCamerasBeginBesideTheFile() throws Exception {
    var config = read("cameras: [{id: a, source: file:clips/a.mp4, spots: a.json}]", Map.of());

    var camera = config.campus().cameras().getFirst();
    assertThat(camera.spots()).isEqualTo(Optional.of(temp.resolve("a.json")));
    assertThat(camera.settings().source())
        .isEqualTo(new Source.VideoFile(temp.resolve("clips/a.mp4")));
  }

  @Test
  void environmentWinsOverTheFile() throws Exception {
    var config = read("http: {port: 1}", Map.of("LOTWATCH_HTTP_PORT", "9191", "HOME", "/x"));

    assertThat(config.servers().http().port()).isEqualTo(9191);
  }

  @Test
  void unknownSectionIsRefusedWithLineAndNearest() {
    assertThat(wrong("node: {id: n1}\nhtpp:\n  port: 1\n"))
        .containsExactly("f.yml:2: htpp is not a key; did you mean http?");
  }

  @Test
  void unknownKeyIsRefusedWithLineAndNearest() {
    assertThat(wrong("http:\n  prot: 1\n"))
        .containsExactly("f.yml:2: http.prot is not a key; did you mean http.port?");
  }

  @Test
  void unknownKeyOfAnEntryIsRefusedWithLineAndNearest() {
    assertThat(wrong("cameras:\n  - id: a\n    source: sim:north\n    spot: a.json\n"))
        .containsExactly("f.yml:4: cameras[0].spot is not a key; did you mean cameras[0].spots?");
  }

  @Test
  void unknownVariableIsRefusedWithNearest() {
    assertThat(wrong("", Map.of("LOTWATCH_HTTP_PROT", "1")))
        .containsExactly("LOTWATCH_HTTP_PROT: is not a key; did you mean LOTWATCH_HTTP_PORT?");
    assertThat(wrong("", Map.of("LOTWATCH_ZZ", "1"))).containsExactly("LOTWATCH_ZZ: is not a key");
  }

  @Test
  void variableOfAnEntryIsRefused() {
    assertThat(wrong("lots: [{id: a}]", Map.of("LOTWATCH_LOTS[0]_ID", "b")))
        .singleElement()
        .asString()
        .startsWith("LOTWATCH_LOTS[0]_ID: is not a key");
  }

  @Test
  void everythingWrongIsSaidTogether() {
    assertThat(
            wrong(
                """
                http:
                  port: many
                  prot: 1
                ledger:
                  frames-min: 0
                cameras:
                  - id: a
                """,
                Map.of("LOTWATCH_SIM_SEED", "-1")))
        .hasSize(5)
        .anyMatch(line -> line.startsWith("f.yml:2: http.port is 'many'"))
        .anyMatch(line -> line.startsWith("f.yml:3: http.prot is not a key"))
        .anyMatch(line -> line.startsWith("f.yml:5: ledger.frames-min is 0"))
        .anyMatch(line -> line.contains("cameras[0].source is missing"))
        .anyMatch(line -> line.startsWith("LOTWATCH_SIM_SEED: sim.seed is -1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http: {port: 70000}             | http.port is 70000, the limits are 0 and 65535",
        "http: {port: -1}                | http.port is -1, the limits are 0 and 65535",
        "http: {port: 80.5}              | http.port is '80.5', which is not a whole number",
        "http: {port: [1]}               | http.port must be one value",
        "http: 8080                      | http is not a section of keys and values",
        "ledger: {hold: 0}               | ledger.hold is 0, the limits are 0.1 and 604800.0 seconds",
        "ledger: {hold: 5m}              | ledger.hold is '5m', which is not a number of seconds",
        "http: {base-path: parking}      | http.base-path 'parking' is no path such as /parking",
        "http: {proxies: 'proxy.example'} | http.proxies names what is no address",
        "ledger: {hold: .nan}            | ledger.hold is '.nan', which is not a number",
        "ledger: {hold: NaN}             | ledger.hold is 'NaN', which is not a number",
        "replica: {snapshot-interval: 0.5} | snapshot-interval is 0.5, the limits are 1.0 and",
        "replica: {in-flight-max: 4097}  | replica.in-flight-max is 4097, the limits are 1 and 4096",
        "video: {workers: 0}             | video.workers is 0, the limits are 1 and 256",
        "video: {back-off-min: 60}       | back-off-min is longer than video.back-off-max",
        "cameras: {a: b}                 | cameras is not a list",
        "cameras: [a]                    | cameras[0] is not a section of keys and values",
        "lots: [{id: a, capacity: 0}]    | lots[0].capacity is 0, the limits are 1 and 100000",
        "cameras: [{id: a, source: 'sim:n', loop: no}] | loop is 'no', which is none of forever, once",
        "cameras: [{id: a, source: 'ftp://h/x'}] | \"ftp:\" is no kind of camera",
        "cameras: [{id: a b, source: 'sim:n'}] | a camera's id has 1 to 64 letters",
        "lots: [{id: a, capacity: 3, occupied: 4}] | lots[0].occupied is 4, more than its capacity",
        "text: {port: -2}                | text.port is -2, the limits are -1 and 65535",
        "tcp: {connections-max: 0}       | tcp.connections-max is 0, the limits are 1 and 1000000",
        "tcp: {idle-max: 0}              | tcp.idle-max is 0, the limits are 0.1 and 86400.0",
        "pubsub: {queue-max: 0}          | pubsub.queue-max is 0, the limits are 1 and 100000",
        "sim: {cameras: maybe}           | sim.cameras is 'maybe', which is neither true nor false",
        "lots: [{id: a}, {id: a}]        | lots[1].id is 'a', as an entry before it",
        "cameras: [{id: a, source: 'sim:n'}, {id: a, source: 'sim:n'}] | cameras[1].id is 'a', as an",
        "- http                          | the file is not a section of keys and values",
      })
  void whatCannotBeIsRefusedWithKeyAndLimit(String yaml, String said) {
    assertThat(wrong(yaml)).anyMatch(line -> line.startsWith("f.yml:1: ") && line.contains(said));
  }

  @Test
  void portsThatWereNotConfiguredTakeFreePortsWithThatOfHttp() throws Exception {
    var tcp =
        read("http: {port: 0}\nrpc: {port: 6001}\nsensor: {port: -1}", Map.of())
            .servers()
            .finder()
            .ports();

    assertThat(tcp.text()).hasValue(0);
    assertThat(tcp.rpc()).hasValue(6001);
    assertThat(tcp.sensor()).isEmpty();
    assertThat(tcp.pubsub()).hasValue(0);
  }

  @Test
  void portOfNullLeavesAPortClosedUnlessTheEnvironmentOpensIt() throws Exception {
    assertThat(read("text: {port: null}", Map.of()).servers().finder().ports().text()).isEmpty();
    assertThat(
            read("text: {port: null}", Map.of("LOTWATCH_TEXT_PORT", "7"))
                .servers()
                .finder()
                .ports()
                .text())
        .hasValue(7);
  }

  @Test
  void thresholdsThatCrossAreRefused() {
    assertThat(wrong("ledger:\n  occupied-from: 0.3\n  free-up-to: 0.5\n"))
        .containsExactly(
            "f.yml:3: ledger.free-up-to is 0.5, it must be below ledger.occupied-from, which is"
                + " 0.3");
  }

  @Test
  void keyThatIsThereTwiceIsRefused() {
    assertThat(wrong("http:\n  port: 1\n  port: 2\n"))
        .containsExactly("f.yml:3: http.port is there twice");
  }

  @Test
  void grpcTakesAnyPortWhereThePageDoesUnlessItHasOthers() throws Exception {
    assertThat(read("", Map.of()).servers().grpc().ports()).containsExactly(50_051);
    assertThat(read("http: {port: 0}", Map.of()).servers().grpc().ports()).containsExactly(0);
    assertThat(read("http: {port: 0}\ngrpc: {ports: '7,8'}", Map.of()).servers().grpc().ports())
        .containsExactly(7, 8);
    assertThat(read("grpc: {ports: none}", Map.of()).servers().grpc().ports()).isEmpty();
  }

  @Test
  void whatIsNotYamlIsRefusedWithItsLine() {
    assertThat(wrong("http:\n  port: [1\nnode: }\n"))
        .singleElement()
        .asString()
        .matches("f.yml:\\d: is not YAML: .*");
  }

  @Test
  void aliasesThatGrowAreRefused() {
    var bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }

    assertThat(wrong(bomb.toString())).singleElement().asString().contains("is not YAML", "alias");
  }

  @Test
  void nestingWithoutEndIsRefused() {
    assertThat(wrong("lots: " + "[".repeat(1_000_000)))
        .containsExactly("f.yml:1: is nested deeper than " + Document.DEPTH_MAX);
  }

  @Test
  void largerFileThanTheLimitIsRefused() {
    assertThat(wrong("#".repeat(ConfigFile.FILE_BYTES_MAX + 1)))
        .containsExactly("f.yml is larger than 4194304 bytes");
  }

  /** A reader that copies what it has of a word whenever it reads on takes an hour for this. */
  @Test
  void longWordsAndCommentsTakeNoLongerThanShortOnes() {
    for (var begin : List.of("# ", "\"", " ", "word")) {
      var text = begin + "x".repeat(CampusDocument.DOCUMENT_BYTES_MAX - 8);

      assertThatThrownBy(() -> CampusDocument.read(text, Configuration.EMPTY))
          .isInstanceOf(ConfigException.class);
    }
  }

  @Test
  void fileOfTheLargestSizeIsRead() throws Exception {
    assertThat(read("#".repeat(ConfigFile.FILE_BYTES_MAX), Map.of()))
        .isEqualTo(ConfigFile.defaults(Map.of()));
  }

  @Test
  void longerListThanTheLimitIsRefused() {
    var yaml = "lots:\n" + "  - {id: a}\n".repeat(YamlSection.LIST_MAX + 1);

    assertThat(wrong(yaml))
        .containsExactly("f.yml:2: lots has more entries than the limit " + YamlSection.LIST_MAX);
  }

  @Test
  void missingAndBinaryFilesAreSaidSo() throws Exception {
    assertThatThrownBy(() -> ConfigFile.read(temp.resolve("none.yml"), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith("none.yml: there is no such file");
    var latin = Files.writeString(temp.resolve("latin.yml"), "node: {id: Bärlin}", ISO_8859_1);
    assertThatThrownBy(() -> ConfigFile.read(latin, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith("latin.yml: is not UTF-8 text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cameras: [{id: a b, source: 'rtsp://admin:hunter22@h/x'}]",
        "cameras: [{id: a, source: 'rtsp://admin:hunter22@'}]",
        "cameras: [{id: a, source: 'rtsp:admin:hunter22@h'}]",
        "cameras: [{id: a, source: 'ftp://admin:hunter22@h/x'}]",
        "cameras: [{id: a, source: 'rtsp://admin:hunter22@h/x', fps: 0}]",
        "cameras: [{id: a, source: ['rtsp://admin:hunter22@h/x']}]",
        "cameras:\n  - id: a\n    source: rtsp://admin:hunter22@h/x: y",
        "cameras:\n  - id: a\n    source: \"rtsp://admin:hunter22@h/x",
        "cameras:\n  - id: a\n    rtsp://admin:hunter22@h/x: y",
        "cameras:\n  - id: a\n    {source: rtsp://admin:hunter22@h/x",
      })
  void passwordOfACameraIsNeverSaid(String yaml) {
    assertThat(wrong(yaml)).isNotEmpty().noneMatch(line -> line.contains("hunter22"));
  }
}
