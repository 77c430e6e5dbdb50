package lotwatch.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lotwatch video}: recordings. */
@Command(
    name = "video",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Work on recordings.",
    footer = {
      "",
      "Try it:  lotwatch video make-test in.mp4     and then:",
      "  lotwatch video encode in.mp4 out.mp4 --width 640 --height 360"
    },
    subcommands = {VideoEncode.class, VideoMakeTest.class})
final class Video implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Without a command there is only help to give. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }
}
