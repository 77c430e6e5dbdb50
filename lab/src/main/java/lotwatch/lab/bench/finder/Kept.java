package lotwatch.lab.bench.finder;

import java.util.ArrayList;
import java.util.List;
import lotwatch.lab.bench.load.Exchange;

/** Exchanges of a run, to be asked after it what they did. */
final class Kept<T extends Exchange> {
  private final List<T> all = new ArrayList<>();

  synchronized T keep(T exchange) {
    all.add(exchange);
    return exchange;
  }

  synchronized List<T> all() {
    return List.copyOf(all);
  }
}
