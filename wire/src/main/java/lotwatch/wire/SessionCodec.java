package lotwatch.wire;

import java.util.ArrayList;
import java.util.List;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Event;
import lotwatch.ledger.SessionChange;
import lotwatch.ledger.SessionChange.SessionChanged;
import lotwatch.ledger.SessionCommand;
import lotwatch.ledger.SessionCommand.EndUnread;
import lotwatch.ledger.SessionCommand.KeyPseudonyms;
import lotwatch.ledger.SessionCommand.Read;
import lotwatch.ledger.SessionCommand.See;
import lotwatch.ledger.SessionCommand.Take;
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
        see.sightings().forEach(sighting -> to.addSightings(seeing(sighting)));
      }
      case Read read -> {
        var to =
            line.getReadBuilder()
                .setStream(read.stream())
                .setFrom(read.from())
                .setNext(read.next());
        read.sightings().forEach(sighting -> to.addSightings(seeing(sighting)));
        if (read.clock() != Long.MIN_VALUE) {
          to.setClock(read.clock());
        }
      }
      case Take take -> {
        var to =
            line.getTakeBuilder()
                .setStream(take.stream())
                .setFrom(take.from())
                .setNext(take.next());
        take.sessions().forEach(session -> to.addSessions(session(session)));
      }
      case EndUnread end ->
          line.getEndUnreadBuilder()
              .setRead(end.read())
              .setTakes(end.takes())
              .setSecond(end.second());
      case KeyPseudonyms key -> line.getKeyPseudonymsBuilder().setKey(key.key());
    }
    return line.build();
  }

  private static SessionLine.Seeing seeing(Sighting sighting) {
    return SessionLine.Seeing.newBuilder()
        .setId(sighting.id())
        .setPlate(sighting.key().plate())
        .setLocation(sighting.key().location())
        .setStatus(status(sighting.status()))
        .setSecond(sighting.second())
        .build();
  }

  static Entry entry(SessionLine line) throws CorruptException {
    return Terms.entry(
        line.getAt(), line.hasRequest(), line.getRequest(), line.getClient(), command(line));
  }

  private static SessionCommand command(SessionLine line) throws CorruptException {
    return switch (line.getCommandCase()) {
      case SEE -> new See(line.getSee().getStream(), sightings(line.getSee().getSightingsList()));
      case READ -> {
        var read = line.getRead();
        yield new Read(
            read.getStream(),
            read.getFrom(),
            read.getNext(),
            sightings(read.getSightingsList()),
            read.hasClock() ? read.getClock() : Long.MIN_VALUE);
      }
      case TAKE -> {
        var take = line.getTake();
        var sessions = new ArrayList<Session>(take.getSessionsCount());
        for (var session : take.getSessionsList()) {
          sessions.add(session(session));
        }
        yield new Take(take.getStream(), take.getFrom(), take.getNext(), sessions);
      }
      case END_UNREAD -> {
        var end = line.getEndUnread();
        yield new EndUnread(end.getRead(), end.getTakes(), end.getSecond());
      }
      case KEY_PSEUDONYMS -> new KeyPseudonyms(line.getKeyPseudonyms().getKey());
      case COMMAND_NOT_SET -> throw new CorruptException("a line without a command");
    };
  }

  private static List<Sighting> sightings(List<SessionLine.Seeing> from) throws CorruptException {
    var sightings = new Sighting[from.size()];
    for (int i = 0; i < sightings.length; i++) {
      sightings[i] = sighting(from.get(i));
    }
    return List.of(sightings);
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
      case SessionState.Stream stream -> {
        var one = to.getStreamBuilder().setName(stream.name()).setClock(stream.clock());
        if (stream.touched() != null) {
          one.setTouched(Terms.time(stream.touched()));
        }
        if (stream.next() != SessionState.Stream.NO_OFFSET) {
          one.setNext(stream.next());
        }
      }
      case SessionState.Taken taken ->
          to.getTakenBuilder().setSession(session(taken.session())).setAt(Terms.time(taken.at()));
      case SessionState.Key key -> {
        var known = key.state();
        var one =
            to.getKeyBuilder()
                .setStream(key.stream())
                .setPlate(key.key().plate())
                .setLocation(key.key().location())
                .setOpened(known.opened())
                .setForgetAt(known.at())
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
      case STREAM -> {
        var stream = saved.getStream();
        yield new SessionState.Stream(
            stream.getName(),
            stream.getClock(),
            stream.hasTouched() ? Terms.time(stream.getTouched()) : null,
            stream.hasNext() ? stream.getNext() : SessionState.Stream.NO_OFFSET);
      }
      case TAKEN ->
          new SessionState.Taken(
              session(saved.getTaken().getSession()), Terms.time(saved.getTaken().getAt()));
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
