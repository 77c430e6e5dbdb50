package lotwatch.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lotwatch video upload FILE}. */
@Command(
    name = "upload",
    description = "Upload a video and have it encoded. An upload that is cut off goes on.",
    mixinStandardHelpOptions = true)
final class VideoUpload implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Parameters(paramLabel = "FILE", description = "the video")
  Path file = Path.of("");

  @Option(
      names = "--label",
      description =
          "what it is called; the file's name unless given. One of this label is replaced")
  @Nullable String label;

  @Option(names = "--format", description = "mp4, mkv, webm or mov")
  @Nullable String format;

  @Option(names = "--codec", description = "h264, h265, vp9, av1 or copy")
  @Nullable String codec;

  @Option(names = "--width", description = "pixels, even; follows the height or the source")
  @Nullable String width;

  @Option(names = "--height", description = "pixels, even")
  @Nullable String height;

  @Option(names = "--frame-rate", description = "such as 25, 29.97 or 30000/1001")
  @Nullable String frameRate;

  @Option(names = "--crop", paramLabel = "WxH+LEFT+TOP", description = "the part that is kept")
  @Nullable String crop;

  @Option(names = "--rotate", description = "clockwise: 90, 180 or 270 degrees")
  @Nullable String rotate;

  @Option(names = "--deinterlace", description = "make one frame of two fields")
  boolean deinterlace;

  @Option(names = "--crf", description = "how much may be lost, on the codec's own scale")
  @Nullable String crf;

  @Option(names = "--bit-rate", description = "bits per second, in place of --crf")
  @Nullable String bitRate;

  @Option(names = "--preset", description = "ultrafast to veryslow")
  @Nullable String preset;

  @Option(names = "--wait", description = "until it is encoded; exit code 1 if it cannot be")
  boolean wait;

  @Override
  public Integer call() throws Failure {
    var name = Objects.requireNonNullElse(label, String.valueOf(file.getFileName()));
    if (!Files.isRegularFile(file)) {
      throw new Failure(Exit.USAGE, "there is no file " + file);
    }
    String id;
    try (var bar = Bars.bytes("upload", file.toFile().length())) {
      id = new VideoTransfer(common.server).upload(file, name, query(), bar::at);
    }
    if (!wait) {
      var recording = common.server.get("/api/recordings/" + Server.segment(id));
      common.print(recording, "OK: %s is recording %s".formatted(name, id));
      return Exit.OK;
    }
    var recording = new VideoWait(common.server, id).await();
    common.print(recording, VideoTable.whole(recording));
    return VideoWait.exit(recording);
  }

  private String query() {
    var asked = new LinkedHashMap<String, @Nullable String>();
    asked.put("container", format);
    asked.put("codec", codec);
    asked.put("width", width);
    asked.put("height", height);
    asked.put("frameRate", frameRate);
    asked.put("crop", crop);
    asked.put("rotate", rotate);
    asked.put("deinterlace", deinterlace ? "true" : null);
    asked.put("crf", crf);
    asked.put("bitRate", bitRate);
    asked.put("preset", preset);
    return asked.entrySet().stream()
        .filter(each -> each.getValue() != null)
        .map(VideoUpload::pair)
        .collect(Collectors.joining("&", "?", ""));
  }

  private static String pair(Map.Entry<String, @Nullable String> each) {
    return each.getKey() + "=" + Server.segment(String.valueOf(each.getValue()));
  }
}
