package lotwatch.media.spots;

import java.util.Optional;
import lotwatch.media.Polygon;

/**
 * One parking spot as one camera sees it.
 *
 * @param id unique within its camera
 * @param lot which lot it counts for, where the spots file says so
 * @param outline where its ground is in the image
 */
public record Spot(String id, Optional<String> lot, Polygon outline) {}
