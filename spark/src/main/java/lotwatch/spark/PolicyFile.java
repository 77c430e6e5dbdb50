package lotwatch.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import lotwatch.sessions.Places;
import lotwatch.sessions.Places.Place;
import lotwatch.sessions.Rules;
import lotwatch.sessions.Tariff;
import lotwatch.sessions.Tariffs;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads what a node reads from the section {@code sessions} of its file, or system C's environment
 * variables where there is no file.
 */
public final class PolicyFile {
  /** Bytes in the file. */
  static final long BYTES_MAX = 1 << 20;

  private static final Set<String> FIELDS =
      Set.of(
          "timeout",
          "lateness",
          "forget",
          "plates",
          "places",
          "tariffs",
          "engine",
          "clock",
          "kafka");
  private static final Set<String> TARIFF_FIELDS =
      Set.of("lot", "from", "currency", "block", "price", "free", "day-max");
  private static final int KEY_BYTES = 32;
  private static final Tariff NOTHING = new Tariff("EUR", 900, 0, 0, 0);

  private final JsonNode sessions;
  private final Map<String, String> environment;

  private PolicyFile(JsonNode sessions, Map<String, String> environment) {
    this.sessions = sessions;
    this.environment = environment;
  }

  /**
   * Reads it.
   *
   * @param file YAML or JSON; null if there is none
   * @param keyFile has the key of the pseudonyms, and is made if they are wanted and it is missing
   */
  public static JobPolicy read(@Nullable Path file, Map<String, String> environment, Path keyFile)
      throws BadSettingsException {
    try {
      var written = new PolicyFile(section(file), environment);
      return new JobPolicy(
          written.rules(), written.tariffs(), written.places(), written.key(keyFile));
    } catch (JacksonException | IOException | IllegalArgumentException | DateTimeException e) {
      throw new BadSettingsException(
          "%s: %s".formatted(file == null ? "environment" : file, e.getMessage()));
    }
  }

  private static JsonNode section(@Nullable Path file) throws IOException, BadSettingsException {
    var mapper = new YAMLMapper();
    if (file == null) {
      return mapper.createObjectNode();
    }
    if (Files.size(file) > BYTES_MAX) {
      throw new BadSettingsException(
          "%s has %d bytes, the limit is %d".formatted(file, Files.size(file), BYTES_MAX));
    }
    var root = mapper.readTree(Files.readString(file));
    var section = root.has("sessions") ? root.get("sessions") : root;
    checkFields("sessions", section, FIELDS);
    return section;
  }

  private static void checkFields(String name, JsonNode node, Set<String> known)
      throws BadSettingsException {
    if (!node.isObject()) {
      throw new BadSettingsException(name + " is no list of keys with values");
    }
    for (var field : node.propertyNames()) {
      if (!known.contains(field)) {
        throw new BadSettingsException("%s.%s is no key that there is".formatted(name, field));
      }
    }
  }

  private Rules rules() throws BadSettingsException {
    var usual = Rules.DEFAULT;
    long timeout =
        whole(sessions, "timeout", variable("SESSION_TIMEOUT_SECONDS", usual.timeoutSeconds()));
    if (timeout < Rules.TIMEOUT_SECONDS_SHORT) {
      System.err.printf(
          "lotwatch: a time-out of %d s is short: below %d s cars that stand still time out%n",
          timeout, Rules.TIMEOUT_SECONDS_SHORT);
    }
    return new Rules(
        timeout,
        whole(sessions, "lateness", usual.latenessSeconds()),
        whole(sessions, "forget", usual.forgetSeconds()));
  }

  private Tariffs tariffs() throws BadSettingsException {
    var list = sessions.get("tariffs");
    boolean isPriced = environment.containsKey("BLOCK_PRICE");
    if (list == null || list.isEmpty()) {
      return Tariffs.of(
          isPriced || environment.containsKey("BLOCK_SECONDS")
              ? new Tariff(
                  Tariff.SYSTEM_C.currency(),
                  variable("BLOCK_SECONDS", Tariff.SYSTEM_C.blockSeconds()),
                  variable("BLOCK_PRICE", Tariff.SYSTEM_C.blockPrice()),
                  0,
                  0)
              : NOTHING);
    }
    if (isPriced) {
      throw new BadSettingsException("BLOCK_PRICE and tariffs in the file: only one of them");
    }
    var rules = new ArrayList<Tariffs.Rule>();
    for (var each : list) {
      rules.add(tariff("tariffs[%d]".formatted(rules.size()), each));
    }
    return new Tariffs(rules);
  }

  private static Tariffs.Rule tariff(String name, JsonNode node) throws BadSettingsException {
    checkFields(name, node, TARIFF_FIELDS);
    var from = node.path("from").asString("");
    return new Tariffs.Rule(
        node.path("lot").asString(""),
        from.isBlank() ? Long.MIN_VALUE : second(from.strip()),
        new Tariff(
            node.path("currency").asString(""),
            whole(node, "block", NOTHING.blockSeconds()),
            whole(node, "price", 0),
            whole(node, "free", 0),
            whole(node, "day-max", 0)));
  }

  /** A date, which begins at midnight UTC, or a time with its offset. */
  private static long second(String from) {
    return from.contains("T")
        ? OffsetDateTime.parse(from).toEpochSecond()
        : LocalDate.parse(from).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
  }

  /** Null is the campus: any location. */
  private @Nullable Places places() throws BadSettingsException {
    var places = sessions.path("places");
    if (places.isArray()) {
      var list = new ArrayList<Place>();
      for (var each : places) {
        checkFields("places[%d]".formatted(list.size()), each, Set.of("name", "lot"));
        list.add(new Place(each.path("name").asString(""), each.path("lot").asString("main")));
      }
      return new Places(list);
    }
    var written = places.asString("campus").strip();
    if (written.equals("campus")) {
      return null;
    }
    return written.equals("system-c") ? Places.systemC() : named(List.of(written.split(",", -1)));
  }

  private static Places named(List<String> written) throws BadSettingsException {
    var names = new HashSet<String>();
    for (var name : written) {
      if (name.isBlank() || !names.add(name.strip().toUpperCase(Locale.ROOT))) {
        throw new BadSettingsException(
            "places are campus, system-c or names with commas between them, each once, whatever its case; '%s' is not"
                .formatted(name.strip()));
      }
    }
    return new Places(written.stream().map(name -> new Place(name.strip(), "main")).toList());
  }

  private String key(Path file) throws IOException, BadSettingsException {
    var plates = sessions.path("plates").asString("pseudonym");
    if (plates.equals("clear")) {
      return "";
    }
    if (!plates.equals("pseudonym")) {
      throw new BadSettingsException("plates is clear or pseudonym");
    }
    if (!Files.exists(file)) {
      byte[] bytes = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(bytes);
      var folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, HexFormat.of().formatHex(bytes) + "\n");
    }
    var key = Files.readString(file, UTF_8).strip();
    if (!key.matches("([0-9a-f]{2}){16,64}")) {
      throw new BadSettingsException(file + " has no key of 16 to 64 bytes in hexadecimal digits");
    }
    return key;
  }

  private static long whole(JsonNode node, String field, long usual) throws BadSettingsException {
    var value = node.get(field);
    if (value == null || value.isNull()) {
      return usual;
    }
    try {
      return new BigDecimal(value.asString().strip().replace("_", "")).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new BadSettingsException(field + " is no whole number");
    }
  }

  private long variable(String name, long usual) throws BadSettingsException {
    var value = environment.get(name);
    try {
      return value == null ? usual : Long.parseLong(value.strip());
    } catch (NumberFormatException e) {
      throw new BadSettingsException(name + " is no whole number");
    }
  }
}
