package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import lotwatch.lab.bench.PeerProcess;

/** A system that tells many what one says; it runs until it is closed. */
interface Broker extends AutoCloseable {
  /** As on the command line. */
  String name();

  /** Its version, and what was set on it. */
  String about();

  /**
   * Begins to subscribe once more; the audience is told when it is done.
   *
   * @param selector of the thread that calls this, which reads what wants to be read
   */
  PeerSubscriber join(Audience audience, Selector selector) throws IOException;

  /** One more publisher. */
  Publisher publisher() throws IOException;

  /** How many events it says that it dropped; empty if it does not say. */
  OptionalLong dropped() throws IOException, InterruptedException;

  @Override
  void close();

  /** A port of this machine. */
  static InetSocketAddress local(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /**
   * Waits until a server listens.
   *
   * @throws IOException if it ends or takes too long, with what it said
   */
  static void await(PeerProcess server, InetSocketAddress at, Duration max) throws IOException {
    long deadline = System.nanoTime() + max.toNanos();
    while (true) {
      server.check();
      try (var _ = new Socket(at.getAddress(), at.getPort())) {
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  /** The first line that a program says of itself. */
  static String version(Path program, String flag) throws IOException, InterruptedException {
    return PeerProcess.run(Path.of("/"), List.of(program.toString(), flag))
        .lines()
        .findFirst()
        .orElse("unknown version");
  }
}
