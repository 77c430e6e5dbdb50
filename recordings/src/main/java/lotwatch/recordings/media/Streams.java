package lotwatch.recordings.media;

import static lotwatch.recordings.media.MediaException.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import lotwatch.recordings.media.MediaException.Kind;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The streams of a file as ffprobe describes them.
 *
 * @param container in ffmpeg's words
 * @param seconds that the container announces; 0 if it does not
 * @param video the first video that is no cover
 * @param tracks sound and subtitles; their spans are not known yet
 */
record Streams(String container, double seconds, VideoTrack video, List<Track> tracks) {
  /** Far more than {@code streams-max} streams need. */
  static final int JSON_CHARS_MAX = 1 << 20;

  static final List<String> ARGUMENTS =
      List.of(
          "-show_entries",
          "format=format_name,duration,nb_streams"
              + ":stream=index,codec_name,codec_type,width,height,pix_fmt,field_order,time_base"
              + ",avg_frame_rate,color_range,color_space,color_transfer,color_primaries"
              + ",channels:stream_disposition=attached_pic:stream_tags=language:stream_side_data",
          "-of",
          "json");

  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * Reads ffprobe's JSON.
   *
   * @throws MediaException if there is no video to work on, or a limit is crossed
   */
  static Streams read(String json, Limits limits) throws MediaException {
    var root = tree(json);
    var container = root.path("format").path("format_name").asString("");
    if (root.path("format").path("nb_streams").asInt(0) > limits.streamsMax()) {
      throw new MediaException(
          Kind.LIMIT, "it has more than %d streams".formatted(limits.streamsMax()));
    }
    var tracks = new ArrayList<Track>();
    JsonNode chosen = null;
    for (var stream : root.path("streams")) {
      switch (stream.path("codec_type").asString("")) {
        case "video" -> {
          if (chosen == null && stream.path("disposition").path("attached_pic").asInt(0) == 0) {
            chosen = stream;
          }
        }
        case "audio" -> tracks.add(track(stream, Track.Kind.AUDIO));
        case "subtitle" -> tracks.add(track(stream, Track.Kind.SUBTITLE));
        default -> {} // data, attachments: no container of ours holds them
      }
    }
    if (chosen == null) {
      throw refused(
          tracks.isEmpty() ? "it holds no video" : "it holds no video, only " + names(tracks));
    }
    return new Streams(
        container, number(root.path("format"), "duration"), video(chosen, limits), tracks);
  }

  private static JsonNode tree(String json) throws MediaException {
    try {
      return JSON.readTree(json);
    } catch (JacksonException e) {
      throw new MediaException(Kind.REFUSED, "its streams cannot be listed", e);
    }
  }

  private static String names(List<Track> tracks) {
    return tracks.stream()
        .map(track ->
            switch (track.kind()) {
                  case AUDIO -> "sound (";
                  case SUBTITLE -> "subtitles (";
                }
                + track.codec()
                + ")")
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static Track track(JsonNode stream, Track.Kind kind) {
    var language = stream.path("tags").path("language").asString("");
    return new Track(
        stream.path("index").asInt(-1),
        kind,
        stream.path("codec_name").asString("unknown"),
        stream.path("channels").asInt(0),
        language.matches("[a-z]{3}") && !language.equals("und") ? language : "",
        Track.Span.NONE);
  }

  private static VideoTrack video(JsonNode stream, Limits limits) throws MediaException {
    var width = stream.path("width").asInt(0);
    var height = stream.path("height").asInt(0);
    if (width > 0 && height > 0 && (long) width * height > limits.pixelsMax()) {
      throw Probe.tooLarge(Integer.toString(width), Integer.toString(height), limits);
    }
    var codec = stream.path("codec_name").asString("");
    if (codec.isEmpty()) {
      throw refused("its video is of a kind that is not known here");
    }
    if (width <= 0 || height <= 0) {
      throw refused("its video (" + codec + ") does not say how large it is: it does not decode");
    }
    var timeBase =
        Ratio.parse(stream.path("time_base").asString(""))
            .orElseThrow(() -> refused("its video has no clock"));
    return new VideoTrack(
        stream.path("index").asInt(-1),
        codec,
        width,
        height,
        stream.path("pix_fmt").asString("unknown"),
        stream.path("field_order").asString("progressive").matches("tt|bb|tb|bt"),
        timeBase,
        Ratio.parse(stream.path("avg_frame_rate").asString("")),
        turn(stream),
        new Colour(
            stream.path("color_range").asString(""),
            stream.path("color_primaries").asString(""),
            stream.path("color_transfer").asString(""),
            stream.path("color_space").asString("")));
  }

  private static Turn turn(JsonNode stream) {
    for (var side : stream.path("side_data_list")) {
      if (side.has("rotation")) {
        return Turn.of(side.path("rotation").asDouble(0), side.path("displaymatrix").asString(""));
      }
    }
    return Turn.NONE;
  }

  private static double number(JsonNode node, String name) {
    try {
      return Double.parseDouble(node.path(name).asString("0"));
    } catch (NumberFormatException e) {
      return 0; // N/A
    }
  }
}
