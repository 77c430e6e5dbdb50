package lotwatch.spark;

import java.io.Serializable;
import java.util.function.UnaryOperator;
import lotwatch.records.Pseudonyms;
import lotwatch.records.SightingRecord;
import lotwatch.sessions.Places;
import lotwatch.sessions.Rules;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Tariff;
import lotwatch.sessions.Tariffs;
import org.jspecify.annotations.Nullable;

/**
 * When sessions end, what they cost, where cars are seen, and what stands for their plates. Goes to
 * the executors with the job.
 *
 * @param places the locations of the site; null takes any, in the lot before its slash
 * @param pseudonymKey hexadecimal digits; empty leaves plates as they are read
 */
public record JobPolicy(Rules rules, Tariffs tariffs, @Nullable Places places, String pseudonymKey)
    implements Serializable {

  /** Reads sightings as this policy has it. */
  SightingRecord reader() {
    UnaryOperator<String> hide =
        pseudonymKey.isEmpty() ? UnaryOperator.identity() : new Pseudonyms(pseudonymKey)::of;
    return new SightingRecord(places, hide);
  }

  /** The tariff in force where and when a car is seen. */
  public Tariff tariff(SessionKey key, long second) {
    var place = places == null ? null : places.place(key.location());
    var lot = place == null ? key.location().split("/", 2)[0] : place.lot();
    return tariffs.at(lot, second);
  }

  /** Tells no key. */
  @Override
  public String toString() {
    return "JobPolicy[%s, %s, %s plates]"
        .formatted(rules, tariffs, pseudonymKey.isEmpty() ? "clear" : "hidden");
  }
}
