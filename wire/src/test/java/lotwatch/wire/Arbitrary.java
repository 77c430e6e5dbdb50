package lotwatch.wire;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lotwatch.ledger.BlobCommand;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.Command;
import lotwatch.ledger.Footage;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.Policy;
import lotwatch.ledger.SessionCommand;
import lotwatch.ledger.Tally;
import lotwatch.ledger.TaskId;
import lotwatch.ledger.Versions;
import lotwatch.ledger.Watch;
import lotwatch.ledger.WorkCommand;
import lotwatch.ledger.WorkerReport;
import lotwatch.ledger.WorkerStatus;
import lotwatch.sessions.Rules;
import lotwatch.sessions.Session;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import lotwatch.sessions.Tariff;
import lotwatch.sessions.Tariffs;
import org.jspecify.annotations.Nullable;

/** Any value of the ledger's records, drawn from a seed; a new record needs nothing here. */
final class Arbitrary {
  private static final String LETTERS = "abcXYZ019-_.äÖ漢🚗";

  private final Random random;

  Arbitrary(long seed) {
    random = new Random(seed);
  }

  /** What {@code -Dseed=} says, else a new one, printed. */
  static long seed() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("-Dseed=" + seed);
    return seed;
  }

  /** All records below a sealed interface. */
  static Stream<Class<?>> records(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(Arbitrary::records);
  }

  <T> T one(Class<T> type) {
    return type.cast(value(type));
  }

  private Object value(Type type) {
    return switch (type) {
      case ParameterizedType map when map.getRawType() == SortedMap.class -> words();
      case ParameterizedType list -> many(list.getActualTypeArguments()[0], 0, 6);
      case Class<?> plain -> plain(plain);
      default -> throw new IllegalStateException("no values of " + type);
    };
  }

  private SortedMap<String, String> words() {
    var words = new TreeMap<String, String>();
    IntStream.range(0, random.nextInt(4)).forEach(_ -> words.put(word(), word()));
    return words;
  }

  private List<Object> many(Type type, int min, int max) {
    return IntStream.range(0, random.nextInt(min, max + 1)).mapToObj(_ -> value(type)).toList();
  }

  private Object plain(Class<?> type) {
    if (type == int.class || type == Integer.class) {
      return random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(1000);
    }
    if (type == long.class) {
      return random.nextInt(4) == 0 ? random.nextLong() : random.nextLong(1000);
    }
    if (type == Long.class) {
      return random.nextLong(Long.MAX_VALUE);
    }
    if (type == double.class) {
      return random.nextInt(4) == 0 ? 0.0 : random.nextDouble();
    }
    if (type == boolean.class) {
      return random.nextBoolean();
    }
    if (type == String.class) {
      return word();
    }
    if (type == Instant.class) {
      return random.nextInt(20) == 0
          ? Instant.MAX
          : Instant.ofEpochSecond(random.nextLong(-9_999, 1L << 33), random.nextInt(1_000_000_000));
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
    }
    return ledger(type);
  }

  private Object ledger(Class<?> type) {
    if (type == Tally.class) {
      int[] n = random.ints(5, 0, 1000).toArray();
      return new Tally(n[0] + n[1] + n[2] + n[3], n[0], n[1], n[2], n[3], n[4]);
    }
    if (type == Command.RaiseVersion.class) {
      return new Command.RaiseVersion(Versions.NEWEST, random.nextBoolean() ? null : "3fa9");
    }
    if (type == WorkerStatus.class) {
      int workers = random.nextInt(0, 5);
      return new WorkerStatus(workers, IntStream.rangeClosed(2, workers).boxed().toList());
    }
    if (type == Policy.class) {
      return new Policy(
          0.5 + random.nextDouble() / 2,
          random.nextDouble() / 2,
          random.nextInt(1, 1001),
          span(),
          span(),
          span(),
          span(),
          span(),
          random.nextBoolean());
    }
    if (type == SessionCommand.KeyPseudonyms.class) {
      return new SessionCommand.KeyPseudonyms("%064x".formatted(random.nextLong(Long.MAX_VALUE)));
    }
    if (type == SessionCommand.See.class) {
      @SuppressWarnings("unchecked")
      var seen = (List<Sighting>) (List<?>) many(Sighting.class, 1, 6);
      return new SessionCommand.See(random.nextBoolean() ? "" : word(), seen);
    }
    if (type == SessionCommand.Read.class || type == SessionCommand.Take.class) {
      return partition(type);
    }
    if (type.getSimpleName()
        .matches("BlobId|TaskId|WorkerReport|HoldBlob|Lease|Renew|Renewal|Footage|Piece")) {
      return work(type);
    }
    if (type == Watch.class) {
      @SuppressWarnings("unchecked")
      var corners = (List<Watch.Corner>) (List<?>) many(Watch.Corner.class, 3, Watch.CORNERS_MAX);
      return new Watch(
          one(lotwatch.ledger.LotId.class), one(lotwatch.ledger.SpotId.class), corners);
    }
    if (type.getPackage().equals(Sighting.class.getPackage())) {
      return session(type);
    }
    if (type.isSealed()) {
      var records = records(type).toList();
      return ledger(records.get(random.nextInt(records.size())));
    }
    return record(type);
  }

  @SuppressWarnings("unchecked")
  private Object partition(Class<?> type) {
    long from = random.nextLong(1L << 40);
    long next = from + random.nextInt(1_000);
    return type == SessionCommand.Read.class
        ? new SessionCommand.Read(
            word(),
            from,
            next,
            (List<Sighting>) (List<?>) many(Sighting.class, 0, 6),
            random.nextBoolean() ? Long.MIN_VALUE : random.nextLong())
        : new SessionCommand.Take(
            word(), from, next, (List<Session>) (List<?>) many(Session.class, 0, 6));
  }

  @SuppressWarnings("unchecked")
  private Object work(Class<?> type) {
    if (type == BlobId.class) {
      return new BlobId("%064x".formatted(random.nextLong(Long.MAX_VALUE)));
    }
    if (type == TaskId.class) {
      return new TaskId(word(), word(), random.nextInt(WorkCommand.TASKS_OF_JOB_MAX));
    }
    if (type == WorkerReport.class) {
      return new WorkerReport(
          word(), random.nextInt(1, WorkerReport.SLOTS_MAX), random.nextInt(WorkerReport.LOAD_MAX));
    }
    if (type == BlobCommand.HoldBlob.class) {
      return new BlobCommand.HoldBlob(
          one(BlobId.class),
          random.nextLong(Long.MAX_VALUE),
          (List<NodeId>) (List<?>) many(NodeId.class, 1, 6));
    }
    if (type == WorkCommand.Lease.class) {
      return new WorkCommand.Lease(
          word(),
          one(WorkerReport.class),
          word(),
          random.nextInt(1, WorkCommand.LEASES_MAX),
          (List<String>) (List<?>) many(String.class, 1, 6));
    }
    if (type == WorkCommand.Renew.class) {
      return new WorkCommand.Renew(
          word(),
          one(WorkerReport.class),
          (List<String>) (List<?>) many(String.class, 1, 6),
          (List<WorkCommand.Renewal>) (List<?>) many(WorkCommand.Renewal.class, 0, 6));
    }
    if (type == Footage.class) {
      return new Footage(
          word(),
          (List<Footage.Piece>) (List<?>) many(Footage.Piece.class, 0, 6),
          (List<Footage.Span>) (List<?>) many(Footage.Span.class, 1, 6));
    }
    if (type == Footage.Piece.class) {
      return new Footage.Piece(
          one(BlobId.class),
          one(Instant.class),
          random.nextInt(1, (int) Footage.PIECE_LENGTH_MAX.toMillis()),
          random.nextInt(1, 1_000));
    }
    return new WorkCommand.Renewal(one(TaskId.class), word(), random.nextInt(1_001));
  }

  /** What the module of the sessions has. */
  private Object session(Class<?> type) {
    if (type == Sighting.class) {
      return new Sighting(
          word(),
          one(SessionKey.class),
          one(Status.class),
          random.nextLong(Sighting.SECOND_MIN, Sighting.SECOND_MAX));
    }
    if (type == Rules.class) {
      return new Rules(1 + random.nextLong(9_999), random.nextLong(10), 10 + random.nextLong(99));
    }
    if (type == Tariff.class) {
      return new Tariff(
          random.nextBoolean() ? "EUR" : "VND",
          1 + random.nextLong(Tariff.BLOCK_SECONDS_MAX),
          random.nextLong(Tariff.PRICE_MAX),
          random.nextLong(9_999),
          random.nextBoolean() ? 0 : random.nextLong(Tariff.PRICE_MAX));
    }
    if (type == Tariffs.class) {
      return new Tariffs(
          List.of(
              Tariffs.Rule.always(one(Tariff.class)),
              new Tariffs.Rule(word(), Long.MIN_VALUE, one(Tariff.class)),
              new Tariffs.Rule("", random.nextLong(), one(Tariff.class))));
    }
    return record(type);
  }

  private Object record(Class<?> type) {
    var components = type.getRecordComponents();
    var values = Arrays.stream(components).map(this::component).toArray();
    try {
      var maker =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      return maker.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " " + Arrays.toString(values), e);
    }
  }

  private @Nullable Object component(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class) && random.nextBoolean()
        ? null
        : value(component.getGenericType());
  }

  private Duration span() {
    return Duration.ofMillis(random.nextLong(1, 500_000_000)).plusNanos(random.nextInt(1000));
  }

  private String word() {
    int[] letters = LETTERS.codePoints().toArray();
    return IntStream.range(0, random.nextInt(1, 12))
        .map(_ -> letters[random.nextInt(letters.length)])
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
