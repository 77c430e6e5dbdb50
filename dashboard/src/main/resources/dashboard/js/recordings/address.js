/** What the view of the recordings is asked to show: the address says it. */

/** The id of the recording that the address asks for; empty for all. */
export function wanted() {
  return new URLSearchParams(location.hash.split('?')[1] ?? '').get('id') ?? '';
}

/** The address of one recording. */
export function addressOf({ id }) {
  return `#recordings?${new URLSearchParams({ id })}`;
}
