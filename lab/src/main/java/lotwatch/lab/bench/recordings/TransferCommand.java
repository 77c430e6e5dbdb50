package lotwatch.lab.bench.recordings;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import lotwatch.lab.bench.FolderOption;
import lotwatch.lab.bench.Machine;
import lotwatch.lab.bench.Scratch;
import lotwatch.lab.bench.servers.LaunchedNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lotwatch bench transfer}: uploads and downloads beside cat over loopback TCP. */
@Command(
    name = "transfer",
    mixinStandardHelpOptions = true,
    header = "Bytes per second up and down beside cat over TCP, and the memory of a large upload.",
    description = {
      "",
      "A video of noise is uploaded, kept as it is (codec copy), and downloaded. cat sends the same",
      "file over a connection of this machine to a program that writes it and syncs nothing.",
      "Then a file of zeros is uploaded while the node's memory is watched.",
      ""
    })
public final class TransferCommand implements Callable<Integer> {
  private static final double MB = 1e6;
  private static final double MIB = 1 << 20;
  private static final int ROUNDS = 3;
  private static final long SETTLE_MILLIS = 12_000;
  private static final long LOOK_MILLIS = 100;
  private static final Pattern RESIDENT = Pattern.compile("(?m)^RssAnon:\\s+(\\d+) kB$");

  @Option(
      names = "--frames",
      defaultValue = "500",
      description = "Of the video, about 1.5 MB each; default ${DEFAULT-VALUE}.")
  private int frames = 500;

  @Option(
      names = "--gigabytes",
      defaultValue = "4",
      description = "Of the file of zeros; default ${DEFAULT-VALUE}.")
  private int gigabytes = 4;

  @Mixin private FolderOption folder = new FolderOption();

  /** Makes the command that picocli fills. */
  public TransferCommand() {}

  private interface Work {
    void run() throws Exception;
  }

  @Override
  public Integer call() throws Exception {
    LaunchedNode.build();
    System.out.println(Machine.text());
    try (var scratch = Scratch.in(folder.path());
        var node = Node.start(scratch.resolve("node"), 1)) {
      var video = scratch.resolve("noise.mp4");
      Made.large(video, frames);
      long bytes = Files.size(video);
      System.out.printf(Locale.ROOT, "a video of %.0f MB, %d rounds%n", bytes / MB, ROUNDS);
      for (int round = 0; round < ROUNDS; round++) {
        double cat = seconds(() -> cat(video, scratch.resolve("copy")));
        var id = new String[1];
        double up = seconds(() -> id[0] = node.upload(video, "&codec=copy"));
        node.awaitCompleted(id[0]);
        var target = scratch.resolve("result");
        var down = new long[1];
        double took = seconds(() -> down[0] = node.download(id[0], target));
        say("cat over TCP", bytes, cat, cat);
        say("upload, synced and hashed", bytes, up, cat);
        say("download", down[0], took, cat * down[0] / bytes);
        Files.delete(target);
      }
      memory(node, scratch.resolve("zeros.mp4"));
    }
    return 0;
  }

  private static void say(String what, long bytes, double seconds, double cat) {
    System.out.printf(
        Locale.ROOT,
        "%-28s %6.2f s %7.0f MB/s %6.2f of cat%n",
        what,
        seconds,
        bytes / seconds / MB,
        cat / seconds);
  }

  private void memory(Node node, Path zeros) throws Exception {
    try (var file = new RandomAccessFile(zeros.toFile(), "rw")) {
      file.setLength((long) gigabytes << 30); // takes no space
    }
    Thread.sleep(SETTLE_MILLIS);
    long pid = node.launched().pid();
    long idle = resident(pid);
    var most = new AtomicLong(idle);
    var watched =
        Thread.startVirtualThread(() -> {
          while (!Thread.currentThread().isInterrupted()) {
            most.accumulateAndGet(resident(pid), Math::max);
            try {
              Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException _) {
              return;
            }
          }
        });
    double took = seconds(() -> node.upload(zeros, ""));
    watched.interrupt();
    watched.join();
    System.out.printf(
        Locale.ROOT,
        "%d GiB uploaded in %.1f s: %.0f MiB of memory (RssAnon) before, %.0f at most, %.0f more%n",
        gigabytes,
        took,
        idle / MIB,
        most.get() / MIB,
        (most.get() - idle) / MIB);
  }

  /** What lies in memory and in no file. */
  private static long resident(long pid) {
    try {
      var found = RESIDENT.matcher(Files.readString(Path.of("/proc/%d/status".formatted(pid))));
      return found.find() ? Long.parseLong(found.group(1)) << 10 : 0;
    } catch (IOException _) {
      return 0;
    }
  }

  /** Sends a file over a connection of this machine, and writes what comes. */
  private static void cat(Path source, Path target) throws Exception {
    try (var socket = new ServerSocket(0)) {
      var send = "cat '%s' > /dev/tcp/127.0.0.1/%d".formatted(source, socket.getLocalPort());
      var sending =
          new FutureTask<>(() -> new ProcessBuilder("bash", "-c", send).start().waitFor());
      Thread.startVirtualThread(sending);
      try (var peer = socket.accept();
          var in = peer.getInputStream();
          var out = Files.newOutputStream(target)) {
        in.transferTo(out);
      }
      if (sending.get() != 0) {
        throw new IOException("cat failed");
      }
    }
    Files.delete(target);
  }

  private static double seconds(Work work) throws Exception {
    long begun = System.nanoTime();
    work.run();
    return (System.nanoTime() - begun) / 1e9;
  }
}
