package lotwatch.client;

/**
 * A parking lot as it was when the port answered.
 *
 * @param capacity how many cars it takes
 * @param occupied how much of it has a car
 * @param free how much of it can be reserved
 */
public record Lot(String id, int capacity, int occupied, int free) {}
