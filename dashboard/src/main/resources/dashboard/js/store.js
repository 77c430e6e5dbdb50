/** What the page knows, and who is told when it changes. Draws at most once a frame. */

const HISTORY_MILLIS = 10 * 60_000;
const HISTORY_MAX = 600;

const listeners = [];
let drawing = 0;

export const store = {
  /** starting, live or lost */
  connection: 'starting',
  /** the view that is shown: now, sessions, recordings or reports */
  view: 'now',
  /** when the last word came, by this machine's clock */
  heardAt: 0,
  /** lots by id, as REST gives them */
  lots: new Map(),
  /** [time, free] by lot */
  history: new Map(),
  /** cameras by id, as REST gives them; one that was looked at has its watches */
  cameras: new Map(),
  /** the nodes, as REST gives them */
  cluster: null,
  /** the id of the camera that is shown */
  shown: null,
};

/** Calls back before the next paint after any change, and once a second. */
export function onChange(draw) {
  listeners.push(draw);
}

/** Something changed. */
export function changed() {
  drawing ||= requestAnimationFrame(() => {
    drawing = 0;
    listeners.forEach((draw) => draw(store));
  });
}

/** A lot as REST or a snapshot gave it; an older one than we have is passed over. */
export function putLot(lot) {
  const known = store.lots.get(lot.id);
  if (!known || known.sequence <= lot.sequence) {
    store.lots.set(lot.id, lot);
    remember(lot);
    changed();
  }
}

/** A camera as REST or a snapshot gave it; what was known of its watches and decoder stays. */
export function putCamera(camera) {
  store.cameras.set(camera.id, { ...store.cameras.get(camera.id), ...camera });
  changed();
}

function remember(lot) {
  const past = store.history.get(lot.id) ?? [];
  past.push([Date.now(), lot.free]);
  while (past.length > HISTORY_MAX || (past.length > 2 && past[1][0] < Date.now() - HISTORY_MILLIS)) {
    past.shift();
  }
  store.history.set(lot.id, past);
}

/** How far back the history goes, in milliseconds. */
export const historyMillis = HISTORY_MILLIS;

setInterval(changed, 1000);
