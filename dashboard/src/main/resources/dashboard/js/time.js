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

/** A duration in two words: 34 s, 12 min 5 s, 5 h 12 min, 2 days 3 h. */
export function span(millis) {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (minutes < 1) {
    return `${seconds} s`;
  }
  if (hours < 1) {
    return `${minutes} min ${seconds % 60} s`;
  }
  return hours < 48
    ? `${hours} h ${minutes % 60} min`
    : `${Math.floor(hours / 24)} days ${hours % 24} h`;
}

const DAY_AND_TIME = new Intl.DateTimeFormat([], { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const IN_BRIEF = new Intl.DateTimeFormat([], { dateStyle: 'medium', timeStyle: 'short' });
const IN_FULL = new Intl.DateTimeFormat([], { dateStyle: 'full', timeStyle: 'long' });

/** The time of day, with the day if it is not today. */
export function moment(time) {
  const when = new Date(time);
  return when.toDateString() === new Date().toDateString() ? clock(when) : DAY_AND_TIME.format(when);
}

/** A time with its year, for a table whose zone is said beside it. */
export function inBrief(time) {
  return IN_BRIEF.format(new Date(time));
}

/** A time in full, with the viewer's zone. */
export function inFull(time) {
  return IN_FULL.format(new Date(time));
}

/** The time of day. */
export function clock(time) {
  return new Date(time).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}
