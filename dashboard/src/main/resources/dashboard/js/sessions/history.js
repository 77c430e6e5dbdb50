/** All sessions that the server's history has, newest first, some at a time. */

import { get } from '../api.js';
import { h, match, say } from '../dom.js';
import { changed, store } from '../store.js';
import { address, wanted } from './address.js';
import { known } from './known.js';
import { placeName } from './places.js';
import { SessionTable } from './rows.js';

/** Sessions in one answer. */
const PART = 100;

/** Rows in the document; a search finds others. */
const SHOWN_MAX = 400;

const RETRY_MILLIS = 5_000;

/** How long a search waits for the next letter. */
const TYPING_MILLIS = 300;

/** While sessions change, the newest part is asked for again this often. */
const REFRESH_MILLIS = 2_000;

/** The history is a moment behind: for so long after a change there may be news of it. */
const SETTLE_MILLIS = 10_000;

/** Without a change it is asked for again this often. */
const REFRESH_IDLE_MILLIS = 30_000;

const lot = h('select', { id: 'history-lot', name: 'Lot', onchange: search });
const place = h('input', { id: 'history-place', name: 'Spot or place', type: 'search', placeholder: 'A1', maxlength: 160, autocomplete: 'off', spellcheck: 'false', oninput: search });
const plate = h('input', { id: 'history-plate', name: 'Plate as shown', type: 'search', placeholder: '45', maxlength: 64, autocomplete: 'off', spellcheck: 'false', oninput: search });
const from = h('input', { id: 'history-from', name: 'From', type: 'date', onchange: search });
const to = h('input', { id: 'history-to', name: 'Until', type: 'date', onchange: search });
const note = h('p', { class: 'empty', role: 'status' });
const more = h('button', { type: 'button', class: 'clear', onclick: () => ask('older'), hidden: true }, 'Older');
const table = new SessionTable();

/** The part of the view that shows the history. */
export const pane = h(
  'div',
  { class: 'session-history', hidden: true },
  h(
    'form',
    { class: 'session-search', role: 'search', 'aria-label': 'Search the history', onsubmit: (event) => event.preventDefault() },
    ...[lot, place, plate, from, to].map((input) => h('p', {}, h('label', { for: input.id }, input.getAttribute('name')), input)),
  ),
  note,
  table.element,
  h('p', { class: 'session-more' }, more),
);

let asked = '';
let items = [];
let next = null;
let failure = '';
let isLoading = false;
let typing = 0;
let askedAt = 0;
let changes = 0;
let changedAt = 0;

function search() {
  clearTimeout(typing);
  typing = setTimeout(() => {
    const question = { state: 'history', lot: lot.value, place: place.value.trim(), plate: plate.value.trim(), from: from.value, to: to.value };
    history.replaceState(null, '', address(question));
    changed();
  }, TYPING_MILLIS);
}

/** Draws what the address asks for, and asks the server for it if that is not known yet. */
export function draw() {
  const question = wanted();
  drawLots();
  if (asked !== address(question)) {
    asked = address(question);
    Object.assign(place, { value: question.place });
    Object.assign(plate, { value: question.plate });
    Object.assign(from, { value: question.from });
    Object.assign(to, { value: question.to });
    lot.value = question.lot;
    items = [];
    next = null;
    ask('first');
  } else if (isDue() && !isLoading && !failure) {
    ask('again');
  }
  table.element.hidden = items.length === 0;
  table.draw('ended', items.map((session) => ({ session, place: placeName(session.location) })));
  const text = words();
  note.hidden = !text;
  say(note, text);
  more.hidden = !next || items.length >= SHOWN_MAX;
}

/** Whether there may be news. */
function isDue() {
  if (changes !== known.changes) {
    changes = known.changes;
    changedAt = Date.now();
  }
  const pause = Date.now() - changedAt < SETTLE_MILLIS ? REFRESH_MILLIS : REFRESH_IDLE_MILLIS;
  return Date.now() - askedAt >= pause;
}

function drawLots() {
  const all = [{ id: '', name: 'All lots' }, ...[...store.lots.values()].sort((a, b) => a.name.localeCompare(b.name))];
  const chosen = wanted().lot;
  const listed = all.some(({ id }) => id === chosen) ? all : [...all, { id: chosen, name: chosen }];
  match(lot, listed, ({ id }) => id, ({ id }) => h('option', { value: id }), (option, { name }) => say(option, name));
}

function words() {
  if (failure) {
    return `The history could not be read: ${failure}. The next try is in a few seconds.`;
  }
  if (isLoading && !items.length) {
    return 'Loading the history.';
  }
  if (!items.length) {
    return 'No session of the history matches this search.';
  }
  return items.length >= SHOWN_MAX && next
    ? `The newest ${SHOWN_MAX} that match. Search by lot, place, plate or day to see others; "lotwatch sessions export" writes all.`
    : '';
}

/** @param {'first' | 'older' | 'again'} what of the answer to the question */
async function ask(what) {
  const mine = asked;
  isLoading = true;
  askedAt = Date.now();
  try {
    const page = await get(path(what === 'older' ? next : null));
    if (mine === asked) {
      take(page, what);
      failure = '';
    }
  } catch (problem) {
    if (mine === asked) {
      failure = problem.message;
      setTimeout(() => mine === asked && ask(what), RETRY_MILLIS);
    }
  }
  if (mine === asked) {
    isLoading = false;
  }
  changed();
}

function take(page, what) {
  if (what === 'older') {
    items = [...items, ...page.items];
    next = page.next ?? null;
    return;
  }
  const fresh = new Set(page.items.map(({ id }) => id));
  const older = items.length > PART && items.some(({ id }) => fresh.has(id)) ? items.filter(({ id }) => !fresh.has(id)) : [];
  items = [...page.items, ...older];
  next = older.length ? next : (page.next ?? null);
}

function path(cursor) {
  const question = wanted();
  const query = new URLSearchParams({ limit: PART });
  question.lot && query.set('lot', question.lot);
  question.place && query.set('place', question.place);
  question.plate && query.set('plate', question.plate);
  question.from && query.set('from', midnight(question.from, 0));
  question.to && query.set('to', midnight(question.to, 1));
  cursor && query.set('cursor', cursor);
  return `/api/history/sessions?${query}`;
}

/** The beginning of a day, or of one later, where the viewer is. */
function midnight(day, later) {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}
