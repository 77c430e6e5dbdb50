/** Plates that are at two places at once, and what that means. Hidden while there are none. */

import { get } from '../api.js';
import { h, match, say } from '../dom.js';
import { changed } from '../store.js';
import { addressOf } from './address.js';
import { placeName } from './places.js';

/** Between two looks, while the view is open. */
const LOOK_MILLIS = 10_000;

const number = new Intl.NumberFormat();
const title = h('summary', {});
const advice = h(
  'p',
  {},
  'Two cars have one plate, or a camera misreads it. Both sessions are billed: compare the two places before you send a bill.',
);
const list = h('ul', {});
const rest = h('p', {});

/** The part of the view that shows it. */
export const block = h('details', { class: 'clones', open: true, hidden: true }, title, advice, list, rest);

let askedAt = 0;
let answer = { count: 0, items: [] };
let ids = new Set();

/** Whether a session is one of those. */
export function isClone(id) {
  return ids.has(id);
}

/** Draws what was told last, and asks again if that was a while ago. */
export function draw() {
  if (Date.now() - askedAt >= LOOK_MILLIS) {
    ask();
  }
  const { count, items } = answer;
  block.hidden = count === 0;
  if (count) {
    say(title, count === 1 ? 'A plate is at two places at once' : `${number.format(count)} plates are at two places at once`);
    match(list, items, ({ first, second }) => `${first.id} ${second.id}`, line, fill);
    rest.hidden = count === items.length;
    say(rest, `And ${number.format(count - items.length)} more.`);
  }
}

async function ask() {
  askedAt = Date.now();
  try {
    answer = await get('/api/sessions/clones');
    ids = new Set(answer.items.flatMap(({ first, second }) => [first.id, second.id]));
    changed();
  } catch {
    // The view says already that the server does not answer.
  }
}

function line({ first, second }) {
  return h('li', {}, h('strong', {}), ' ', h('a', { href: addressOf(first) }), ' and ', h('a', { href: addressOf(second) }));
}

function fill(element, { first, second }) {
  const [plate, ...places] = element.children;
  say(plate, first.plate);
  [first, second].forEach(({ location }, i) => say(places[i], placeName(location)));
}
