package lotwatch.lab.bench.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import lotwatch.lab.cluster.Target;

/** One connection to the text port. */
final class TextClient implements Target {
  private static final String OK = "OK";
  private static final int LINE_BYTES_MAX = 1_024;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] line = new byte[LINE_BYTES_MAX];

  /** Connects to a port of this machine. */
  TextClient(int port) throws FailedException {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      in = socket.getInputStream();
      out = socket.getOutputStream();
    } catch (IOException e) {
      throw new FailedException(e);
    }
  }

  @Override
  public void reserve(int lot, String plate) throws FailedException {
    ask("RESERVE " + Target.lotId(lot) + " " + plate + "\n");
  }

  @Override
  public void cancel(int lot, String plate) throws FailedException {
    ask("CANCEL " + Target.lotId(lot) + " " + plate + "\n");
  }

  private void ask(String question) throws FailedException {
    try {
      out.write(question.getBytes(US_ASCII));
      var answer = answer();
      if (!answer.equals(OK)) {
        throw new FailedException(answer);
      }
    } catch (IOException e) {
      throw new FailedException(e);
    }
  }

  private String answer() throws IOException {
    int length = 0;
    do {
      int read = in.read(line, length, line.length - length);
      if (read < 0) {
        throw new IOException("the connection was closed");
      }
      length += read;
    } while (line[length - 1] != '\n' && length < line.length);
    return new String(line, 0, length - 1, US_ASCII);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // it is not used any more
    }
  }
}
