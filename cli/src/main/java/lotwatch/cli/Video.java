package lotwatch.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code lotwatch video}: recordings, from the file to the result. */
@Command(
    name = "video",
    description = "Upload videos, have them encoded on all workers, and fetch the results.",
    mixinStandardHelpOptions = true,
    subcommands = {VideoUpload.class, VideoEncode.class, VideoMakeTest.class},
    footer = {
      "",
      "NAME is a recording's label or its id.",
      "  lotwatch video upload a.mov --width 640 --wait && lotwatch video retrieve a.mov -o b.mp4"
    })
final class Video implements Runnable {
  private static final String LIST = "/api/recordings";
  private static final int LISTED_MAX = 1_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  @Command(name = "list", description = "Show all recordings.", mixinStandardHelpOptions = true)
  int list(@Mixin Common common) throws Failure {
    var page = common.server.get("%s?limit=%d".formatted(LIST, LISTED_MAX));
    common.print(page, VideoTable.of(page.path("items")));
    return Exit.OK;
  }

  @Command(
      name = "status",
      description = "Show how far a recording is, piece by piece.",
      mixinStandardHelpOptions = true)
  int status(
      @Mixin Common common,
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--wait", description = "until nothing more comes of it") boolean wait)
      throws Failure {
    var id = id(common, name);
    var recording =
        wait ? new VideoWait(common.server, id).await() : common.server.get(path(id, ""));
    common.print(recording, VideoTable.whole(recording));
    return wait ? VideoWait.exit(recording) : Exit.OK;
  }

  @Command(
      name = "retrieve",
      description = "Fetch the video that was made. A transfer that is cut off goes on.",
      mixinStandardHelpOptions = true)
  int retrieve(
      @Mixin Common common,
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = {"-o", "--output"},
              paramLabel = "FILE",
              required = true)
          Path file)
      throws Failure {
    var recording = common.server.get(path(id(common, name), ""));
    var status = recording.path("status").asString("");
    if (!recording.has("resultBytes")) {
      throw new Failure(Exit.REFUSED, "%s is %s: there is no video".formatted(name, status));
    }
    long bytes = recording.path("resultBytes").asLong(0);
    try (var bar = Bars.bytes("retrieve", bytes)) {
      new VideoTransfer(common.server)
          .retrieve(recording.path("id").asString(""), file, bytes, bar::at);
    }
    common.print(recording, "OK: %d bytes in %s".formatted(bytes, file));
    return Exit.OK;
  }

  @Command(
      name = "cancel",
      description = "End the work on a recording.",
      mixinStandardHelpOptions = true)
  int cancel(@Mixin Common common, @Parameters(paramLabel = "NAME") String name) throws Failure {
    return change(common, name, "cancel");
  }

  @Command(
      name = "retry",
      description = "Begin the work anew on one that failed or was cancelled.",
      mixinStandardHelpOptions = true)
  int retry(@Mixin Common common, @Parameters(paramLabel = "NAME") String name) throws Failure {
    return change(common, name, "retry");
  }

  @Command(
      name = "pin",
      description = "Keep a recording whatever else has to go.",
      mixinStandardHelpOptions = true)
  int pin(@Mixin Common common, @Parameters(paramLabel = "NAME") String name) throws Failure {
    return change(common, name, "pin");
  }

  @Command(
      name = "unpin",
      description = "Let a recording go when something has to.",
      mixinStandardHelpOptions = true)
  int unpin(@Mixin Common common, @Parameters(paramLabel = "NAME") String name) throws Failure {
    return change(common, name, "unpin");
  }

  @Command(
      name = "delete",
      description = "Forget a recording, and its video.",
      mixinStandardHelpOptions = true)
  int delete(@Mixin Common common, @Parameters(paramLabel = "NAME") String name) throws Failure {
    common.print(
        common.server.delete(path(id(common, name), "")), "OK: %s is gone".formatted(name));
    return Exit.OK;
  }

  private static int change(Common common, String name, String what) throws Failure {
    var answer = common.server.post(path(id(common, name), "/" + what), Map.of());
    common.print(answer, "OK: %s %s".formatted(what, name));
    return Exit.OK;
  }

  private static String path(String id, String rest) {
    return LIST + "/" + Server.segment(id) + rest;
  }

  /** Of this label, or else of this id. */
  private static String id(Common common, String name) throws Failure {
    var labelled = common.server.get(LIST + "?label=" + Server.segment(name)).path("items");
    @Nullable JsonNode first = labelled.get(0);
    return first == null ? name : first.path("id").asString("");
  }
}
