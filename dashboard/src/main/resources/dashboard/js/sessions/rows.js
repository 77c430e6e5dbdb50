/** The table of sessions. */

import { h, mark, match, s, say } from '../dom.js';
import { age, inFull, moment, span } from '../time.js';
import { addressOf } from './address.js';
import { isClone } from './clones.js';
import { money } from './money.js';

const ENDINGS = { active: 'Parked', closed: 'Left', timeout: 'Timed out' };

const SIGNS = {
  active: 'M4.5 13V3h4a3 3 0 0 1 0 6h-4',
  closed: 'M3 8.5 6.5 12 13 4.5',
  timeout: 'M8 1.8a6.2 6.2 0 1 0 .01 0ZM8 4.5V8l2.5 1.6',
};

/** What the table has of a session, by the list that is shown. */
const COLUMNS = {
  active: [
    ['Plate', plate],
    ['Place', (cell, { place }) => say(cell, place)],
    ['Since', (cell, { session }) => when(cell, session.start)],
    ['Duration', (cell, { session }) => say(cell, span(age(session.start)))],
    ['Cost so far', (cell, { session }) => say(cell, money(session.cost, session.currency))],
  ],
  ended: [
    ['Plate', plate],
    ['Place', (cell, { place }) => say(cell, place)],
    ['From', (cell, { session }) => when(cell, session.start)],
    ['Until', (cell, { session }) => when(cell, session.end)],
    ['Duration', (cell, { session }) => say(cell, span(session.seconds * 1000))],
    ['Cost', (cell, { session }) => say(cell, money(session.cost, session.currency))],
    ['State', ending],
  ],
};

/** The cells that a reader compares by their last digit. */
const NUMBERS = new Set(['Duration', 'Cost so far', 'Cost']);

/** Draws sessions, each with its place, as rows. */
export class SessionTable {
  #head = h('tr', { role: 'row' });
  #rows = h('tbody', { role: 'rowgroup' });
  #caption = h('caption', {});
  #state = '';

  constructor() {
    this.element = h(
      'div',
      { class: 'scroll session-scroll', tabindex: 0, role: 'region', 'aria-label': 'Table of sessions' },
      h(
        'table',
        { class: 'session-table', role: 'table' },
        this.#caption,
        h('thead', { role: 'rowgroup' }, this.#head),
        this.#rows,
      ),
    );
  }

  /**
   * @param {string} state active or ended
   * @param {{session, place}[]} lines in order
   */
  draw(state, lines) {
    const columns = COLUMNS[state];
    if (this.#state !== state) {
      this.#state = state;
      this.#rows.replaceChildren();
      this.#head.replaceChildren(
        ...columns.map(([name]) =>
          h('th', { scope: 'col', role: 'columnheader', class: kind(name) }, name),
        ),
      );
      mark(this.element, 'data-state', state);
      say(
        this.#caption,
        state === 'active'
          ? 'A cost counts up to when the car was seen last.'
          : 'A session ends when its car leaves, or times out when nobody has seen the car for long.',
      );
    }
    match(this.#rows, lines, ({ session }) => session.id, () => row(columns), (element, line) => {
      columns.forEach(([, fill], i) => fill(element.children[i], line));
    });
  }
}

function row(columns) {
  return h(
    'tr',
    { role: 'row' },
    ...columns.map(([name], i) =>
      i === 0
        ? h('th', { scope: 'row', role: 'rowheader', class: kind(name) })
        : h('td', { role: 'cell', 'data-label': name, class: kind(name) }),
    ),
  );
}

function kind(name) {
  return NUMBERS.has(name) ? 'number' : name === 'Place' ? 'place' : undefined;
}

function plate(cell, { session }) {
  const element = cell.firstElementChild ?? cell.appendChild(h('a', {}));
  mark(element, 'href', addressOf(session));
  say(element, session.plate);
  const tag = element.nextElementSibling ?? cell.appendChild(h('span', { class: 'clone' }, 'at two places'));
  tag.hidden = !isClone(session.id);
}

function when(cell, time) {
  const element = cell.firstElementChild ?? cell.appendChild(h('time', {}));
  if (element.dateTime !== time) {
    element.dateTime = time;
    element.title = inFull(time);
  }
  say(element, moment(time));
}

function ending(cell, { session }) {
  if (cell.dataset.ending !== session.state) {
    cell.dataset.ending = session.state;
    cell.replaceChildren(
      s(
        'svg',
        { class: 'ending', viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' },
        s('path', { d: SIGNS[session.state] ?? SIGNS.closed }),
      ),
      ENDINGS[session.state] ?? session.state,
    );
  }
}
