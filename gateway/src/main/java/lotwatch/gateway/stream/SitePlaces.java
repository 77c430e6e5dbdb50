package lotwatch.gateway.stream;

import java.util.function.Function;
import java.util.stream.Stream;
import lotwatch.ledger.View;
import lotwatch.ledger.View.LotView;
import lotwatch.sessions.Places;
import lotwatch.sessions.Places.Place;

/** The places of the site at which cars are seen, and how it spells them. */
public final class SitePlaces {
  private SitePlaces() {}

  /** Those that can be taken: the configuration's, or each spot, and each lot that has none. */
  static Places taken(View view) {
    return named(view, lot -> lot.spots().isEmpty() ? Stream.of(whole(lot)) : spots(lot));
  }

  /** Those that a sighting may name: of a lot that has spots the lot, too. */
  public static Places seen(View view) {
    return named(view, lot -> Stream.concat(Stream.of(whole(lot)), spots(lot)));
  }

  private static Places named(View view, Function<LotView, Stream<Place>> ofLot) {
    var named = view.configuration().content().sessions().places();
    return new Places(named.isEmpty() ? view.lots().stream().flatMap(ofLot).toList() : named);
  }

  private static Place whole(LotView lot) {
    return new Place(lot.id().value(), lot.id().value());
  }

  private static Stream<Place> spots(LotView lot) {
    var id = lot.id().value();
    return lot.spots().stream().map(spot -> new Place(id + '/' + spot.id().value(), id));
  }
}
