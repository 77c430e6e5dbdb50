package lotwatch.lab.bench.crowd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Base64;

/**
 * Somebody with many connections, in a process of its own (each end of a connection costs a file
 * descriptor). Asks once on each and hears the answer; says {@code held} when all are open, and
 * holds them until its input ends.
 */
final class Holder {
  private static final int ANSWER_BYTES = 1 << 10;

  private Holder() {}

  /**
   * Connects.
   *
   * @param args port, address to come from, how many, the question in Base64
   */
  public static void main(String[] args) throws IOException {
    var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
    var from = new InetSocketAddress(InetAddress.getByName(args[1]), 0);
    int count = Integer.parseInt(args[2]);
    byte[] question = Base64.getDecoder().decode(args[3]);
    var answer = ByteBuffer.allocateDirect(ANSWER_BYTES);
    var held = new ArrayList<SocketChannel>();
    for (int i = 0; i < count; i++) {
      var channel = SocketChannel.open().bind(from);
      channel.connect(server);
      channel.write(ByteBuffer.wrap(question));
      if (channel.read(answer.clear()) <= 0) {
        throw new IOException("connection %d was not answered".formatted(i));
      }
      held.add(channel);
    }
    System.out.println("held");
    while (System.in.read() >= 0) {
      // they stay
    }
    for (var channel : held) {
      channel.close();
    }
  }
}
