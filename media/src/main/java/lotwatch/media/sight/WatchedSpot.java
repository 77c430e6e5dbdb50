package lotwatch.media.sight;

import lotwatch.media.Polygon;

/**
 * A spot that a camera watches.
 *
 * @param id unique within its camera, as configured
 * @param outline where its ground is in the camera's image
 */
public record WatchedSpot(String id, Polygon outline) {}
