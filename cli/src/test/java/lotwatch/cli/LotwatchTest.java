package lotwatch.cli;

import static lotwatch.cli.Shell.type;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that need no server. */
final class LotwatchTest {
  @TempDir Path temp = Path.of("set by JUnit");

  private String file(String name, String text) throws Exception {
    return Files.writeString(temp.resolve(name), text).toString();
  }

  @Test
  void helpNamesEveryCommandAndExitCode() {
    var said = type("--help");

    assertThat(said.exit()).isZero();
    assertThat(said.out())
        .contains("lotwatch up", "check-config", "reserve", "cancel", "watch", "eval", "train")
        .contains("health")
        .contains("Exit codes: 0 done, 1 refused", "2 wrong", "3 no answer", "4 no such thing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up",
        "lots",
        "health",
        "watch",
        "reserve",
        "cancel",
        "sensor",
        "check-config",
        "apply",
        "eval",
        "version",
        "video"
      })
  void everyCommandHasHelp(String command) {
    var said = type(command, "--help");

    assertThat(said.exit()).isZero();
    assertThat(said.out()).contains("Usage: lotwatch " + command);
  }

  @Test
  void helpOfUpIsEnoughToShowAVideo() {
    assertThat(type("up", "--help").out())
        .contains("--camera north=file:lot.mp4 --spots north.spots.json")
        .contains("docs/spots.md", "(8080)", "http://127.0.0.1:8080/", "simulated campus")
        .contains("rtsp://");
  }

  @Test
  void versionNamesUsAndJava() {
    var said = type("version");

    assertThat(said.exit()).isZero();
    assertThat(said.out()).contains("lotwatch ", "java " + Runtime.version());
    assertThat(type("--version").out()).isEqualTo(said.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "quux", "lots --colour", "reserve", "watch --events many"})
  void wrongCommandLineIsTwo(String line) {
    var said = type(line.isEmpty() ? new String[0] : line.split(" ", -1));

    assertThat(said.exit()).isEqualTo(Exit.USAGE);
    assertThat(said.err()).contains("Usage: lotwatch").doesNotContain("\tat ");
  }

  @Test
  void goodConfigurationShowsWhatWouldRun() throws Exception {
    var said = type("check-config", "--config", file("good.yml", "lots: [{id: b, capacity: 9}]"));

    assertThat(said.exit()).isZero();
    assertThat(said.out())
        .contains(
            "OK: ", "lot b: capacity 9, 0 watched", "lot visitors: ", "camera north: sim:north");
  }

  @ParameterizedTest
  @CsvSource({
    "spark, pseudonym, true",
    "spark, clear, false",
    "embedded, pseudonym, false",
  })
  void pseudonymsAmongClearPlatesAreTold(String engine, String plates, boolean told)
      throws Exception {
    var sessions =
        "sessions: {engine: %s, plates: %s, kafka: {servers: '127.0.0.1:9092', input: cars}}"
            .formatted(engine, plates);

    var said = type("check-config", file("stream.yml", sessions));

    assertThat(said.exit()).isZero();
    assertThat(
            said.out().contains("note: sessions.plates: this node writes pseudonyms to topic cars"))
        .isEqualTo(told);
  }

  @Test
  void eachCameraIsTriedOnce() throws Exception {
    var one = file("one.yml", "cameras: [{id: north, source: 'sim:north'}]");
    var said = type("check-config", "--try", one);
    assertThat(said.out()).contains("camera north works: ").contains("h264").contains(" x ");
    assertThat(said.exit()).isZero();

    var spots =
        "{\"format\":\"lotwatch-spots/1\",\"frameSize\":[9,9],\"spots\":[{\"id\":\"s\",\"polygon\":[[1,1],[8,1],[8,8]]}]}";
    var gone =
        "cameras: [{id: gone, source: 'http://u:hunter22@127.0.0.1:1/', spots: %s}]"
            .formatted(file("s.json", spots));
    var failed = type("check-config", "--try", file("gone.yml", gone));
    assertThat(failed.out())
        .contains("camera gone FAILS: 127.0.0.1:1: Connection refused")
        .doesNotContain("hunter22");
    assertThat(failed.exit()).isEqualTo(Exit.REFUSED);
  }

  @Test
  void badConfigurationIsTwoAndSaysEverything() throws Exception {
    var said = type("check-config", "--config", file("bad.yml", "htpp: 1\nhttp:\n  port: x\n"));

    assertThat(said.exit()).isEqualTo(Exit.USAGE);
    assertThat(said.err())
        .contains("bad.yml:1: htpp is not a key; did you mean http?")
        .contains("bad.yml:3: http.port is 'x', which is not a whole number")
        .doesNotContain("\tat ");
  }

  @Test
  void clipAndSpotsThatAreNotThereAreTwo() {
    var said = type("check-config", "--camera", "a=file:/nowhere/a.mp4", "--camera", "b=sim:west");

    assertThat(said.exit()).isEqualTo(Exit.USAGE);
    assertThat(said.err())
        .contains("camera a: there is no file /nowhere/a.mp4")
        .contains("camera b: the simulated campus has no camera west, only north, south");
  }

  @Test
  void clipAndSpotsFileOfOneCameraAreBothSaid() {
    var said =
        type("check-config", "--camera", "a=file:/nowhere/a.mp4", "--spots", "a=/nowhere/a.json");

    assertThat(said.exit()).isEqualTo(Exit.USAGE);
    assertThat(said.err())
        .contains("camera a: there is no file /nowhere/a.mp4")
        .contains("camera a: there is no file /nowhere/a.json");
  }

  @Test
  void keysFilesAndPortsAreSaidInOneRound() throws Exception {
    var file =
        file(
            "many.yml",
            """
            http: {port: 5000}
            grpc: {portss: 1}
            cameras: [{id: a, source: 'file:/nowhere/a.mp4', spots: nowhere.json}]
            """);

    var said = type("check-config", file);

    assertThat(said.exit()).isEqualTo(Exit.USAGE);
    assertThat(said.err())
        .contains("many.yml:2: grpc.portss is not a key")
        .contains("http.port and text.port are both 5000")
        .contains("there is no file /nowhere/a.mp4")
        .contains("nowhere.json");
  }

  @Test
  void portsThatMeetAndHostsThatAreNoneAreAllSaid() throws Exception {
    var file =
        file("ports.yml", "http: {port: 5000}\ngrpc: {ports: 5001}\ntcp: {host: 127.0.0.1}\n");

    var said = type("check-config", file);

    assertThat(said.exit()).isEqualTo(Exit.USAGE);
    assertThat(said.err())
        .contains("http.port and text.port are both 5000")
        .contains("grpc.ports and rpc.port are both 5001");
    var nowhere = type("check-config", file("host.yml", "tcp: {host: no-such-host.invalid}"));
    assertThat(nowhere.exit()).isEqualTo(Exit.USAGE);
    assertThat(nowhere.err()).contains("tcp.host is 'no-such-host.invalid'", "127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"up --fps -1", "up --nodes 2 --fps -1", "check-config --fps 61"})
  void framesASecondBeyondTheLimitsAreTwo(String line) {
    var said = type(line.split(" ", -1));

    assertThat(said.exit()).isEqualTo(Exit.USAGE);
    assertThat(said.err()).contains("--fps is ", "frames a second");
  }

  @Test
  void folderThatIsNotThereIsSaidByEval() {
    var said = type("eval", "/nowhere");

    assertThat(said.exit()).isEqualTo(Exit.USAGE);
    assertThat(said.err()).contains("/nowhere: there is no such folder", "labels.json");
  }

  @Test
  void helpNamesOnlyTheKindsOfServerThatACommandTakes() {
    assertThat(type("apply", "--help").out()).doesNotContain("rpc://", "pubsub://");
    assertThat(type("lots", "--help").out()).contains("rpc://HOST:PORT and text://HOST:PORT");
    assertThat(type("watch", "--help").out()).contains("pubsub://HOST:PORT");
  }

  @Test
  void examplesInHelpAreNotBrokenOverLines() {
    assertThat(type("up", "--help").out().lines())
        .contains("  lotwatch up --camera north=rtsp://10.0.0.5/main --spots north=n.json \\")
        .contains("  lotwatch up --nodes 3        and beside it:  lotwatch node kill n2");
  }

  @Test
  void folderOfTheOtherKindIsNotBegunAnew() throws Exception {
    var cluster =
        Files.createDirectories(temp.resolve("cluster/n1/raft")).resolve("../..").normalize();
    var alone = Files.createDirectories(temp.resolve("alone/raft")).resolve("..").normalize();

    var one = type("up", "--data", cluster.toString());
    var many = type("up", "--nodes", "3", "--data", alone.toString());

    assertThat(one.exit()).isEqualTo(Exit.USAGE);
    assertThat(one.err()).contains("holds several nodes", "--nodes 3", "--data DIR");
    assertThat(many.exit()).isEqualTo(Exit.USAGE);
    assertThat(many.err()).contains("a node on its own", "--data DIR");
  }

  @Test
  void clusterThatRunsIsNotStartedASecondTime() throws Exception {
    var folder = Files.createDirectories(temp.resolve("running/n1"));
    var self = ProcessHandle.current();
    Files.writeString(
        folder.resolve("lock"),
        "process %d since %s".formatted(self.pid(), self.info().startInstant().orElseThrow()));

    var said = type("up", "--nodes", "2", "--data", folder.resolve("..").normalize().toString());

    assertThat(said.exit()).isEqualTo(Exit.UNAVAILABLE);
    assertThat(said.err()).contains("n1 is in use by process " + self.pid());
  }

  @Test
  void helpIsACommandToo() {
    assertThat(type("help").out()).contains("lotwatch up");
    assertThat(type("help", "lots").out()).contains("what is free");
  }

  @Test
  void nodesWhosePortsMeetAreTwo() throws Exception {
    var file = file("near.yml", "grpc: {ports: '60061,60062'}");

    var said = type("up", "--nodes", "3", "--config", file);

    assertThat(said.exit()).isEqualTo(Exit.USAGE);
    assertThat(said.err()).contains("grpc.ports", "two would open 60062");
    var last = type("up", "--nodes", "3", "--config", file("last.yml", "grpc: {ports: 65534}"));
    assertThat(last.exit()).isEqualTo(Exit.USAGE);
    assertThat(last.err()).contains("65536");
  }

  @Test
  void spotsOfNoCameraAreTwo() {
    assertThat(type("check-config", "--spots", "a.json").err()).contains("--spots");
    assertThat(type("check-config", "--spots", "a.json").exit()).isEqualTo(Exit.USAGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rtsp://admin:hunter22@h/x",
        "rtsp://admin:hunter22@h/x?a=b",
        "a=rtsp:admin:hunter22@h",
        "a=ftp://admin:hunter22@h/x",
        "a b=rtsp://admin:hunter22@h/x",
        "a=rtsp://admin:hunter22@h/x",
      })
  void passwordOfACameraIsNeverSaid(String camera) {
    var said = type("check-config", "--camera", camera);

    assertThat(said.exit()).isEqualTo(Exit.USAGE);
    assertThat(said.err() + said.out()).isNotBlank().doesNotContain("hunter22");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8080", "ftp://h/", "8080", "http://"})
  void urlThatIsNoneIsTwo(String url) {
    var said = type("lots", "--url", url);

    assertThat(said.exit()).isEqualTo(Exit.USAGE);
    assertThat(said.err()).contains("--url").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @CsvSource({
    "watch deck --url rpc://127.0.0.1:1, http://HOST:PORT or pubsub://HOST:PORT",
    "lots --url pubsub://127.0.0.1:1, http://HOST:PORT or rpc://HOST:PORT or text://HOST:PORT",
    "reserve deck A --url pubsub://h, http://HOST:PORT or rpc://HOST:PORT or text://HOST:PORT",
    "cancel deck A --url mqtt://h, http://HOST:PORT or rpc://HOST:PORT or text://HOST:PORT",
    "cameras --url text://127.0.0.1:1, http://HOST:PORT",
    "node list --url rpc://127.0.0.1:1, http://HOST:PORT",
    "watch --url pubsub://127.0.0.1:1, name the lots to watch",
    "lots --url rpc://127.0.0.1:99999, write rpc://HOST:PORT",
    "lots --url text://127.0.0.1:1/lots, write text://HOST:PORT",
    "lots --url text:127.0.0.1:1, write text://HOST:PORT",
    "reserve deck 'A B' --url text://127.0.0.1:1, the call port can",
    "sensor --port 0, --port"
  })
  void portThatCannotDoItIsTwoAndNamesThoseThatCan(String line, String hint) {
    var words = line.replace("'A B'", "A\u0001B").split(" ", -1);
    for (int i = 0; i < words.length; i++) {
      words[i] = words[i].replace('\u0001', ' ');
    }

    var said = type(words);

    assertThat(said.exit()).isEqualTo(Exit.USAGE);
    assertThat(said.err()).contains(hint).doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lots --url rpc://127.0.0.1:1",
        "reserve deck B-LW1 --url text://127.0.0.1:1",
        "watch deck --url pubsub://127.0.0.1:1"
      })
  void noPortIsThreeWithAHint(String line) {
    var said = type(line.split(" ", -1));

    assertThat(said.exit()).isEqualTo(Exit.UNAVAILABLE);
    assertThat(said.err()).contains("127.0.0.1:1", "lotwatch up").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lots", "reserve deck B-LW1", "cancel deck B-LW1", "watch"})
  void noServerIsThreeWithAHint(String line) {
    var words = (line + " --url http://127.0.0.1:1").split(" ", -1);

    assertThat(type(words))
        .satisfies(said -> assertThat(said.exit()).isEqualTo(Exit.UNAVAILABLE))
        .satisfies(said -> assertThat(said.err()).contains("127.0.0.1:1", "lotwatch up"))
        .satisfies(said -> assertThat(said.err()).doesNotContain("\tat "));
  }
}
