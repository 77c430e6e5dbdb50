package lotwatch.lab.page;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * The clients of the crowd test, in a process of their own (each end of a connection costs a file
 * descriptor). Says {@code connected} when every reader has its snapshot; reads one line, the
 * sequence to wait for; says {@code readers=... short=... gaps=... gone=...} when all have it.
 */
final class SseCrowd {
  private static final byte[] REQUEST =
      "GET /api/live HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
          .getBytes(US_ASCII);
  private static final int RECEIVE_BYTES = 4 << 10;
  private static final int WAVE = 200;

  private final Selector selector = Selector.open();
  private final List<SocketChannel> deaf = new ArrayList<>();
  private final List<SseReader> ears = new ArrayList<>();
  private final ByteBuffer bytes = ByteBuffer.allocateDirect(64 << 10);
  private final InetSocketAddress server;
  private int hungUp;

  private SseCrowd(int port) throws IOException {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /**
   * Connects and listens.
   *
   * @param args port, how many read, how many never read
   */
  public static void main(String[] args) throws IOException {
    var crowd = new SseCrowd(Integer.parseInt(args[0]));
    int readers = Integer.parseInt(args[1]);
    crowd.connect(readers, Integer.parseInt(args[2]));
    System.out.println("connected");
    var in = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
    long wanted = Long.parseLong(in.readLine());
    crowd.listenUntil(wanted);
    long gaps = crowd.ears.stream().mapToLong(SseReader::gaps).sum();
    long missing = crowd.ears.stream().filter(ear -> ear.last() < wanted).count();
    System.out.println(
        "readers=%d short=%d gaps=%d gone=%d".formatted(readers, missing, gaps, crowd.hungUp));
    in.readLine(); // keeps the connections open until the test has looked
  }

  private void connect(int readers, int nonReaders) throws IOException {
    for (int i = 0; i < nonReaders; i++) {
      var channel = SocketChannel.open();
      channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BYTES);
      channel.connect(server);
      channel.write(ByteBuffer.wrap(REQUEST));
      deaf.add(channel);
    }
    for (int i = 0; i < readers; i++) {
      var channel = SocketChannel.open(server);
      channel.write(ByteBuffer.wrap(REQUEST));
      channel.configureBlocking(false);
      var ear = new SseReader();
      ears.add(ear);
      channel.register(selector, SelectionKey.OP_READ, ear);
      if (i % WAVE == 0) {
        listenUntil(0);
      }
    }
    listenUntil(0);
  }

  /** Reads until every ear is so far, or nothing more can come. */
  private void listenUntil(long sequence) throws IOException {
    while (hungUp == 0 && ears.stream().anyMatch(ear -> ear.last() < sequence)) {
      selector.select(this::read);
    }
  }

  private void read(SelectionKey key) {
    try {
      bytes.clear();
      int count = ((SocketChannel) key.channel()).read(bytes);
      if (count < 0) {
        throw new IOException("hung up");
      }
      ((SseReader) key.attachment()).receive(bytes.flip());
    } catch (IOException e) {
      hungUp++;
      key.cancel();
    }
  }
}
