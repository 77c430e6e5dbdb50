/** The table of recordings. */

import { h, mark, match, say } from '../dom.js';
import { inFull, moment } from '../time.js';
import { addressOf } from './address.js';
import { bar, percent, RUNNING, sign, size, STATUSES } from './words.js';

const COLUMNS = [
  ['Name', name],
  ['Status', statusAndReason],
  ['Pieces done', (cell, { pieces, done }) => say(cell, pieces ? `${done} of ${pieces}` : '–')],
  ['Progress', progress],
  ['Size', (cell, { bytes, resultBytes }) => say(cell, resultBytes ? `${size(bytes)} to ${size(resultBytes)}` : size(bytes))],
  ['Uploaded', uploaded],
];

const NUMBERS = new Set(['Pieces done', 'Size']);

const rows = h('tbody', { role: 'rowgroup' });

/** The table; hidden while it is empty. */
export const table = h(
  'div',
  { class: 'scroll session-scroll', tabindex: 0, role: 'region', 'aria-label': 'Table of recordings', hidden: true },
  h(
    'table',
    { class: 'session-table', role: 'table' },
    h('caption', {}, 'The newest first. Each is split into pieces, which workers encode, and joined again.'),
    h(
      'thead',
      { role: 'rowgroup' },
      h('tr', { role: 'row' }, ...COLUMNS.map(([title]) => h('th', { scope: 'col', role: 'columnheader', class: kind(title) }, title))),
    ),
    rows,
  ),
);

/** Draws recordings, in order. */
export function draw(recordings) {
  table.hidden = recordings.length === 0;
  match(rows, recordings, ({ id }) => id, row, (element, recording) => {
    COLUMNS.forEach(([, fill], i) => fill(element.children[i], recording));
  });
}

function row() {
  return h(
    'tr',
    { role: 'row' },
    ...COLUMNS.map(([title], i) =>
      i === 0
        ? h('th', { scope: 'row', role: 'rowheader', class: 'place' })
        : h('td', { role: 'cell', 'data-label': title, class: kind(title) }),
    ),
  );
}

function kind(title) {
  return NUMBERS.has(title) ? 'number' : undefined;
}

function name(cell, recording) {
  const link = cell.firstElementChild ?? cell.appendChild(h('a', {}));
  mark(link, 'href', addressOf(recording));
  say(link, recording.label);
  if (recording.pinned !== Boolean(cell.children[1])) {
    cell.children[1]?.remove();
    recording.pinned && cell.append(h('span', { class: 'pinned' }, 'pinned'));
  }
}

/** Its sign and word. */
export function status(cell, recording) {
  if (cell.dataset.status !== recording.status) {
    cell.dataset.status = recording.status;
    cell.replaceChildren(sign(recording.status), STATUSES[recording.status] ?? recording.status);
  }
}

/** The same, and the reason of one that failed or waits. */
function statusAndReason(cell, recording) {
  status(cell, recording);
  const had = cell.querySelector('.recording-reason');
  const text = recording.status === 'failed' ? (recording.reason ?? '') : recording.waits ? `Waits: ${recording.waits}` : '';
  if ((had?.textContent ?? '') !== text) {
    had?.remove();
    text && cell.append(h('span', { class: 'recording-reason' }, text));
  }
}

/** A bar and a number for the present step. */
export function progress(cell, recording) {
  const isRunning = RUNNING.has(recording.status) && recording.status !== 'recording'; // that has no end yet
  if (cell.dataset.running !== String(isRunning)) {
    cell.dataset.running = isRunning;
    cell.replaceChildren(...(isRunning ? [bar(`Progress of ${recording.label}`), h('span', {})] : ['–']));
  }
  if (isRunning) {
    const [drawn, number] = cell.children;
    drawn.value = recording.progress ?? 0;
    say(number, ` ${percent(recording.progress ?? 0)}`);
  }
}

function uploaded(cell, { createdAt }) {
  const time = cell.firstElementChild ?? cell.appendChild(h('time', {}));
  if (time.dateTime !== createdAt) {
    time.dateTime = createdAt;
    time.title = inFull(createdAt);
  }
  say(time, moment(createdAt));
}
