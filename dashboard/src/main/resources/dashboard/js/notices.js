/** What needs attention: the state of the connection, cameras that do not see, spoken changes. */

import { h, mark, match, say } from './dom.js';
import { count } from './lots.js';
import { clock } from './time.js';

const BLIND = {
  silent: 'is silent: no frame comes',
  black: 'is black: too dark to see',
  covered: 'is covered: something lies over the lens',
  damaged: 'sends damaged images: data is lost on the way',
  frozen: 'is frozen: it sends the same image again and again',
};

/** The spoken summary comes at most this often. */
const SPEAK_MILLIS = 30_000;

let spokenAt = Date.now();
let spoken = new Map();

/** The pill in the header. */
export function drawConnection(store) {
  mark(document.body, 'data-connection', store.connection);
  const text = {
    starting: 'Connecting',
    live: 'Live',
    lost: 'Connection lost, reconnecting',
  }[store.connection];
  say(document.getElementById('connection').firstElementChild, text);
}

/** A banner for each camera that does not see, each trouble of the node, and a lost connection. */
export function drawBanners(store) {
  const banners = [];
  if (store.connection === 'lost') {
    const heard = store.heardAt ? ` The numbers are those of ${clock(store.heardAt)}.` : '';
    banners.push({ id: 'connection', title: 'Connection lost, reconnecting.', text: heard });
  }
  store.reasons?.forEach((reason, i) => {
    banners.push({ id: `node-${i}`, title: 'This node needs attention:', text: ` ${reason}.` });
  });
  store.cameras.forEach((camera) => {
    if (BLIND[camera.view]) {
      banners.push({
        id: `camera-${camera.id}`,
        title: `Camera ${camera.id} ${BLIND[camera.view]}, since ${clock(camera.since)}.`,
        text: ` ${unseen(camera)}`,
      });
    }
  });
  match(document.getElementById('banners'), banners, (banner) => banner.id, create, (element, banner) => {
    say(element.querySelector('strong'), banner.title);
    say(element.querySelector('span'), banner.text);
  });
}

function unseen(camera) {
  const turned = camera.watches?.filter((watch) => watch.state === 'unknown').length ?? camera.spots;
  if (!camera.watches && camera.spots > 1) {
    return `Its ${camera.spots} spots are unknown until it sees again, but for those that another camera sees.`;
  }
  if (turned === 0) {
    return 'Other cameras see its spots.';
  }
  return turned === 1
    ? 'Its 1 spot is unknown until it sees again.'
    : `${count(turned, 'spot')} of it are unknown until it sees again.`;
}

function create() {
  return h('p', { class: 'banner' }, h('strong', {}), h('span', {}));
}

/** Speaks the lots that changed, in one sentence, now and then. */
export function announce(store) {
  if (!spoken.size) {
    store.lots.forEach((lot) => spoken.set(lot.id, lot.free));
    return;
  }
  if (Date.now() - spokenAt < SPEAK_MILLIS) {
    return;
  }
  spokenAt = Date.now();
  const news = [...store.lots.values()].filter((lot) => spoken.get(lot.id) !== lot.free);
  spoken = new Map([...store.lots.values()].map((lot) => [lot.id, lot.free]));
  if (news.length) {
    const text = news.slice(0, 5).map((lot) => `${lot.name}: ${lot.free} free of ${lot.capacity}`);
    say(document.getElementById('announcer'), `${text.join('. ')}.`);
  }
}
