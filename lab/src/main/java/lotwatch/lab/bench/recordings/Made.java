package lotwatch.lab.bench.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lotwatch.ffmpeg.Ffmpeg;

/** Videos that are made to be encoded. */
final class Made {
  private Made() {}

  /** H.264 of a test pattern with much noise, so that it has many bytes: about 1.5 MB a frame. */
  static void large(Path target, int frames) throws Exception {
    run(
        List.of(
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=1920x1080:r=25,noise=alls=60:allf=t",
            "-frames:v",
            "" + frames,
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-qp",
            "8",
            "-g",
            "50",
            "-pix_fmt",
            "yuv420p"),
        target);
  }

  /** 1080p at 30 frames a second, with sound and grain: a given video again and again, scaled. */
  static void grainy(Path source, Path target, int seconds) throws Exception {
    var grain = "scale=1920:1080,fps=30,noise=alls=8:allf=t,format=yuv420p";
    run(
        List.of(
            "-stream_loop",
            "-1",
            "-i",
            source.toString(),
            "-f",
            "lavfi",
            "-i",
            "sine=f=440:r=48000",
            "-map",
            "0:v:0",
            "-map",
            "1:a:0",
            "-vf",
            grain,
            "-t",
            "" + seconds,
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-crf",
            "23",
            "-g",
            "60",
            "-c:a",
            "aac"),
        target);
  }

  private static void run(List<String> words, Path target) throws Exception {
    var all = new ArrayList<>(List.of("-nostdin", "-v", "error", "-y"));
    all.addAll(words);
    all.add(target.toString());
    var process =
        Ffmpeg.find(null, Ffmpeg.defaultCache()).command(all).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("no video: " + said);
    }
  }
}
