package lotwatch.media.camera;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * A camera as it stands on a pole: an RTSP server that is called, with a real ffmpeg behind it
 * whose RTP packets it passes on inside the RTSP connection (RFC 2326, section 10.12).
 */
final class PulledRtsp implements AutoCloseable {
  private final ServerSocket listener;
  private final DatagramSocket packets;
  private final Path sdp;
  private final Process sender;
  private final double loss;

  /** Always the same packets, whatever the machine does. */
  private final Random dice = new Random(7);

  PulledRtsp(Path clip, Path folder) throws IOException {
    this(clip, folder, "h264", 0);
  }

  /**
   * @param codec of the clip, h264 or hevc
   * @param loss the part of the RTP packets that get lost on their way
   */
  PulledRtsp(Path clip, Path folder, String codec, double loss) throws IOException {
    this.loss = loss;
    var loopback = InetAddress.getLoopbackAddress();
    listener = new ServerSocket(0, 5, loopback);
    packets = new DatagramSocket(new InetSocketAddress(loopback, 0));
    sdp = folder.resolve("camera.sdp");
    var target = "rtp://127.0.0.1:%d?pkt_size=1200".formatted(packets.getLocalPort());
    var words =
        List.of(
            "-nostdin",
            "-v",
            "quiet",
            "-re",
            "-stream_loop",
            "-1",
            "-i",
            clip.toString(),
            "-c",
            "copy",
            "-an",
            "-bsf:v",
            codec + "_mp4toannexb",
            "-sdp_file",
            sdp.toString(),
            "-f",
            "rtp",
            target);
    sender =
        Kit.ffmpeg()
            .command(words)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Thread.ofVirtual().start(this::serve);
  }

  String url(String credentials) {
    return "rtsp://%s127.0.0.1:%d/1".formatted(credentials, listener.getLocalPort());
  }

  @Override
  public void close() throws IOException {
    listener.close();
    packets.close();
    sender.destroyForcibly();
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (var connection = listener.accept()) {
        speak(connection);
      } catch (IOException | InterruptedException e) {
        // This connection hung up; or the listener is closed.
      }
    }
  }

  private void speak(Socket connection) throws IOException, InterruptedException {
    var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
    var out = connection.getOutputStream();
    for (var request = in.readLine(); request != null; request = in.readLine()) {
      var sequence = "0";
      for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        sequence = line.startsWith("CSeq:") ? line.substring(5).strip() : sequence;
      }
      switch (request.split(" ", 2)[0]) {
        case "OPTIONS" -> answer(out, sequence, "Public: DESCRIBE, SETUP, PLAY, TEARDOWN\r\n", "");
        case "DESCRIBE" -> answer(out, sequence, "Content-Type: application/sdp\r\n", described());
        case "SETUP" ->
            answer(
                out,
                sequence,
                "Session: 1\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n",
                "");
        case "PLAY" -> {
          answer(out, sequence, "Session: 1\r\n", "");
          relay(out);
        }
        default -> answer(out, sequence, "", "");
      }
    }
  }

  private String described() throws IOException, InterruptedException {
    Kit.await("an SDP", () -> Files.exists(sdp) && sdp.toFile().length() > 0);
    return Files.readString(sdp)
        .replaceAll("m=video \\d+", "m=video 0")
        .replaceAll("(?m)^SDP:\\R", "");
  }

  private static void answer(OutputStream out, String sequence, String headers, String body)
      throws IOException {
    var answer =
        "RTSP/1.0 200 OK\r\nCSeq: %s\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(sequence, headers, body.length(), body);
    out.write(answer.getBytes(UTF_8));
    out.flush();
  }

  private void relay(OutputStream out) throws IOException {
    var packet = new DatagramPacket(new byte[2_000], 2_000);
    while (true) {
      packets.receive(packet);
      if (dice.nextDouble() < loss) {
        continue;
      }
      var length = packet.getLength();
      out.write(new byte[] {'$', 0, (byte) (length >> 8), (byte) length});
      out.write(packet.getData(), 0, length);
      out.flush();
    }
  }
}
