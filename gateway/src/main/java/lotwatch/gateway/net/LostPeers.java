package lotwatch.gateway.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;

/**
 * Finds peers that are gone without a word: a cable is out, a machine was switched off, a router
 * forgot the connection. The systems at both ends tell each other that they live, whatever the
 * programs say; a peer that reads nothing but whose system answers is not lost.
 *
 * @param unacknowledgedMax how long the other end's system may answer nothing
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>: TCP_KEEPIDLE,
 *     TCP_USER_TIMEOUT, TCP_INFO
 */
public record LostPeers(Duration unacknowledgedMax) {
  /** The shortest that can be told: the system counts whole seconds, and asks several times. */
  public static final Duration MIN = Duration.ofSeconds(3);

  private static final int PROBES = 3;

  /** The parts of {@link #unacknowledgedMax} until it is asked, and between the questions. */
  private static final int IDLE_SHARE = 3;

  private static final int PROBE_SHARE = 6;
  private static final IntegerUnixChannelOption USER_TIMEOUT =
      new IntegerUnixChannelOption("TCP_USER_TIMEOUT", 6, 18);
  private static final String LISTENING = "0A";

  /**
   * @throws IllegalArgumentException if it is shorter than {@link #MIN}
   */
  public LostPeers {
    if (unacknowledgedMax.compareTo(MIN) < 0) {
      throw new IllegalArgumentException(
          "unacknowledgedMax is %s, it must be at least %s".formatted(unacknowledgedMax, MIN));
    }
  }

  /** Longer than a peer that lives goes without an answer, so that it may make room for others. */
  Duration silentMin() {
    return unacknowledgedMax.dividedBy(2);
  }

  private int idleSeconds() {
    return Math.toIntExact(unacknowledgedMax.dividedBy(IDLE_SHARE).toSeconds());
  }

  private int probeSeconds() {
    return Math.max(1, Math.toIntExact(unacknowledgedMax.dividedBy(PROBE_SHARE).toSeconds()));
  }

  /** Has the system ask after the peers of all connections that a port will have. */
  void watch(ServerBootstrap port) {
    port.childOption(ChannelOption.SO_KEEPALIVE, true);
    if (Epoll.isAvailable()) {
      port.childOption(EpollChannelOption.TCP_KEEPIDLE, idleSeconds())
          .childOption(EpollChannelOption.TCP_KEEPINTVL, probeSeconds())
          .childOption(EpollChannelOption.TCP_KEEPCNT, PROBES);
    } else {
      port.childOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), idleSeconds())
          .childOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), probeSeconds())
          .childOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), PROBES);
    }
  }

  /** How long the peer's system has answered nothing; zero where the system does not tell. */
  static Duration silence(SocketChannel channel) {
    return channel instanceof EpollSocketChannel epoll && epoll.isOpen()
        ? Duration.ofMillis(epoll.tcpInfo().lastAckRecv())
        : Duration.ZERO;
  }

  /**
   * Whether what was sent is not acknowledged. Such a connection is not asked whether it lives,
   * since what is sent again asks already; the system itself gives up after a quarter of an hour.
   */
  boolean isLost(SocketChannel channel) {
    if (!(channel instanceof EpollSocketChannel epoll) || !epoll.isOpen()) {
      return false;
    }
    var told = epoll.tcpInfo();
    return told.retransmits() > 0 && told.lastAckRecv() > unacknowledgedMax.toMillis();
  }

  /**
   * Has the system ask after the peer of a connection.
   *
   * @throws IOException if the connection is gone
   */
  public void watch(Socket connection) throws IOException {
    connection.setKeepAlive(true);
    connection.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, idleSeconds());
    connection.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, probeSeconds());
    connection.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
  }

  /**
   * Has the system close connections whose peer acknowledges nothing of what it is sent: those that
   * a port will have, since they inherit it. The JDK does not offer this, Netty only for sockets of
   * its own; so the port's socket is looked up among this process's open files.
   *
   * @param port that listens in this process
   * @return whether it could be done; it is of Linux, and needs Netty's library
   */
  public boolean closeUnacknowledged(int port) {
    if (!Epoll.isAvailable()) {
      return false;
    }
    try {
      int millis = Math.toIntExact(unacknowledgedMax.toMillis());
      var sockets = listening(port);
      for (int file : sockets) {
        // Never closed: the socket is not its own.
        var _ = new EpollServerSocketChannel(file).config().setOption(USER_TIMEOUT, millis);
      }
      return !sockets.isEmpty();
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  /** The file numbers of this process's sockets that listen on a port. */
  private static Set<Integer> listening(int port) throws IOException {
    var links = new HashSet<String>();
    for (var table : new String[] {"/proc/self/net/tcp", "/proc/self/net/tcp6"}) {
      for (var line : Files.readAllLines(Path.of(table), US_ASCII)) {
        var words = line.strip().split("\\s+", -1);
        if (words.length > 9
            && words[3].equals(LISTENING)
            && words[1].endsWith(":%04X".formatted(port))) {
          links.add("socket:[%s]".formatted(words[9]));
        }
      }
    }
    var numbers = new HashSet<Integer>();
    try (var files = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (var file : files) {
        if (links.contains(target(file))) {
          numbers.add(Integer.valueOf(file.getFileName().toString()));
        }
      }
    }
    return numbers;
  }

  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }
}
