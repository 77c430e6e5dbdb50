/** What came to the node and counts for nothing: how many, why, and what to do. Hidden while there is nothing. */

import { get } from '../api.js';
import { h, match, say } from '../dom.js';
import { changed } from '../store.js';
import { age, inFull, moment, words } from '../time.js';

/** Between two looks, while the view is open. */
const LOOK_MILLIS = 10_000;

const FORM = 'Mend the program that sends it.';
const CLOCK = 'Set the clock of the camera or program that sends it.';

/** By the server's word for it: why, and what to do. */
const REASONS = {
  stray: ['No such place', 'Mend its name where it is sent (LOT/SPOT, or a lot), or add the lot or the spot to lotwatch.yml.'],
  'location-unknown': ['No such place', 'Mend its name where it is sent, or add it to sessions.places in lotwatch.yml.'],
  location: ['The place is missing, too long or not printable', FORM],
  plate: ['The plate is missing, too long or not printable', FORM],
  'status-unknown': ['Cars do nothing of that name', 'ENTERING, PARKED, MOVING and EXITING are known.'],
  'time-type': ['The time is no whole second', 'Send seconds since 1970.'],
  'time-range': ['The time is missing, or cannot be', CLOCK],
  'time-ahead': ['The time is in the future', CLOCK],
  id: ['The id is empty, too long or not printable', FORM],
  'too-long': ['Too long', 'Send fewer sightings at a time.'],
  limit: ['Too many sessions or recordings at a time', 'Wait until some have ended, and send them again.'],
};

/** Of all other reasons, which are about how it is written. */
const OTHER = ['Not written as a sighting', FORM];

const title = h('summary', {});
const since = h('p', {});
const list = h('ul', {});

/** The part of the view that shows it. */
export const block = h('details', { class: 'unused', open: true, hidden: true }, title, since, list);

const number = new Intl.NumberFormat();
let askedAt = 0;
let answer = { since: '', items: [] };

/** Draws what was told last, and asks again if that was a while ago. */
export function draw() {
  if (Date.now() - askedAt >= LOOK_MILLIS) {
    ask();
  }
  const { items } = answer;
  block.hidden = items.length === 0;
  if (items.length) {
    say(title, `Some of what is reported counts for nothing, the last ${words(age(items[0].last))} ago`);
    say(since, `It is in no session and no bill. Counted by this node since ${moment(answer.since)}.`);
    match(list, items, ({ from, reason }) => `${from} ${reason}`, line, fill);
  }
}

async function ask() {
  askedAt = Date.now();
  try {
    answer = await get('/api/sightings/unused');
    changed();
  } catch {
    // The view says already that the server does not answer.
  }
}

function line({ reason }) {
  const [why, advice] = REASONS[reason] ?? OTHER;
  return h('li', {}, h('strong', {}, `${why}: `), h('span', {}), ` ${advice}`);
}

function fill(element, { from, reason, count, first, last }) {
  const text = `${many(count, from, reason)}, ${span(first, last)}.${from === 'rest' || reason === 'stray' ? '' : LETTERS}`;
  const told = element.querySelector('span');
  say(told, text);
  told.title = `${inFull(first)} to ${inFull(last)}`;
}

const LETTERS = ' The topic of dead letters has them, each with its reason.';

function many(count, from, reason) {
  const by = from === 'rest' ? 'by REST' : `of the topic ${from}`;
  const what = reason === 'stray' ? 'sighting' : from === 'rest' ? 'request' : 'record';
  return `${number.format(count)} ${what}${count === 1 ? '' : 's'} ${by}`;
}

function span(first, last) {
  return moment(first) === moment(last) ? `at ${moment(last)}` : `from ${moment(first)} to ${moment(last)}`;
}
