/** Who encodes, and whether each gets work. */

import { post } from '../api.js';
import { h, mark, match, say } from '../dom.js';
import { age, clock, words } from '../time.js';
import { workers } from './known.js';
import { why } from './words.js';

const LOOK_MILLIS = 2_000;

const STATES = { running: 'Takes work', paused: 'Paused', draining: 'Draining: ends what it has' };

/** By what a button does: its word, and in which states it is there. */
const STEERING = {
  pause: { text: 'Pause', from: ['running'], done: 'gets no new work until it is resumed.' },
  drain: { text: 'Drain', from: ['running', 'paused'], done: 'ends what it has, and gets no more.' },
  resume: { text: 'Resume', from: ['paused', 'draining'], done: 'takes work again.' },
};

const COLUMNS = ['Worker', 'Address', 'State', 'Tasks', 'Done', 'Failed', 'Load', 'Last word', 'Change'];
const NUMBERS = new Set(['Tasks', 'Done', 'Failed', 'Load']);

const NOBODY =
  'No worker is there, so nothing is encoded. Each node has one of its own unless recordings.slots is 0 in lotwatch.yml.';

const number = new Intl.NumberFormat();
const rows = h('tbody', { role: 'rowgroup' });
const told = h('p', { class: 'told', role: 'status' });
const note = h('p', { class: 'empty', role: 'status' });
const table = h(
  'div',
  { class: 'scroll session-scroll', tabindex: 0, role: 'region', 'aria-label': 'Table of workers', hidden: true },
  h(
    'table',
    { class: 'session-table', role: 'table' },
    h('caption', {}, 'A load of 1: one task waits for each core of the machine.'),
    h(
      'thead',
      { role: 'rowgroup' },
      h('tr', { role: 'row' }, ...COLUMNS.map((name) => h('th', { scope: 'col', role: 'columnheader', class: kind(name) }, name))),
    ),
    rows,
  ),
);

/** The part of the view that shows them. */
export const block = h(
  'section',
  { class: 'workers', 'aria-labelledby': 'workers-title' },
  h('h2', { id: 'workers-title' }, 'Workers'),
  told,
  note,
  table,
);

/** Draws them, and asks again. */
export function draw() {
  workers.look(LOOK_MILLIS);
  const items = workers.value?.items ?? [];
  table.hidden = items.length === 0;
  const text = state(items);
  note.hidden = !text;
  say(note, text);
  match(rows, items, ({ name }) => name, row, fill);
}

function state(items) {
  const { value, failure } = workers;
  if (failure) {
    return `The workers could not be read since ${clock(failure.since)}. ${why(failure.problem)} The next try is in a few seconds.`;
  }
  return items.length ? '' : value ? NOBODY : 'Loading the workers.';
}

function kind(name) {
  return NUMBERS.has(name) ? 'number' : undefined;
}

function row() {
  return h(
    'tr',
    { role: 'row' },
    h('th', { scope: 'row', role: 'rowheader', class: 'place' }),
    ...COLUMNS.slice(1).map((name) => h('td', { role: 'cell', 'data-label': name, class: kind(name) })),
  );
}

function fill(element, worker) {
  const [name, address, steering, leases, done, failed, load, last, change] = element.children;
  say(name, worker.name);
  say(address, worker.address || '–');
  mark(steering, 'data-steering', worker.steering);
  say(steering, STATES[worker.steering] ?? worker.steering);
  say(leases, `${worker.leases} of ${worker.slots}`);
  say(done, number.format(worker.done));
  say(failed, number.format(worker.failed) + (worker.rejected ? ` (${number.format(worker.rejected)} rejected)` : ''));
  say(load, worker.load.toFixed(2));
  say(last, `${words(age(worker.heardAt))} ago`);
  const place = change.firstElementChild ?? change.appendChild(h('div', { class: 'recording-buttons' }));
  match(
    place,
    Object.keys(STEERING).filter((does) => STEERING[does].from.includes(worker.steering)),
    (does) => does,
    (does) => h('button', { type: 'button', 'aria-label': `${STEERING[does].text} worker ${worker.name}`, onclick: () => steer(worker.name, does, place) }, STEERING[does].text),
    () => {},
  );
}

async function steer(worker, does, place) {
  try {
    await post(`/api/workers/${encodeURIComponent(worker)}/${does}`, {});
    tell(`Worker ${worker} ${STEERING[does].done}`, 'well');
    keepFocus(place);
  } catch (problem) {
    tell(`Worker ${worker} is as it was. ${why(problem)}`, 'badly');
  }
  workers.touch();
}

/** The button that was pressed goes: the focus does not go with it. */
function keepFocus(place) {
  const look = new MutationObserver(() => {
    look.disconnect();
    document.activeElement === document.body && place.firstElementChild?.focus();
  });
  look.observe(place, { childList: true });
}

function tell(text, how) {
  told.dataset.how = how;
  say(told, text);
}
