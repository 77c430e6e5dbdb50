package lotwatch.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import lotwatch.sessions.KeyState;
import lotwatch.sessions.Machine;
import lotwatch.sessions.Session;
import lotwatch.sessions.Session.State;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Tariff;
import org.jspecify.annotations.Nullable;

/**
 * One key in the state store: what the machine knows of it, and where the index of deadlines has
 * it. Its bytes begin with the number of their version.
 *
 * <pre>
 * byte version; long indexed; long ended; long at; byte recent; recent x long;
 * byte isOpen; of an open session: long opened; UTF id; int revision; long start; long last;
 *   UTF currency; long blockSeconds, blockPrice, freeSeconds, dayPriceMax
 * </pre>
 */
final class Entry {
  private static final int VERSION = 1;
  private static final int BYTES_USUAL = 192;

  final SessionKey key;

  /** What is known of the key; null if nothing is. */
  @Nullable KeyState state;

  /** The second at which the index has the key; {@link Machine#NEVER} if it has not. */
  long indexed = Machine.NEVER;

  boolean isChanged;

  Entry(SessionKey key) {
    this.key = key;
  }

  /** The name of a key in the store; neither part contains a line break. */
  static String name(SessionKey key) {
    return key.plate() + "\n" + key.location();
  }

  static SessionKey key(String name) {
    int border = name.indexOf('\n');
    return new SessionKey(name.substring(0, border), name.substring(border + 1));
  }

  static Entry of(SessionKey key, byte[] bytes) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IllegalStateException(
            "state of version %d, this job knows %d".formatted(version, VERSION));
      }
      var entry = new Entry(key);
      entry.indexed = in.readLong();
      long ended = in.readLong();
      long at = in.readLong();
      int count = in.readUnsignedByte();
      var recent = new ArrayList<Long>(count);
      for (int i = 0; i < count; i++) {
        recent.add(in.readLong());
      }
      boolean isOpen = in.readBoolean();
      entry.state =
          isOpen
              ? new KeyState(session(key, in), in.readLong(), ended, at, recent)
              : new KeyState(null, 0, ended, at, recent);
      return entry;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Session session(SessionKey key, DataInputStream in) throws IOException {
    return new Session(
        in.readUTF(),
        in.readInt(),
        key,
        in.readLong(),
        in.readLong(),
        State.ACTIVE,
        new Tariff(in.readUTF(), in.readLong(), in.readLong(), in.readLong(), in.readLong()));
  }

  static byte[] bytes(KeyState state, long indexed) {
    var bytes = new ByteArrayOutputStream(BYTES_USUAL);
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeLong(indexed);
      out.writeLong(state.ended());
      out.writeLong(state.at());
      out.writeByte(state.recent().size());
      for (long hash : state.recent()) {
        out.writeLong(hash);
      }
      var open = state.open();
      out.writeBoolean(open != null);
      if (open != null) {
        write(open, out);
        out.writeLong(state.opened());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(Session open, DataOutputStream out) throws IOException {
    out.writeUTF(open.id());
    out.writeInt(open.revision());
    out.writeLong(open.start());
    out.writeLong(open.last());
    var tariff = open.tariff();
    out.writeUTF(tariff.currency());
    out.writeLong(tariff.blockSeconds());
    out.writeLong(tariff.blockPrice());
    out.writeLong(tariff.freeSeconds());
    out.writeLong(tariff.dayPriceMax());
  }
}
