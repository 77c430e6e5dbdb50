package lotwatch.cli;

import static java.lang.System.Logger.Level.DEBUG;

import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C and {@code kill}, so that the process ends in order. The JVM by itself runs all shutdown
 * hooks side by side, and that of the ONNX runtime takes away what workers still use: the process
 * then dies of a segmentation fault.
 *
 * <p>There is no public way to this in Java; {@code sun.misc.Signal} stays until there is one (<a
 * href="https://openjdk.org/jeps/260">JEP 260</a>). It is named by reflection, since the compiler
 * warns of it whatever it is told.
 */
final class Signals implements AutoCloseable {
  /** What a shell says of a process that Ctrl-C ended. */
  static final int INTERRUPTED = 130;

  private static final System.Logger LOG = System.getLogger(Signals.class.getName());
  private static final List<String> NAMES = List.of("INT", "TERM");

  private final Map<String, Object> before = new LinkedHashMap<>();

  private Signals() {}

  /**
   * From now on the first signal does this and no more; a second one ends the process at once,
   * which loses nothing that was acknowledged.
   */
  static Signals on(Runnable first) {
    var signals = new Signals();
    var received = new AtomicBoolean();
    try {
      var type = Class.forName("sun.misc.SignalHandler");
      var handler =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {type},
              (self, method, args) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      if (received.getAndSet(true)) {
                        Runtime.getRuntime().halt(INTERRUPTED);
                      }
                      first.run();
                      yield null;
                    }
                    case "equals" ->
                        System.identityHashCode(self) == System.identityHashCode(args[0]);
                    case "hashCode" -> System.identityHashCode(self);
                    default -> "Lotwatch's";
                  });
      for (var name : NAMES) {
        signals.before.put(name, handle(name, handler));
      }
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      LOG.log(DEBUG, "signals cannot be handled here: the shutdown hooks have to do", e);
    }
    return signals;
  }

  /** Gives a signal to a handler, and tells who had it before. */
  private static Object handle(String name, Object handler) throws ReflectiveOperationException {
    var signal = Class.forName("sun.misc.Signal");
    return signal
        .getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"))
        .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
  }

  /** Gives the signals back. */
  @Override
  public void close() {
    before.forEach((name, handler) -> {
      try {
        handle(name, handler);
      } catch (ReflectiveOperationException e) {
        LOG.log(DEBUG, "a signal cannot be given back", e);
      }
    });
  }
}
