/**
 * A shared worker, or a part of the page where there are none: one live feed for all tabs of a
 * browser, which opens no more than six connections to a server. Each tab is told {kind, id, data}
 * for an event and {connection} for live or lost. It says 'here' when it comes and now and then, and
 * 'bye' when it goes.
 */

import { KINDS } from './kinds.js';

const RETRY_MILLIS = 2_000;

/** A tab that was not heard for so long has crashed; a hidden one is slow. */
const SILENT_MAX_MILLIS = 10 * 60_000;

/** Events that wait for a tab's first state, which is newer than the oldest of so many. */
const WAITING_MAX = 10_000;

/** By its port what a tab has: the number of its last event, or what waits until there is one. */
const tabs = new Map();

let stream;
let state = 'starting';
let lastId = '';

if ('onconnect' in self) {
  self.onconnect = ({ ports: [port] }) => connect(port);
}

/** A tab speaks through this port. */
export function connect(port) {
  port.onmessage = ({ data }) => (data === 'bye' ? tabs.delete(port) : here(port));
}

function here(port) {
  const tab = tabs.get(port);
  if (tab) {
    tab.heardAt = Date.now();
  } else {
    tabs.set(port, { after: null, waiting: [], heardAt: Date.now() });
    state === 'lost' && port.postMessage({ connection: state });
    begin(port);
    stream ?? listen();
  }
  tabs.forEach(({ heardAt }, other) => heardAt < Date.now() - SILENT_MAX_MILLIS && tabs.delete(other));
}

/** The stream that all tabs hear. */
function listen() {
  stream = open(lastId, (event) => {
    lastId = event.id;
    turn('live');
    tabs.forEach((tab, port) => tell(port, tab, event));
  });
  stream.onopen = () => turn('live');
  stream.onerror = () => {
    turn('lost');
    // The browser tries again by itself, unless the server answered with an error.
    if (stream.readyState === EventSource.CLOSED) {
      setTimeout(listen, RETRY_MILLIS);
    }
  };
}

/** A tab begins with the state as it is now: a stream of its own tells it, and ends. */
function begin(port) {
  const tab = tabs.get(port);
  const own = open('', (event) => {
    own.close(); // the first event is the state
    tab.after = number(event.id);
    port.postMessage(event);
    tab.waiting.splice(0).forEach((waited) => tell(port, tab, waited));
  });
  own.onerror = () => {
    own.close();
    port.postMessage({ connection: 'lost' });
    setTimeout(() => tabs.get(port) === tab && begin(port), RETRY_MILLIS);
  };
}

function open(since, take) {
  const path = `../api/live${since && `?lastEventId=${since}`}`;
  const source = new EventSource(new URL(path, import.meta.url));
  KINDS.forEach((kind) =>
    source.addEventListener(kind, ({ lastEventId, data }) =>
      take({ kind, id: lastEventId, data: JSON.parse(data) }),
    ),
  );
  return source;
}

/** A tab hears nothing twice. A new state is what is so, even if its number is lower. */
function tell(port, tab, event) {
  if (tab.after === null) {
    tab.waiting.push(event);
    tab.waiting.splice(0, tab.waiting.length - WAITING_MAX);
  } else if (event.kind === 'snapshot' || number(event.id) > tab.after) {
    tab.after = number(event.id);
    port.postMessage(event);
  }
}

/** Ids are HISTORY-NUMBER. */
function number(id) {
  return Number(id.slice(id.lastIndexOf('-') + 1));
}

function turn(now) {
  if (state !== now) {
    state = now;
    tabs.forEach(({ after }, port) => after !== null && port.postMessage({ connection: now }));
  }
}
