/** The live feed: server-sent events into the store, resumed where it broke off. */

import { get } from './api.js';
import { changed, putCamera, putLot, store } from './store.js';

const RETRY_MILLIS = 2_000;
const LOT_KINDS = [
  'spot.changed',
  'lot.counted',
  'reservation.made',
  'reservation.cancelled',
  'reservation.expired',
  'reservation.ended',
];

let source;
let lastId = '';

/** Connects, for as long as the page is open. */
export function listen() {
  source?.close();
  source = new EventSource(lastId ? `/api/live?lastEventId=${lastId}` : '/api/live');
  source.onopen = () => connection('live');
  source.onerror = () => {
    connection('lost');
    // The browser tries again by itself, unless the server answered with an error.
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(listen, RETRY_MILLIS);
    }
  };
  on('snapshot', snapshot);
  on('lot.opened', (event) => reload(`/api/lots/${encodeURIComponent(event.lot)}`, putLot));
  on('lot.closed', (event) => store.lots.delete(event.lot));
  on('camera.placed', (event) => loadCamera(event.camera));
  on('camera.removed', (event) => store.cameras.delete(event.camera));
  on('camera.changed', (event) => {
    const camera = store.cameras.get(event.camera);
    if (camera) {
      putCamera({ ...camera, view: event.to, since: event.at });
    }
  });
  LOT_KINDS.forEach((kind) => on(kind, lotEvent));
}

/** Reads what a camera watches. */
export function loadCamera(id) {
  return reload(`/api/cameras/${encodeURIComponent(id)}`, putCamera);
}

async function reload(path, put) {
  try {
    put(await get(path));
  } catch {
    // The next snapshot or the next look tells it again.
  }
}

function on(kind, take) {
  source.addEventListener(kind, (message) => {
    lastId = message.lastEventId;
    store.heardAt = Date.now();
    connection('live');
    take(JSON.parse(message.data));
    changed();
  });
}

function connection(state) {
  if (store.connection !== state) {
    store.connection = state;
    changed();
  }
}

function snapshot(state) {
  const lots = new Set(state.lots.map((lot) => lot.id));
  const cameras = new Set(state.cameras.map((camera) => camera.id));
  [...store.lots.keys()].filter((id) => !lots.has(id)).forEach((id) => store.lots.delete(id));
  [...store.cameras.keys()]
    .filter((id) => !cameras.has(id))
    .forEach((id) => store.cameras.delete(id));
  // A server that began anew counts from 1 again: what it says now is what is so.
  state.lots.forEach((lot) => store.lots.delete(lot.id) && putLot(lot));
  state.lots.forEach(putLot);
  state.cameras.forEach(putCamera);
  store.cameras.forEach((camera) => camera.watches && loadCamera(camera.id));
}

function lotEvent(event) {
  const lot = store.lots.get(event.lot);
  if (lot && event.sequence > lot.sequence) {
    putLot({ ...lot, ...event.tally, changedAt: event.at, sequence: event.sequence });
  }
  if (event.kind === 'spot.changed') {
    store.cameras.forEach((camera) => camera.watches?.forEach((watch) => turn(watch, event)));
  }
}

function turn(watch, event) {
  if (watch.lot === event.lot && watch.spot === event.spot && watch.since <= event.at) {
    watch.state = event.to;
    watch.confidence = event.confidence;
    watch.since = event.at;
  }
}
