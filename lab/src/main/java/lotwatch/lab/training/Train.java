package lotwatch.lab.training;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lotwatch train}: makes the network that tells free spots from occupied ones. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes the network that tells free spots from occupied ones, and its card.",
      "The same seed, data, epochs and threads give the same network on the same kind of machine."
    })
public final class Train implements Callable<Integer> {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description =
          "Folder with spot-patches/acpds (images of single spots and an index.csv) and"
              + " data/occupancy/pklot-ufpr04 and -ufpr05.")
  private Path data = Path.of("");

  @Option(
      names = "--out",
      defaultValue = "spots.onnx",
      paramLabel = "FILE",
      description = "Where the network goes; the card beside it, ending in .md (${DEFAULT-VALUE}).")
  private Path out = Path.of("spots.onnx");

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Everything random follows from it (${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--epochs",
      defaultValue = "34",
      description = "Passes over the samples (${DEFAULT-VALUE}).")
  private int epochs = 34;

  @Option(
      names = "--lots",
      defaultValue = "100",
      description = "Made-up lots rendered to learn from (${DEFAULT-VALUE}).")
  private int lots = 100;

  @Option(
      names = "--campuses",
      defaultValue = "3",
      description = "Simulated campuses rendered to learn from (${DEFAULT-VALUE}).")
  private int campuses = 3;

  @Option(
      names = "--held-out",
      defaultValue = "test",
      paramLabel = "PREFIX",
      description =
          "Views whose name begins so are not learned from but measured on (${DEFAULT-VALUE}).")
  private String heldOut = "test";

  @Option(
      names = "--leave-pklot",
      description = "Do not learn from PKLot, so that it measures as a lot never seen.")
  private boolean leavePklot;

  @Option(
      names = "--minutes",
      defaultValue = "0",
      description = "Stop after so long with what was learned; 0 is no limit (${DEFAULT-VALUE}).")
  private int minutes;

  /** Runs the command and exits with its code. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Train()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var log = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var stock = Stock.gather(new Stock.Wish(data, !leavePklot, heldOut, lots, campuses, seed), log);
    var course = new Course(epochs, minutes, seed);
    var result = course.run(stock, log, this::keep);
    Files.write(out, result.onnx());
    var card = out.resolveSibling(out.getFileName().toString().replaceAll("\\.onnx$", "") + ".md");
    Files.writeString(card, card(stock, result));
    log.printf("%s, %,d bytes; its card is %s%n", out, result.onnx().length, card);
    return 0;
  }

  private void keep(byte[] onnx) {
    try {
      Files.write(out, onnx);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String card(Stock stock, Course.Result result) {
    return String.format(
        Locale.ROOT,
        """
        # spots.onnx: free or occupied, from one crop

        Made by

            lotwatch train --data DIR --seed %d --epochs %d --lots %d --campuses %d --held-out %s%s

        - Input `crops`: batch x 4 x 64 x 64 floats (luma, Cb, Cr, outline) as `Crop` cuts them.
          Output `occupied`: batch x 1, the probability that a vehicle stands there.
        - %,d weights, %,d multiply-adds a crop. Batch norms are folded in, the log-odds divided by
          the temperature %.3f, found on the held-out views.
        - Learned from %,d crops of %d views: %s.
        - Views held out: %d with %,d spots, %.2f %% of them right.

        Data: ACPDS (Martin Marek, "Image-Based Parking Space Occupancy Classification: Dataset and
        Baseline", 2021; MIT licence), PKLot (Paulo Almeida, Luiz Oliveira, Alceu Britto, Eunelson
        Silva, Alessandro Koerich, "PKLot - A robust dataset for parking lot classification", 2015;
        CC BY 4.0) unless left out, and lots rendered by Lotwatch's own simulator. No weights came
        from anywhere else. Licence of the weights: that of Lotwatch.
        """,
        seed,
        epochs,
        lots,
        campuses,
        heldOut,
        leavePklot ? " --leave-pklot" : "",
        result.weights(),
        result.multiplyAdds(),
        result.temperature(),
        stock.learn().size(),
        Stock.views(stock.learn()),
        stock.sources(),
        Stock.views(stock.measure()),
        stock.measure().size(),
        100 * result.accuracy());
  }
}
