package lotwatch.media.camera;

import static lotwatch.wire.settings.Section.HOUR_MAX;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How a camera's URL is called, written behind it as a fragment, which is never sent: so the
 * settings of a camera travel wherever its URL does.
 *
 * @param url without them
 */
record SourceOptions(
    String url, Source.Transport transport, boolean insecure, Optional<Duration> poll) {
  /** The shortest time from one request for an image to the next. */
  static final Duration POLL_MIN = Duration.ofMillis(100);

  private static final Set<String> NAMES = Set.of("transport", "insecure", "poll");
  private static final String POLLS = "poll is a number of seconds from 0.1 to 3600";
  private static final String LISTEN = "?listen";
  private static final Pattern SHAPE =
      Pattern.compile("#((?:transport|insecure|poll)=[^#&=@/?]*(?:&[a-z]+=[^#&=@/?]*)*)$");

  /** Reads what is written behind a URL; another fragment stays part of it. */
  static SourceOptions behind(String text) {
    var found = SHAPE.matcher(text);
    var options = new SourceOptions(text, Source.Transport.TCP, false, Optional.empty());
    if (!found.find()) {
      return options;
    }
    options = options.at(text.substring(0, found.start()));
    for (var each : found.group(1).split("&", -1)) {
      var equals = each.indexOf('=');
      options = options.with(each.substring(0, equals), each.substring(equals + 1));
    }
    return options;
  }

  private SourceOptions at(String other) {
    return new SourceOptions(other, transport, insecure, poll);
  }

  private SourceOptions with(String key, String value) {
    return switch (key) {
      case "transport" -> new SourceOptions(url, transport(value), insecure, poll);
      case "insecure" -> new SourceOptions(url, transport, flag(value), poll);
      case "poll" -> new SourceOptions(url, transport, insecure, Optional.of(poll(value)));
      default ->
          throw new IllegalArgumentException(
              "a camera has no option %s: write transport, insecure or poll".formatted(key));
    };
  }

  private static Source.Transport transport(String value) {
    for (var each : Source.Transport.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(value)) {
        return each;
      }
    }
    throw new IllegalArgumentException("transport is tcp, udp or auto, not " + value);
  }

  private static boolean flag(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("insecure is true or false, not " + value);
    };
  }

  private static Duration poll(String value) {
    try {
      var poll = Duration.ofMillis(Math.round(Double.parseDouble(value) * 1_000));
      checkPoll(poll);
      return poll;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(POLLS, e);
    }
  }

  static void checkPoll(Duration poll) {
    if (poll.compareTo(POLL_MIN) < 0 || poll.compareTo(HOUR_MAX) > 0) {
      throw new IllegalArgumentException(POLLS);
    }
  }

  Source rtsp(String address) {
    var listen = address.endsWith(LISTEN);
    if (poll.isPresent()) {
      throw new IllegalArgumentException("an RTSP camera is not polled: leave poll away");
    }
    return new Source.Rtsp(
        listen ? address.substring(0, address.length() - LISTEN.length()) : address,
        listen,
        transport,
        insecure);
  }

  Source http(String address) {
    if (transport != Source.Transport.TCP) {
      throw new IllegalArgumentException("transport is for RTSP cameras: leave it away");
    }
    return new Source.Http(address, poll, insecure);
  }

  /** What is said of how a source is called, by name. */
  static SortedMap<String, String> of(Source source) {
    SortedMap<String, String> options = new TreeMap<>();
    if (source instanceof Source.Rtsp rtsp && rtsp.transport() != Source.Transport.TCP) {
      options.put("transport", rtsp.transport().name().toLowerCase(Locale.ROOT));
    }
    if (source instanceof Source.Http http) {
      http.poll().ifPresent(poll -> options.put("poll", seconds(poll)));
    }
    boolean isInsecure =
        (source instanceof Source.Rtsp rtsp && rtsp.insecure())
            || (source instanceof Source.Http http && http.insecure());
    if (isInsecure) {
      options.put("insecure", "true");
    }
    return options;
  }

  /** A source with such options. */
  static Source applied(Source source, SortedMap<String, String> options) {
    var all = new SourceOptions("", Source.Transport.TCP, false, Optional.empty());
    for (var each : options.entrySet()) {
      all = NAMES.contains(each.getKey()) ? all.with(each.getKey(), each.getValue()) : all;
    }
    return source.with(all.transport, all.insecure, all.poll);
  }

  /** As it is written behind the URL; empty if there is nothing to say. */
  static String fragment(Source source) {
    var words = new ArrayList<String>();
    of(source).forEach((name, value) -> words.add(name + "=" + value));
    return words.isEmpty() ? "" : "#" + String.join("&", words);
  }

  private static String seconds(Duration time) {
    var millis = time.toMillis();
    return millis % 1_000 == 0 ? String.valueOf(millis / 1_000) : String.valueOf(millis / 1e3);
  }
}
