package lotwatch.lab.bench.finder;

import java.util.List;
import lotwatch.lab.bench.load.Operation;

/**
 * All that one evaluation measured.
 *
 * @param machine what it ran on, and when
 * @param disk what a write costs there; empty if the server is not ours
 * @param load of the machine before it began, which is what others did on it
 * @param time of each run of calls
 * @param rounds of which each line is the one that was disturbed least
 */
record Evaluation(
    String machine,
    String disk,
    double load,
    RpcCalls.Time time,
    int rounds,
    List<RpcCalls> calls,
    List<Stress> stress,
    List<FanoutLoad> fanout) {
  Evaluation {
    calls = List.copyOf(calls);
    stress = List.copyOf(stress);
    fanout = List.copyOf(fanout);
  }

  List<RpcCalls> calls(Operation operation) {
    return calls.stream().filter(calls -> calls.operation() == operation).toList();
  }

  List<Stress> stress(Operation operation) {
    return stress.stream().filter(stress -> stress.alone().operation() == operation).toList();
  }
}
