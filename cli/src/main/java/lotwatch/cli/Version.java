package lotwatch.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lotwatch version}. */
@Command(
    name = "version",
    description = "Show which Lotwatch and which Java this is.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.Numbers.class)
final class Version implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** The lines of {@code --version} too. */
  static final class Numbers implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var ours = Version.class.getPackage().getImplementationVersion();
      return new String[] {
        "lotwatch " + (ours == null ? "unpackaged" : ours),
        "java "
            + Runtime.version()
            + ", "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
      };
    }
  }

  @Override
  public Integer call() {
    spec.commandLine()
        .getOut()
        .println(String.join(System.lineSeparator(), new Numbers().getVersion()));
    return Exit.OK;
  }
}
