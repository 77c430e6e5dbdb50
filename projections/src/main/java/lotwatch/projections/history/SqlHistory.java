package lotwatch.projections.history;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Limits;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.history.History;
import lotwatch.wire.history.HistoryFiles;
import lotwatch.wire.history.HistoryFilter;
import lotwatch.wire.history.HistoryPeers;
import lotwatch.wire.history.HistoryShapes.AuditRow;
import lotwatch.wire.history.HistoryShapes.HeatmapShape;
import lotwatch.wire.history.HistoryShapes.OccupancyShape;
import lotwatch.wire.history.HistoryShapes.ReservationRow;
import lotwatch.wire.history.HistoryShapes.RevenueShape;
import lotwatch.wire.history.HistoryShapes.SpotRow;
import lotwatch.wire.history.HistoryShapes.StayRow;
import lotwatch.wire.history.HistoryShapes.Timeline;
import lotwatch.wire.history.HistorySpan;
import lotwatch.wire.json.PageShape;
import lotwatch.wire.json.SessionShape;
import org.jspecify.annotations.Nullable;

/**
 * The history of this node or, in a shared database, of all. Nothing of it is opened before {@link
 * #begin}, and its libraries are not loaded before.
 */
public final class SqlHistory implements History, HistoryFiles, AutoCloseable {
  private static final System.Logger LOG = System.getLogger("lotwatch.history");

  private static final String SHARED_POSITION = "history";

  /** How the name of a copy begins that is on its way to another node. */
  private static final String SENT = "sent-";

  private final @Nullable SqliteFile file;
  private final Readers readers;
  private final Health health;
  private final HistoryWriter writer;
  private final String name;
  private final Inbox inbox;
  private final EventLog eventLog;
  private final InstantSource clock;
  private final boolean kept;

  /**
   * Where the history comes from.
   *
   * @param name of this node
   * @param data its folder
   * @param leading whether it leads
   * @param peers the other nodes
   * @param auditFilesMax files of the audit record
   */
  public record Origin(
      String name,
      Path data,
      EventLog eventLog,
      Inbox inbox,
      BooleanSupplier leading,
      HistoryPeers peers,
      int auditFilesMax,
      InstantSource clock) {}

  /** A history that is not opened yet. */
  public SqlHistory(HistorySettings settings, Origin origin) {
    name = origin.name;
    inbox = origin.inbox;
    eventLog = origin.eventLog;
    clock = origin.clock;
    kept = !settings.isOff();
    file =
        settings.isShared()
            ? null
            : new SqliteFile(origin.data.resolve("history").resolve("history.sqlite"));
    var database = file == null ? new PostgresDatabase(settings) : file;
    readers =
        new Readers(
            database,
            kept ? "the history is being opened" : "no history is kept: history.url is off");
    health = new Health(clock);
    var position = settings.isShared() ? SHARED_POSITION : position(origin.name);
    writer =
        new HistoryWriter(
            eventLog,
            settings.isShared() ? origin.leading::getAsBoolean : () -> true,
            new Store(database, readers, clock),
            file == null ? null : new Takeover(origin.peers, file.file(), origin.name),
            new HistoryWriter.Parts(
                new Acknowledging(origin.inbox, eventLog, position),
                new AuditTail(origin.data.resolve("audit"), origin.name, origin.auditFilesMax),
                new Retention(clock, settings.retention(), origin.name)),
            health);
  }

  /** The name of a node's position in the ledger. */
  static String position(String node) {
    var name = SHARED_POSITION + "-" + node;
    return name.substring(0, Math.min(name.length(), Limits.ID_LENGTH_MAX));
  }

  /**
   * Begins to write, and lets readers in as soon as there is something. A position that this node
   * needs no more is given up, else events would be kept for it.
   */
  public void begin() {
    if (file == null || !kept) {
      new Acknowledging(inbox, eventLog, position(name)).giveUp();
    }
    if (kept) {
      removeSentCopies();
      writer.start();
    }
  }

  /** Copies that were on their way to another node when this one was killed. */
  private void removeSentCopies() {
    var folder = file == null ? null : file.file().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return;
    }
    try (var old = Files.newDirectoryStream(folder, SENT + "*.sqlite")) {
      for (var each : old) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      LOG.log(WARNING, "old copies of the history stay where they are: {0}", e.getMessage());
    }
  }

  /** Events that are not in the history yet. */
  public long behind() {
    if (!kept) {
      return 0;
    }
    var shared = eventLog.view().position(SHARED_POSITION);
    long reached =
        Math.max(writer.written(), file == null && shared != null ? shared.sequence() : 0);
    return Math.max(0, eventLog.view().sequence() - reached);
  }

  /** Whether it cannot be written now. */
  public boolean isFailing() {
    return health.isFailing();
  }

  /** How often events were missing for ever since this node was started. */
  public int gaps() {
    return health.gaps();
  }

  /** What an operator should mend, a sentence each. */
  public List<String> degraded() {
    return health.degraded(behind());
  }

  @Override
  public PageShape<SessionShape> sessions(HistoryFilter filter) throws UnavailableException {
    return readers.ask(connection -> SessionQueries.page(connection, filter));
  }

  @Override
  public Optional<Timeline> session(String id) throws UnavailableException {
    return readers.ask(connection -> SessionQueries.timeline(connection, id));
  }

  @Override
  public PageShape<ReservationRow> reservations(HistoryFilter filter) throws UnavailableException {
    return readers.ask(connection -> RowQueries.reservations(connection, filter));
  }

  @Override
  public PageShape<SpotRow> spots(HistoryFilter filter) throws UnavailableException {
    return readers.ask(connection -> RowQueries.spots(connection, filter));
  }

  @Override
  public PageShape<StayRow> stays(HistoryFilter filter) throws UnavailableException {
    return readers.ask(connection -> RowQueries.stays(connection, filter));
  }

  @Override
  public PageShape<AuditRow> audit(HistoryFilter filter) throws UnavailableException {
    return readers.ask(connection -> RowQueries.audit(connection, filter));
  }

  @Override
  public OccupancyShape occupancy(HistorySpan span) throws UnavailableException {
    var lot = Objects.requireNonNull(span.lot(), "lot");
    return readers.ask(connection -> Occupancies.shape(connection, span, lot, clock.instant()));
  }

  @Override
  public RevenueShape revenue(HistorySpan span, @Nullable String currency)
      throws UnavailableException {
    return readers.ask(connection -> SessionQueries.revenue(connection, span, currency));
  }

  @Override
  public HeatmapShape heatmap(String lot, int weeks, ZoneId zone) throws UnavailableException {
    return readers.ask(
        connection -> Occupancies.heatmap(connection, lot, weeks, zone, clock.instant()));
  }

  @Override
  public Optional<Copy> copy() throws IOException {
    var ours = file;
    if (ours == null || !kept || writer.written() < 0) {
      return Optional.empty();
    }
    var to = ours.file().resolveSibling(SENT + UUID.randomUUID() + ".sqlite");
    try (var connection = ours.source().getConnection();
        var statement = connection.prepareStatement("VACUUM INTO ?")) {
      statement.setString(1, to.toString());
      statement.execute();
    } catch (SQLException e) {
      Files.deleteIfExists(to);
      throw new IOException("the history cannot be copied: " + e.getMessage(), e);
    }
    return Optional.of(new SentCopy(to));
  }

  private record SentCopy(Path file) implements Copy {
    @Override
    public void close() {
      try {
        Files.deleteIfExists(file);
      } catch (IOException _) {
        // the next start removes it
      }
    }
  }

  @Override
  public void close() {
    readers.open("this node stops");
    if (kept) {
      writer.close();
    }
    readers.close();
  }
}
