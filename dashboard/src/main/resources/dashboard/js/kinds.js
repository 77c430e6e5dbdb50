/** The kinds of events that the page hears of. */

/** What happens in a lot. */
export const LOT_KINDS = [
  'spot.changed',
  'lot.counted',
  'reservation.made',
  'reservation.cancelled',
  'reservation.expired',
  'reservation.ended',
];

/** What happens to recordings and the work on them. */
export const RECORDING_KINDS = [
  'recording.changed',
  'recording.deleted',
  'task.done',
  'task.failed',
  'task.stuck',
];

/** All, with the state that a stream begins with. */
export const KINDS = [
  'snapshot',
  'lot.opened',
  'lot.closed',
  'camera.placed',
  'camera.removed',
  'camera.changed',
  'session.changed',
  ...LOT_KINDS,
  ...RECORDING_KINDS,
];
