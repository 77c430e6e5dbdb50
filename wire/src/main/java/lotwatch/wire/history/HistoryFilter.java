package lotwatch.wire.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the history are asked for, the newest first. What is null does not matter.
 *
 * @param lot the lot they are of
 * @param location of a session, or the spot
 * @param place part of the location of a session
 * @param plate part of the plate as it is shown, which is masked
 * @param kind what happened: the state of a session, what became of a reservation, the new state of
 *     a spot, an action
 * @param from the first moment
 * @param to the first moment after
 * @param limit rows at most
 * @param cursor where the page before ended
 */
public record HistoryFilter(
    @Nullable String lot,
    @Nullable String location,
    @Nullable String place,
    @Nullable String plate,
    @Nullable String kind,
    @Nullable Instant from,
    @Nullable Instant to,
    int limit,
    @Nullable Cursor cursor) {}
