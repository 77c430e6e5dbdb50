package lotwatch.sim;

import lotwatch.media.Polygon;

/**
 * A spot as a simulated camera sees it.
 *
 * @param id unique on the campus
 * @param lot whose capacity it counts for
 * @param outline in the image
 */
public record SimSpot(String id, String lot, Polygon outline) {}
