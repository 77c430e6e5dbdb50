/** The work on one recording: how much of it is in which state, and who does what. */

import { h, mark, match, say } from '../dom.js';
import { bar, percent } from './words.js';

/** Rows in the document: those that somebody works on come first. */
const SHOWN_MAX = 200;

/** By state: the word, in the order in which they are shown. */
const STATES = { leased: 'Being done', stuck: 'Set aside', pending: 'Waiting', done: 'Done' };

const ORDER = Object.keys(STATES);
const COLUMNS = ['Task', 'State', 'Worker', 'Progress', 'Tried in vain'];

const counts = h('p', { class: 'sessions-shown', role: 'status' });
const rows = h('tbody', { role: 'rowgroup' });
const table = h(
  'div',
  { class: 'scroll session-scroll', tabindex: 0, role: 'region', 'aria-label': 'Table of tasks' },
  h(
    'table',
    { class: 'session-table', role: 'table' },
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, ...COLUMNS.map((name) => h('th', { scope: 'col', role: 'columnheader' }, name)))),
    rows,
  ),
);

/** The part of a recording that shows the work on it. */
export const block = h('div', { class: 'recording-tasks', hidden: true }, h('h3', {}, 'Tasks'), counts, table);

/** Draws the tasks of a recording; those of one that has ended are forgotten. */
export function draw(recording) {
  const tasks = recording?.tasks ?? [];
  block.hidden = tasks.length === 0;
  const inOrder = [...tasks].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.index - b.index);
  const shown = inOrder.slice(0, SHOWN_MAX);
  const sums = ORDER.map((state) => [state, tasks.filter((task) => task.state === state).length])
    .filter(([, sum]) => sum)
    .map(([state, sum]) => `${sum} ${STATES[state].toLowerCase()}`);
  say(counts, `${sums.join(', ')}.${shown.length < tasks.length ? ` The first ${shown.length} are listed.` : ''}`);
  match(rows, shown, ({ step, index }) => `${step}/${index}`, row, fill);
}

function row(task) {
  return h(
    'tr',
    { role: 'row' },
    h('th', { scope: 'row', role: 'rowheader', class: 'place' }, name(task)),
    ...COLUMNS.slice(1).map((title) => h('td', { role: 'cell', 'data-label': title })),
  );
}

function name({ step, index }) {
  return { split: 'Split', join: 'Join', combine: 'Join' }[step] ?? `Piece ${index + 1}`;
}

function fill(element, task) {
  const [, state, worker, progress, tries] = element.children;
  mark(element, 'data-state', task.state);
  say(state, STATES[task.state] ?? task.state);
  say(worker, task.worker ?? 'nobody yet');
  if (!progress.firstElementChild) {
    progress.append(bar(`Progress of ${name(task)}`), h('span', {}));
  }
  progress.firstElementChild.value = task.progress;
  say(progress.children[1], ` ${percent(task.progress)}`);
  say(tries, task.attempts ? `${task.attempts}: ${task.reason ?? 'no reason is known'}` : (task.reason ?? 'never'));
}
