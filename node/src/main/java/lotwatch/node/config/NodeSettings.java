package lotwatch.node.config;

import java.nio.file.Path;
import lotwatch.wire.settings.Section;

/**
 * Where a node is.
 *
 * @param data the folder that holds the state
 * @param advertise the host by which others reach this node; empty leaves it to {@link
 *     AdvertisedHost}
 */
public record NodeSettings(Path data, String advertise) {
  static NodeSettings read(Section node) {
    return new NodeSettings(node.path("data", "data"), node.text("advertise", ""));
  }
}
