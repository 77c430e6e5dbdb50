package lotwatch.wire.recordings;

import java.util.List;
import lotwatch.ledger.View;
import lotwatch.ledger.WorkState;

/** Where programs of system D that encode say that they are there, and what they did. */
public interface GuestDesk {
  /** So the name of a guest among the workers begins; its address follows. */
  String PREFIX = "guest@";

  /** Nobody listens: guests get nothing. */
  GuestDesk NONE =
      new GuestDesk() {
        @Override
        public void came(String address, String self) {}

        @Override
        public boolean reported(String shard, String address, boolean isDone) {
          return false;
        }

        @Override
        public void scored(String address, double load, double ioWait) {}
      };

  /** The addresses of all guests that the cluster knows, in order. */
  static List<String> addresses(View view) {
    return view.workers().stream()
        .map(WorkState.Worker::name)
        .filter(name -> name.startsWith(PREFIX))
        .map(name -> name.substring(PREFIX.length()))
        .toList();
  }

  /**
   * A guest says that it is there. Said again it has no further effect.
   *
   * @param address its {@code HOST:PORT}
   * @param self where it reaches this node
   */
  void came(String address, String self);

  /**
   * A guest has ended its work on a piece.
   *
   * @param shard the name under which it got it
   * @param address where it says it is
   * @param isDone whether it says that the result is there
   * @return whether it has or had this piece
   */
  boolean reported(String shard, String address, boolean isDone);

  /**
   * A guest says how busy its machine is.
   *
   * @param load processes that run or wait, on average
   * @param ioWait percent of the time in which they wait for disks
   */
  void scored(String address, double load, double ioWait);
}
