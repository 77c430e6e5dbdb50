package lotwatch.replica;

import com.alipay.sofa.jraft.util.SPI;
import com.alipay.sofa.jraft.util.timer.DefaultRaftTimerFactory;
import com.alipay.sofa.jraft.util.timer.Timeout;
import com.alipay.sofa.jraft.util.timer.Timer;
import com.alipay.sofa.jraft.util.timer.TimerTask;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The library's timers, but a follower looks for a silent leader when one would have been silent
 * for long enough, where the library looks at random times: up to two timeouts pass before it
 * notices, and two often ask for votes at once. Found by the library as a service.
 *
 * <p>Whether it was silent for long enough stays the library's to decide.
 */
@SPI(priority = 10)
public final class LeaderWatch extends DefaultRaftTimerFactory {
  /** Looks per election timeout while nobody leads. */
  private static final int LOOKS = 3;

  /** By the end of the timer's name, which is the library's id of the voter. */
  private static final Map<String, Silence> SILENCES = new ConcurrentHashMap<>();

  /** From now on the timer of this node goes by this silence. */
  static void listen(String id, Silence silence) {
    SILENCES.put(id, silence);
  }

  /** The node is closed. */
  static void forget(String id) {
    SILENCES.remove(id);
  }

  @Override
  public Timer getElectionTimer(boolean shared, String name) {
    var timer = super.getElectionTimer(shared, name);
    return SILENCES.entrySet().stream()
        .filter(each -> name.endsWith(each.getKey()))
        .<Timer>map(each -> new OnTime(timer, each.getValue()))
        .findFirst()
        .orElse(timer);
  }

  private static final class OnTime implements Timer {
    private final Timer timer;
    private final Silence silence;
    private final AtomicReference<@Nullable Timeout> next = new AtomicReference<>();

    OnTime(Timer timer, Silence silence) {
      this.timer = timer;
      this.silence = silence;
      silence.alarm(this::sooner);
    }

    @Override
    public Timeout newTimeout(TimerTask task, long delay, TimeUnit unit) {
      long nanos = silence.nanosToLook();
      var timeout =
          timer.newTimeout(
              task, nanos > 0 ? nanos : unit.toNanos(delay) / LOOKS, TimeUnit.NANOSECONDS);
      next.set(timeout);
      return timeout;
    }

    /** The library looks by itself whether it still has a leader to look for. */
    private void sooner() {
      var waiting = next.getAndSet(null);
      if (waiting != null && waiting.cancel()) {
        timer.newTimeout(waiting.task(), Math.max(1, silence.nanosToLook()), TimeUnit.NANOSECONDS);
      }
    }

    @Override
    public Set<Timeout> stop() {
      return timer.stop();
    }
  }
}
