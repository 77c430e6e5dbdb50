package lotwatch.ffmpeg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegTest {
  @TempDir Path cache;

  @Test
  void jarsFfmpegStartsFromAnEmptyCacheAndEncodes() throws Exception {
    var ffmpeg = Ffmpeg.find(null, cache);

    assertThat(ffmpeg.program()).startsWith(cache);
    assertThat(ffmpeg.version()).startsWith("8.0.1");
    var encoders = ffmpeg.command(List.of("-v", "error", "-encoders")).start();
    assertThat(new String(encoders.getInputStream().readAllBytes(), UTF_8)).contains("libx264");
    var probe = ffmpeg.probeCommand(List.of("-version")).start();
    assertThat(new String(probe.getInputStream().readAllBytes(), UTF_8))
        .contains("ffprobe version 8.0.1");
  }

  @Test
  void damagedCacheIsMended() throws Exception {
    var first = Ffmpeg.find(null, cache);
    Files.writeString(first.program(), "half a program");

    assertThat(Ffmpeg.find(null, cache).version()).isEqualTo(first.version());
  }

  @Test
  void configuredProgramThatIsNoneIsAnErrorThatSaysWhatToDo() throws Exception {
    var noFfmpeg =
        Files.writeString(cache.resolve("ffmpeg"), "#!/bin/sh\necho I am a shell script\n");
    assertThat(noFfmpeg.toFile().setExecutable(true)).isTrue();

    assertThatThrownBy(() -> Ffmpeg.find(noFfmpeg, cache))
        .isInstanceOf(FfmpegException.class)
        .hasMessageContaining("I am a shell script")
        .hasMessageContaining("apt-get install ffmpeg")
        .message()
        .hasLineCount(1);
  }

  @Test
  void programThatIsKilledAtItsStartIsStartedAgain() throws Exception {
    var killedOnce =
        Files.writeString(
            cache.resolve("ffmpeg"),
            """
            #!/bin/sh
            if mkdir '%s' 2>/dev/null; then kill -9 $$; fi
            echo ffmpeg version 8
            """
                .formatted(cache.resolve("started")));
    assertThat(killedOnce.toFile().setExecutable(true)).isTrue();
    assertThat(Ffmpeg.find(killedOnce, cache).version()).isEqualTo("8");

    var silent = Files.writeString(cache.resolve("silent"), "#!/bin/sh\nkill -9 $$\n");
    assertThat(silent.toFile().setExecutable(true)).isTrue();
    assertThatThrownBy(() -> Ffmpeg.find(silent, cache))
        .isInstanceOf(FfmpegException.class)
        .hasMessageContaining("says: nothing, 3 times");
  }

  @Test
  void configuredProgramIsUsed() throws Exception {
    var jars = Ffmpeg.find(null, Ffmpeg.defaultCache());
    var mine =
        Files.writeString(
            cache.resolve("my-ffmpeg"),
            "#!/bin/sh\nLD_LIBRARY_PATH='%s' exec '%s' \"$@\"\n"
                .formatted(jars.environment().get("LD_LIBRARY_PATH"), jars.program()));
    assertThat(mine.toFile().setExecutable(true)).isTrue();

    assertThat(Ffmpeg.find(mine, cache).program()).isEqualTo(mine);
  }

  @Test
  void loadersComplaintNamesTheMissingLibrary() {
    assertThat(
            Ffmpeg.missingLibrary(
                "/c/ffmpeg: error while loading shared libraries: libpulse.so.0: cannot open"
                    + " shared object file: No such file or directory"))
        .isEqualTo("libpulse.so.0");
    assertThat(Ffmpeg.missingLibrary("ffmpeg version 8.0.1")).isNull();
  }

  @Test
  void stubIsMadeOnlyForLibrariesWeKnow() throws Exception {
    assertThat(FfmpegJar.stub(cache, "libpulse.so.0"))
        .isNotNull()
        .isDirectoryContaining("glob:**/libpulse.so.0");
    assertThat(FfmpegJar.stub(cache, "libc.so.6")).isNull();
    assertThat(FfmpegJar.stub(cache, "../../etc")).isNull();
  }
}
