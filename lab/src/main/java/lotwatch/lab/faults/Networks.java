package lotwatch.lab.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A network for each of some members, joined by a switch in this process, which can make one deaf
 * to another, slow, or lossy, each way by itself. Linux network namespaces, each with a TUN device
 * whose other end is read and written here; needs root, {@code ip} and {@code nsenter}.
 *
 * @see <a href="https://docs.kernel.org/networking/tuntap.html">Universal TUN/TAP device driver</a>
 */
public final class Networks implements AutoCloseable {
  private static final Path NAMES = Path.of("/run/netns");
  private static final Pattern OWNED = Pattern.compile("lw(\\d{1,18})-\\d+");
  private static final int TUNSETIFF = 0x400454ca;
  private static final short IFF_TUN = 0x0001;
  private static final short IFF_NO_PI = 0x1000;
  private static final int IFREQ_BYTES = 40;
  private static final int IFREQ_FLAGS = 16;
  private static final int PACKET_BYTES_MAX = 9_000;
  private static final int IPV4 = 4;
  private static final int PROTOCOL = 9;
  private static final int TCP = 6;
  private static final int TO_LAST_BYTE = 19;

  /** So many members at most: the last byte of an address. */
  public static final int MEMBERS_MAX = 250;

  private final int count;
  private final List<Integer> ends = new ArrayList<>();
  private final List<ExecutorService> inside = new ArrayList<>();
  private final Way[][] ways;
  private final Set<Integer> forgotten = ConcurrentHashMap.newKeySet();
  private final SplittableRandom random;
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("late-packets").factory());

  /**
   * What becomes of packets from one member to another.
   *
   * @param cut true if none arrives
   * @param delay of each
   * @param loss the part of them that is lost by chance, 0 to 1
   */
  private record Way(boolean cut, Duration delay, double loss) {
    static final Way FREE = new Way(false, Duration.ZERO, 0);
  }

  private Networks(int count, long seed) {
    this.count = count;
    this.random = new SplittableRandom(seed);
    this.ways = new Way[count + 1][count + 1];
    heal();
  }

  /**
   * Makes them.
   *
   * @param count of members; the first is member 1
   * @param seed decides which packets are lost
   * @throws IOException if that is not possible here; says what is missing
   */
  public static Networks make(int count, long seed) throws IOException {
    if (count > MEMBERS_MAX) {
      throw new IllegalArgumentException("more than %d members".formatted(MEMBERS_MAX));
    }
    Shell.run("nsenter", "--version");
    clear();
    var networks = new Networks(count, seed);
    try {
      for (int i = 1; i <= count; i++) {
        networks.ends.add(network(i));
        networks.inside.add(thread(i));
      }
    } catch (IOException e) {
      networks.close();
      throw e;
    }
    for (int i = 1; i <= count; i++) {
      int from = i;
      Thread.ofPlatform().daemon().name("packets-of-" + i).start(() -> networks.carry(from));
    }
    return networks;
  }

  private static int network(int member) throws IOException {
    int end = Posix.open("/dev/net/tun", Posix.READ_WRITE);
    try (var arena = Arena.ofConfined()) {
      var request = arena.allocate(IFREQ_BYTES);
      MemorySegment.copy(
          name(member).getBytes(US_ASCII),
          0,
          request,
          ValueLayout.JAVA_BYTE,
          0,
          name(member).length());
      request.set(ValueLayout.JAVA_SHORT, IFREQ_FLAGS, (short) (IFF_TUN | IFF_NO_PI));
      Posix.ioctl(end, TUNSETIFF, request);
      Shell.run("ip", "netns", "add", name(member));
      Shell.run("ip", "link", "set", name(member), "netns", name(member));
      in(member, "addr", "add", address(member) + "/24", "dev", name(member));
      in(member, "link", "set", name(member), "mtu", String.valueOf(PACKET_BYTES_MAX), "up");
      in(member, "link", "set", "lo", "up");
      return end;
    } catch (IOException e) {
      Posix.close(end);
      throw e;
    }
  }

  private static void in(int member, String... words) throws IOException {
    var command = new ArrayList<>(List.of("ip", "-n", name(member)));
    command.addAll(List.of(words));
    Shell.run(command.toArray(String[]::new));
  }

  /** Of this process: others may have networks too. */
  private static String name(int member) {
    return "lw%d-%d".formatted(ProcessHandle.current().pid(), member);
  }

  /** Takes away what processes left that are no more. */
  private static void clear() throws IOException {
    try (var names = Files.newDirectoryStream(NAMES, "lw*-*")) {
      for (var each : names) {
        var owner = OWNED.matcher(each.getFileName().toString());
        if (owner.matches() && ProcessHandle.of(Long.parseLong(owner.group(1))).isEmpty()) {
          Shell.tried("ip", "netns", "del", owner.group());
        }
      }
    } catch (NoSuchFileException e) {
      // There never was one.
    }
  }

  /** Where member 1, 2, ... is reached. */
  public static String address(int member) {
    return "10.77.0." + member;
  }

  /**
   * The words that run a command in a member's network. Not {@code ip netns exec}, which also gives
   * it mounts of its own: disks of others would then stay mounted for as long as it runs.
   */
  public static List<String> inside(int member, List<String> command) {
    var words = new ArrayList<>(List.of("nsenter", "--net=" + NAMES.resolve(name(member))));
    words.addAll(command);
    return words;
  }

  /**
   * Connects to a port that a member has on its own loopback address.
   *
   * @throws IOException if nobody listens there
   */
  public Socket connect(int member, int port, Duration waitMax) throws IOException {
    try {
      return inside.get(member - 1).submit(() -> connected(port, waitMax)).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException | RejectedExecutionException e) {
      throw new IOException("n%d is not reached: %s".formatted(member, e.getMessage()), e);
    }
  }

  private static Socket connected(int port, Duration waitMax) throws IOException {
    var socket = new Socket();
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      socket.connect(address, Math.toIntExact(waitMax.toMillis()));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** A thread that lives in a member's network: what it connects is there. */
  private static ExecutorService thread(int member) throws IOException {
    var thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("inside-" + member).factory());
    try {
      thread
          .submit(() -> {
            Posix.enterNetwork(NAMES.resolve(name(member)).toString());
            return member;
          })
          .get();
      return thread;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  /** From now on nothing that one member sends reaches the other; answers count as sent too. */
  public void cut(int from, int to) {
    set(from, to, new Way(true, Duration.ZERO, 0));
  }

  /**
   * From now on what one member sends to the other comes late, or not at all.
   *
   * @param loss the part that is lost, 0 to 1
   */
  public void slow(int from, int to, Duration delay, double loss) {
    set(from, to, new Way(false, delay, loss));
  }

  /**
   * From now on packets from or to this TCP port are lost, as behind a router that has forgotten a
   * connection.
   */
  public void forget(int port) {
    forgotten.add(port);
  }

  private boolean isForgotten(MemorySegment packet) {
    int head = (packet.get(ValueLayout.JAVA_BYTE, 0) & 0xf) * 4;
    return !forgotten.isEmpty()
        && packet.get(ValueLayout.JAVA_BYTE, PROTOCOL) == TCP
        && packet.byteSize() >= head + 4
        && (forgotten.contains(port(packet, head)) || forgotten.contains(port(packet, head + 2)));
  }

  private static int port(MemorySegment packet, int at) {
    return Byte.toUnsignedInt(packet.get(ValueLayout.JAVA_BYTE, at)) << 8
        | Byte.toUnsignedInt(packet.get(ValueLayout.JAVA_BYTE, at + 1));
  }

  /** All reach all again, at once. */
  public void heal() {
    forgotten.clear();
    for (int from = 0; from <= count; from++) {
      for (int to = 0; to <= count; to++) {
        set(from, to, Way.FREE);
      }
    }
  }

  private synchronized void set(int from, int to, Way way) {
    ways[from][to] = way;
  }

  /** Null if the packet is lost. */
  private synchronized @Nullable Duration delay(int from, int to) {
    var way = ways[from][to];
    boolean lost = way.cut || (way.loss > 0 && random.nextDouble() < way.loss);
    return lost ? null : way.delay;
  }

  /** Until the device is gone. */
  private void carry(int from) {
    try (var arena = Arena.ofConfined()) {
      var packet = arena.allocate(PACKET_BYTES_MAX);
      while (true) {
        int bytes = Posix.read(ends.get(from - 1), packet);
        if (bytes <= 0) {
          return;
        }
        if (bytes > TO_LAST_BYTE && packet.get(ValueLayout.JAVA_BYTE, 0) >> 4 == IPV4) {
          pass(packet.asSlice(0, bytes), from);
        }
      }
    }
  }

  private void pass(MemorySegment packet, int from) {
    int to = Byte.toUnsignedInt(packet.get(ValueLayout.JAVA_BYTE, TO_LAST_BYTE));
    var delay = to < 1 || to > count ? null : delay(from, to);
    if (delay == null || isForgotten(packet)) {
      return;
    }
    int end = ends.get(to - 1);
    if (delay.isZero()) {
      Posix.write(end, packet);
      return;
    }
    var kept = Arena.ofAuto().allocate(packet.byteSize()).copyFrom(packet);
    try {
      var _ = later.schedule(() -> Posix.write(end, kept), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // It is closed, and the packet is lost.
    }
  }

  /** Takes them away; what still runs in them has no network any more. */
  @Override
  public void close() {
    later.shutdownNow();
    inside.forEach(ExecutorService::shutdownNow);
    for (int i = 1; i <= count; i++) {
      Shell.tried("ip", "netns", "del", name(i));
    }
    ends.forEach(Posix::close);
  }
}
