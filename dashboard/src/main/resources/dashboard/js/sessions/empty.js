/** What is said where there are no sessions to show: why, and what to do. */

/** A sentence or two, or nothing if there are some. */
export function nothing(asked, found, known) {
  if (found) {
    return '';
  }
  if (!known.isLoaded) {
    return 'Loading the sessions.';
  }
  if (known[asked.state].size) {
    return `No ${asked.state} session matches this search. Clear it to see all ${known[asked.state].size}.`;
  }
  if (asked.state === 'ended') {
    return known.active.size
      ? 'No session has ended yet. One ends when its car is reported as leaving, or when nobody has seen it for long.'
      : BEGIN;
  }
  return known.ended.size
    ? 'No car is parked now, as far as anybody has reported. Those that left are under Ended.'
    : BEGIN;
}

const BEGIN =
  'No session yet: nobody has reported a car. Sessions begin when one is seen. The simulated campus reports its cars by itself; cameras and other systems report theirs by POST /api/sightings, which the API page below describes.';
