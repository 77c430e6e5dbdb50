package lotwatch.wire;

import java.util.List;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Event;
import lotwatch.ledger.SessionChange;
import lotwatch.ledger.SessionChange.SessionChanged;
import lotwatch.ledger.SessionCommand;
import lotwatch.ledger.SessionCommand.KeyPseudonyms;
import lotwatch.ledger.SessionCommand.See;
import lotwatch.ledger.SessionPolicy;
import lotwatch.ledger.SessionState;
import lotwatch.sessions.KeyState;
import lotwatch.sessions.Places.Place;
import lotwatch.sessions.Rules;
import lotwatch.sessions.Session;
import lotwatch.sessions.Session.State;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import lotwatch.sessions.Tariff;
import lotwatch.sessions.Tariffs;
import lotwatch.wire.proto.ParkingSession;
import lotwatch.wire.proto.ParkingTariff;
import lotwatch.wire.proto.SessionEnd;
import lotwatch.wire.proto.SessionHappened;
import lotwatch.wire.proto.SessionLine;
import lotwatch.wire.proto.SessionRules;
import lotwatch.wire.proto.SessionSaved;
import lotwatch.wire.proto.SightingStatus;

/** Parking sessions: commands, events and saved state as messages and back. */
final class SessionCodec {
  private SessionCodec() {}

  static SessionLine line(SessionCommand command) {
    var line = SessionLine.newBuilder();
    switch (command) {
      case See see -> {
        var to = line.getSeeBuilder().setStream(see.stream());
        for (var sighting : see.sightings()) {
          to.addSightingsBuilder()
              .setId(sighting.id())
              .setPlate(sighting.key().plate())
              .setLocation(sighting.key().location())
              .setStatus(status(sighting.status()))
              .setSecond(sighting.second());
        }
      }
      case KeyPseudonyms key -> line.getKeyPseudonymsBuilder().setKey(key.key());
    }
    return line.build();
  }

  static Entry entry(SessionLine line) throws CorruptException {
    return Terms.entry(
        line.getAt(), line.hasRequest(), line.getRequest(), line.getClient(), command(line));
  }

  private static SessionCommand command(SessionLine line) throws CorruptException {
    return switch (line.getCommandCase()) {
      case SEE -> {
        var sightings = new Sighting[line.getSee().getSightingsCount()];
        for (int i = 0; i < sightings.length; i++) {
          sightings[i] = sighting(line.getSee().getSightings(i));
        }
        yield new See(line.getSee().getStream(), List.of(sightings));
      }
      case KEY_PSEUDONYMS -> new KeyPseudonyms(line.getKeyPseudonyms().getKey());
      case COMMAND_NOT_SET -> throw new CorruptException("a line without a command");
    };
  }

  private static Sighting sighting(SessionLine.Seeing from) throws CorruptException {
    return new Sighting(
        from.getId(),
        new SessionKey(from.getPlate(), from.getLocation()),
        status(from.getStatus()),
        from.getSecond());
  }

  private static SightingStatus status(Status status) {
    return switch (status) {
      case ENTERING -> SightingStatus.SIGHTING_STATUS_ENTERING;
      case PARKED -> SightingStatus.SIGHTING_STATUS_PARKED;
      case MOVING -> SightingStatus.SIGHTING_STATUS_MOVING;
      case EXITING -> SightingStatus.SIGHTING_STATUS_EXITING;
    };
  }

  private static Status status(SightingStatus status) throws CorruptException {
    return switch (status) {
      case SIGHTING_STATUS_ENTERING -> Status.ENTERING;
      case SIGHTING_STATUS_PARKED -> Status.PARKED;
      case SIGHTING_STATUS_MOVING -> Status.MOVING;
      case SIGHTING_STATUS_EXITING -> Status.EXITING;
      case SIGHTING_STATUS_UNSPECIFIED, UNRECOGNIZED ->
          throw new CorruptException("no such status");
    };
  }

  static SessionHappened happened(SessionChange change) {
    var to = SessionHappened.newBuilder();
    switch (change) {
      case SessionChanged changed ->
          to.getSessionChangedBuilder()
              .setSession(session(changed.session()))
              .setLot(changed.lot());
    }
    return to.build();
  }

  static Event event(SessionHappened happened) throws CorruptException {
    return new Event(happened.getSequence(), Terms.time(happened.getAt()), change(happened));
  }

  private static SessionChange change(SessionHappened happened) throws CorruptException {
    return switch (happened.getChangeCase()) {
      case SESSION_CHANGED ->
          new SessionChanged(
              session(happened.getSessionChanged().getSession()),
              happened.getSessionChanged().getLot());
      case CHANGE_NOT_SET -> throw new CorruptException("an event without a change");
    };
  }

  private static ParkingSession session(Session session) {
    return ParkingSession.newBuilder()
        .setId(session.id())
        .setRevision(session.revision())
        .setPlate(session.key().plate())
        .setLocation(session.key().location())
        .setStart(session.start())
        .setLast(session.last())
        .setEnd(
            switch (session.state()) {
              case ACTIVE -> SessionEnd.SESSION_END_NONE;
              case CLOSED -> SessionEnd.SESSION_END_CLOSED;
              case TIMEOUT -> SessionEnd.SESSION_END_TIMEOUT;
            })
        .setTariff(tariff(session.tariff()))
        .build();
  }

  private static Session session(ParkingSession from) throws CorruptException {
    return new Session(
        from.getId(),
        from.getRevision(),
        new SessionKey(from.getPlate(), from.getLocation()),
        from.getStart(),
        from.getLast(),
        switch (from.getEnd()) {
          case SESSION_END_NONE -> State.ACTIVE;
          case SESSION_END_CLOSED -> State.CLOSED;
          case SESSION_END_TIMEOUT -> State.TIMEOUT;
          case UNRECOGNIZED -> throw new CorruptException("no such end of a session");
        },
        tariff(from.getTariff()));
  }

  private static ParkingTariff tariff(Tariff tariff) {
    return ParkingTariff.newBuilder()
        .setCurrency(tariff.currency())
        .setBlockSeconds(tariff.blockSeconds())
        .setBlockPrice(tariff.blockPrice())
        .setFreeSeconds(tariff.freeSeconds())
        .setDayPriceMax(tariff.dayPriceMax())
        .build();
  }

  private static Tariff tariff(ParkingTariff from) {
    return new Tariff(
        from.getCurrency(),
        from.getBlockSeconds(),
        from.getBlockPrice(),
        from.getFreeSeconds(),
        from.getDayPriceMax());
  }

  static SessionRules policy(SessionPolicy policy) {
    var to =
        SessionRules.newBuilder()
            .setTimeoutSeconds(policy.rules().timeoutSeconds())
            .setLatenessSeconds(policy.rules().latenessSeconds())
            .setForgetSeconds(policy.rules().forgetSeconds())
            .setClearPlates(policy.clearPlates());
    for (var rule : policy.tariffs().rules()) {
      var one = to.addTariffsBuilder().setLot(rule.lot()).setTariff(tariff(rule.tariff()));
      if (rule.from() != Long.MIN_VALUE) {
        one.setFrom(rule.from());
      }
    }
    policy
        .places()
        .forEach(place -> to.addPlacesBuilder().setName(place.name()).setLot(place.lot()));
    return to.build();
  }

  static SessionPolicy policy(SessionRules from) {
    return new SessionPolicy(
        new Rules(from.getTimeoutSeconds(), from.getLatenessSeconds(), from.getForgetSeconds()),
        new Tariffs(
            from.getTariffsList().stream()
                .map(rule ->
                    new Tariffs.Rule(
                        rule.getLot(),
                        rule.hasFrom() ? rule.getFrom() : Long.MIN_VALUE,
                        tariff(rule.getTariff())))
                .toList()),
        from.getPlacesList().stream()
            .map(place -> new Place(place.getName(), place.getLot()))
            .toList(),
        from.getClearPlates());
  }

  static SessionSaved saved(SessionState state) {
    var to = SessionSaved.newBuilder();
    switch (state) {
      case SessionState.Stream stream ->
          to.getStreamBuilder().setName(stream.name()).setClock(stream.clock());
      case SessionState.Key key -> {
        var known = key.state();
        var one =
            to.getKeyBuilder()
                .setStream(key.stream())
                .setPlate(key.key().plate())
                .setLocation(key.key().location())
                .setOpened(known.opened())
                .setForgetAt(known.forgetAt())
                .addAllRecent(known.recent());
        if (known.open() != null) {
          one.setOpen(session(known.open()));
        }
        if (known.ended() != Long.MIN_VALUE) {
          one.setEnded(known.ended());
        }
      }
      case SessionState.Ended ended ->
          to.getEndedBuilder().setSession(session(ended.session())).setLot(ended.lot());
      case SessionState.Totals totals ->
          to.getTotalsBuilder()
              .setEnded(totals.ended())
              .setCounted(totals.counted())
              .setDuplicates(totals.duplicates())
              .setLate(totals.late())
              .setOrphanExits(totals.orphanExits())
              .setStrays(totals.strays());
      case SessionState.PseudonymKey key -> to.setPseudonymKey(key.key());
    }
    return to.build();
  }

  static SessionState state(SessionSaved saved) throws CorruptException {
    return switch (saved.getSavedCase()) {
      case STREAM ->
          new SessionState.Stream(saved.getStream().getName(), saved.getStream().getClock());
      case KEY -> key(saved.getKey());
      case ENDED ->
          new SessionState.Ended(session(saved.getEnded().getSession()), saved.getEnded().getLot());
      case TOTALS -> {
        var totals = saved.getTotals();
        yield new SessionState.Totals(
            totals.getEnded(),
            totals.getCounted(),
            totals.getDuplicates(),
            totals.getLate(),
            totals.getOrphanExits(),
            totals.getStrays());
      }
      case PSEUDONYM_KEY -> new SessionState.PseudonymKey(saved.getPseudonymKey());
      case SAVED_NOT_SET -> throw new CorruptException("a part of sessions we do not know");
    };
  }

  private static SessionState.Key key(SessionSaved.Key key) throws CorruptException {
    return new SessionState.Key(
        key.getStream(),
        new SessionKey(key.getPlate(), key.getLocation()),
        new KeyState(
            key.hasOpen() ? session(key.getOpen()) : null,
            key.getOpened(),
            key.hasEnded() ? key.getEnded() : Long.MIN_VALUE,
            key.getForgetAt(),
            key.getRecentList()));
  }
}
