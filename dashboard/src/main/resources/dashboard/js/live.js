/** The live feed: events into the store. */

import { get } from './api.js';
import { connect } from './feed.js';
import { LOT_KINDS } from './kinds.js';
import { changed, putCamera, putLot, store } from './store.js';

const FEED = new URL('feed.js', import.meta.url);

/** How often the shared feed hears that this tab is there. */
const HERE_MILLIS = 60_000;

const TAKE = {
  snapshot,
  'lot.opened': (event) => reload(`/api/lots/${encodeURIComponent(event.lot)}`, putLot),
  'lot.closed': (event) => store.lots.delete(event.lot),
  'camera.placed': (event) => loadCamera(event.camera),
  'camera.removed': (event) => store.cameras.delete(event.camera),
  'camera.changed': (event) => {
    const camera = store.cameras.get(event.camera);
    if (camera) {
      putCamera({ ...camera, view: event.to, since: event.at });
    }
  },
  ...Object.fromEntries(LOT_KINDS.map((kind) => [kind, lotEvent])),
};

/** What views take besides, by the kind of event: each view has its own. */
const ALSO = new Map();

/** Has a view take the events of a kind, from now on. */
export function onEvent(kind, take) {
  ALSO.set(kind, [...(ALSO.get(kind) ?? []), take]);
}

/** Listens to the feed that all tabs share, for as long as the page is open. */
export function listen() {
  if (!window.SharedWorker) {
    join(ownFeed());
    return;
  }
  const worker = new SharedWorker(FEED, { name: 'lotwatch-feed-3', type: 'module' });
  const leave = join(worker.port);
  worker.onerror = () => {
    leave();
    join(ownFeed());
  };
}

/** For browsers without shared workers; each tab then needs a connection of its own. */
function ownFeed() {
  const { port1, port2 } = new MessageChannel();
  connect(port2);
  return port1;
}

function join(port) {
  const here = () => port.postMessage('here');
  const bye = () => port.postMessage('bye');
  port.onmessage = ({ data }) => heard(data);
  const beat = setInterval(here, HERE_MILLIS);
  addEventListener('pagehide', bye);
  addEventListener('pageshow', ({ persisted }) => persisted && here());
  here();
  return () => clearInterval(beat);
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

function heard(event) {
  if (event.connection) {
    connection(event.connection);
    return;
  }
  store.heardAt = Date.now();
  connection('live');
  TAKE[event.kind]?.(event.data);
  ALSO.get(event.kind)?.forEach((take) => take(event.data));
  changed();
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
    const anomalies = lot.anomalies + (event.anomaly ? 1 : 0);
    putLot({ ...lot, ...event.tally, anomalies, changedAt: event.at, sequence: event.sequence });
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
