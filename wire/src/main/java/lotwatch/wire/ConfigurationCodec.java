package lotwatch.wire;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.Configuration;
import lotwatch.ledger.Configuration.DeclaredCamera;
import lotwatch.ledger.Configuration.DeclaredLot;
import lotwatch.ledger.ConfigurationChange;
import lotwatch.ledger.ConfigurationChange.ConfigurationApplied;
import lotwatch.ledger.ConfigurationCommand;
import lotwatch.ledger.ConfigurationCommand.ApplyConfiguration;
import lotwatch.ledger.ConfigurationCommand.Reserved;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Event;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Revision;
import lotwatch.ledger.SessionPolicy;
import lotwatch.ledger.SpotId;
import lotwatch.ledger.Watch;
import lotwatch.ledger.Watch.Corner;
import lotwatch.wire.proto.ConfigurationContent;
import lotwatch.wire.proto.ConfigurationContent.DeclaredOption;
import lotwatch.wire.proto.ConfigurationHappened;
import lotwatch.wire.proto.ConfigurationLine;
import lotwatch.wire.proto.RevisionSaved;

/** The configuration: command, event and saved state as messages and back. */
final class ConfigurationCodec {
  /** Bytes of a content that is not compressed: a few hundred bytes in a log cannot fill memory. */
  static final int CONTENT_BYTES_MAX = 24 << 20;

  private static final StrictParser<ConfigurationContent> CONTENT =
      new StrictParser<>(ConfigurationContent.getDefaultInstance());

  private ConfigurationCodec() {}

  static ConfigurationLine line(ConfigurationCommand command) {
    var line = ConfigurationLine.newBuilder();
    switch (command) {
      case ApplyConfiguration apply ->
          line.getApplyConfigurationBuilder()
              .setBase(apply.base())
              .setContent(deflated(content(apply.content()).toByteArray()))
              .setCloseReserved(apply.reserved() == Reserved.RUNS_OUT)
              .setEndReserved(apply.reserved() == Reserved.ENDS);
    }
    return line.build();
  }

  static Entry entry(ConfigurationLine line) throws CorruptException {
    return Terms.entry(
        line.getAt(), line.hasRequest(), line.getRequest(), line.getClient(), command(line));
  }

  private static ConfigurationCommand command(ConfigurationLine line) throws CorruptException {
    return switch (line.getCommandCase()) {
      case APPLY_CONFIGURATION ->
          new ApplyConfiguration(
              line.getApplyConfiguration().getBase(),
              content(CONTENT.parse(inflated(line.getApplyConfiguration().getContent()), 0)),
              reserved(line.getApplyConfiguration()));
      case COMMAND_NOT_SET -> throw new CorruptException("a line without a command");
    };
  }

  private static Reserved reserved(ConfigurationLine.ApplyConfiguration apply)
      throws CorruptException {
    if (apply.getCloseReserved() && apply.getEndReserved()) {
      throw new CorruptException("reservations that run out and end");
    }
    if (apply.getEndReserved()) {
      return Reserved.ENDS;
    }
    return apply.getCloseReserved() ? Reserved.RUNS_OUT : Reserved.STAYS;
  }

  static ConfigurationHappened happened(ConfigurationChange change) {
    var to = ConfigurationHappened.newBuilder();
    switch (change) {
      case ConfigurationApplied applied ->
          to.getConfigurationAppliedBuilder().setRevision(applied.revision());
    }
    return to.build();
  }

  static Event event(ConfigurationHappened happened) throws CorruptException {
    return new Event(happened.getSequence(), Terms.time(happened.getAt()), change(happened));
  }

  private static ConfigurationChange change(ConfigurationHappened happened)
      throws CorruptException {
    return switch (happened.getChangeCase()) {
      case CONFIGURATION_APPLIED ->
          new ConfigurationApplied(happened.getConfigurationApplied().getRevision());
      case CHANGE_NOT_SET -> throw new CorruptException("an event without a change");
    };
  }

  static RevisionSaved saved(Revision revision) {
    return RevisionSaved.newBuilder()
        .setNumber(revision.number())
        .setContent(content(revision.content()))
        .build();
  }

  static Revision state(RevisionSaved saved) {
    return new Revision(saved.getNumber(), content(saved.getContent()));
  }

  private static ConfigurationContent content(Configuration from) {
    var to = ConfigurationContent.newBuilder().setRules(GeneralCodec.rules(from.policy()));
    if (!from.sessions().equals(SessionPolicy.DEFAULT)) {
      to.setSessions(SessionCodec.policy(from.sessions()));
    }
    for (var lot : from.lots()) {
      var one = to.addLotsBuilder();
      one.setId(lot.id().value()).setName(lot.name()).setCapacity(lot.capacity());
      if (lot.occupied() != null) {
        one.setOccupied(lot.occupied());
      }
    }
    for (var camera : from.cameras()) {
      var one = to.addCamerasBuilder();
      one.setId(camera.id().value())
          .setSource(camera.source())
          .setFps(camera.fps())
          .setLoop(camera.loop())
          .setFast(camera.fast());
      camera
          .options()
          .forEach((name, value) -> one.addOptionsBuilder().setName(name).setValue(value));
      for (var watch : camera.watches()) {
        var spot = one.addWatchesBuilder();
        spot.setLot(watch.lot().value()).setSpot(watch.spot().value());
        watch.outline().forEach(corner -> spot.addCorners(corner.x()).addCorners(corner.y()));
      }
    }
    return to.build();
  }

  private static Configuration content(ConfigurationContent from) {
    return new Configuration(
        GeneralCodec.rules(from.getRules()),
        from.getLotsList().stream()
            .map(lot ->
                new DeclaredLot(
                    new LotId(lot.getId()),
                    lot.getName(),
                    lot.getCapacity(),
                    lot.hasOccupied() ? lot.getOccupied() : null))
            .toList(),
        from.getCamerasList().stream()
            .map(camera ->
                new DeclaredCamera(
                    new CameraId(camera.getId()),
                    camera.getSource(),
                    camera.getFps(),
                    camera.getLoop(),
                    camera.getFast(),
                    options(camera.getOptionsList()),
                    camera.getWatchesList().stream()
                        .map(watch ->
                            new Watch(
                                new LotId(watch.getLot()),
                                new SpotId(watch.getSpot()),
                                corners(watch.getCornersList())))
                        .toList()))
            .toList(),
        from.hasSessions() ? SessionCodec.policy(from.getSessions()) : SessionPolicy.DEFAULT);
  }

  private static SortedMap<String, String> options(List<DeclaredOption> from) {
    var options = new TreeMap<String, String>();
    from.forEach(option -> options.put(option.getName(), option.getValue()));
    return options;
  }

  private static List<Corner> corners(List<Double> flat) {
    if (flat.size() % 2 != 0) {
      throw new IllegalArgumentException("%d numbers are no corners".formatted(flat.size()));
    }
    var corners = new ArrayList<Corner>(flat.size() / 2);
    for (int i = 0; i < flat.size(); i += 2) {
      corners.add(new Corner(flat.get(i), flat.get(i + 1)));
    }
    return corners;
  }

  private static ByteString deflated(byte[] bytes) {
    var to = new ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(to)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ByteString.copyFrom(to.toByteArray());
  }

  private static byte[] inflated(ByteString bytes) throws CorruptException {
    try (var in = new InflaterInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      byte[] content = in.readNBytes(CONTENT_BYTES_MAX + 1);
      if (content.length > CONTENT_BYTES_MAX) {
        throw new CorruptException(
            "a configuration of more than %d bytes".formatted(CONTENT_BYTES_MAX));
      }
      return content;
    } catch (IOException e) {
      throw new CorruptException("a configuration that cannot be unpacked: " + e.getMessage(), e);
    }
  }
}
