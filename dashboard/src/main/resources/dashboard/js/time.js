/** Times by the server's clock, in words. */

let ahead = 0;

/** Learns the server's clock from an answer's Date header; it is whole seconds, so nearly. */
export function learnClock(response) {
  const date = Date.parse(response.headers.get('Date') ?? '');
  if (!Number.isNaN(date)) {
    const difference = date + 500 - Date.now();
    ahead = Math.abs(difference) < 1500 ? 0 : difference;
  }
}

/** Milliseconds since a time the server gave. */
export function age(time) {
  return Math.max(0, Date.now() + ahead - Date.parse(time));
}

/** An age in words: 3 s, 12 min, 5 h, 2 days. */
export function words(millis) {
  const seconds = Math.floor(millis / 1000);
  if (seconds < 60) {
    return `${seconds} s`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min`;
  }
  return seconds < 172_800
    ? `${Math.floor(seconds / 3600)} h`
    : `${Math.floor(seconds / 86_400)} days`;
}

/** The time of day. */
export function clock(time) {
  return new Date(time).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}
