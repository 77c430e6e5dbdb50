package lotwatch.client;

/**
 * A parking lot as it was when the port answered.
 *
 * @param capacity places
 * @param occupied places with a car
 * @param free places that can be reserved
 */
public record Lot(String id, int capacity, int occupied, int free) {}
