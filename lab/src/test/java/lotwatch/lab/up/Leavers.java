package lotwatch.lab.up;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;

/**
 * Those who connect and say nothing, in a process of their own (each end of a connection costs a
 * file descriptor). Says {@code left} when all are connected, and holds them until its input ends.
 */
final class Leavers {
  private Leavers() {}

  /**
   * Connects to the ports in turns.
   *
   * @param args how many, then ports of this machine
   */
  public static void main(String[] args) throws IOException {
    int count = Integer.parseInt(args[0]);
    var left = new ArrayList<SocketChannel>();
    for (int i = 0; i < count; i++) {
      int port = Integer.parseInt(args[1 + i % (args.length - 1)]);
      left.add(SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    }
    System.out.println("left");
    while (System.in.read() >= 0) {
      // they stay
    }
    for (var each : left) {
      each.close();
    }
  }
}
