package lotwatch.sim;

/**
 * A car that stands on the simulated campus.
 *
 * @param lot of the spot
 * @param spot where it stands
 * @param plate that it has for as long as it stands there; it belongs to nobody
 */
public record ParkedCar(String lot, String spot, String plate) {}
