package lotwatch.replica;

import com.alipay.sofa.jraft.util.SPI;
import com.alipay.sofa.jraft.util.timer.DefaultRaftTimerFactory;
import com.alipay.sofa.jraft.util.timer.Timeout;
import com.alipay.sofa.jraft.util.timer.Timer;
import com.alipay.sofa.jraft.util.timer.TimerTask;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The library's timers, but a follower looks several times per election timeout whether the leader
 * is silent, where the library looks once: up to two timeouts pass before it notices. How long a
 * silence must last is left as it is. Found by the library as a service.
 */
@SPI(priority = 10)
public final class LeaderWatch extends DefaultRaftTimerFactory {
  /** Looks per election timeout. */
  static final int LOOKS = 4;

  @Override
  public Timer getElectionTimer(boolean shared, String name) {
    return new Sooner(super.getElectionTimer(shared, name));
  }

  private record Sooner(Timer timer) implements Timer {
    @Override
    public Timeout newTimeout(TimerTask task, long delay, TimeUnit unit) {
      return timer.newTimeout(task, unit.toMicros(delay) / LOOKS, TimeUnit.MICROSECONDS);
    }

    @Override
    public Set<Timeout> stop() {
      return timer.stop();
    }
  }
}
