/** One session: when its car was seen, and what it cost at each time. */

import { get } from '../api.js';
import { h, s, say } from '../dom.js';
import { changed } from '../store.js';
import { inFull, moment, span } from '../time.js';
import { address, wanted } from './address.js';
import { money } from './money.js';
import { placeName } from './places.js';

const RETRY_MILLIS = 5_000;

/** Rows in the document: the first and the newest ones. */
const SHOWN_MAX = 200;

/** The cells that a reader compares by their last digit. */
const NUMBERS = new Set(['Duration', 'Cost']);

const STATES = { active: 'Parked', closed: 'Left', timeout: 'Timed out' };

const title = h('h2', {});
const facts = h('dl', { class: 'session-facts' });
const line = s('svg', { class: 'session-line', viewBox: '0 0 1000 24', preserveAspectRatio: 'none', role: 'img', 'aria-label': 'When the car was seen' });
const rows = h('tbody', {});
const note = h('p', { class: 'empty', role: 'status' });
const body = h(
  'div',
  {},
  title,
  facts,
  line,
  h(
    'div',
    { class: 'scroll session-scroll', tabindex: 0, role: 'region', 'aria-label': 'Revisions of the session' },
    h(
      'table',
      { class: 'session-table' },
      h('caption', {}, 'Each time something about the session changed.'),
      h('thead', {}, h('tr', {}, ...['Seen', 'Known since', 'Duration', 'Cost', 'State'].map((name) => h('th', { scope: 'col', class: NUMBERS.has(name) ? 'number' : undefined }, name)))),
      rows,
    ),
  ),
);

/** The part of the view that shows one session. */
export const pane = h(
  'div',
  { class: 'session-timeline', hidden: true },
  h('p', {}, h('a', { href: address({ state: 'active' }), onclick: back }, 'Back to the sessions')),
  note,
  body,
);

let shown = { id: '', revision: 0, timeline: null, failure: '' };

function back(event) {
  if (history.length > 1) {
    event.preventDefault();
    history.back();
  }
}

/**
 * Draws the session of the address.
 *
 * @param {number} revision the newest that the page has heard of, if any: a newer one is asked for
 */
export function draw(revision) {
  const { id } = wanted();
  if (shown.id !== id || revision > shown.revision) {
    shown = { id, revision, timeline: shown.id === id ? shown.timeline : null, failure: '' };
    ask(id);
  }
  const { timeline, failure } = shown;
  body.hidden = !timeline;
  note.hidden = Boolean(timeline);
  say(note, failure ? `This session could not be read: ${failure}. The next try is in a few seconds.` : 'Loading the session.');
}

async function ask(id) {
  try {
    const timeline = await get(`/api/history/sessions/${encodeURIComponent(id)}`);
    if (shown.id === id) {
      shown.timeline = timeline;
      show(timeline);
    }
  } catch (problem) {
    if (shown.id === id) {
      shown.failure = problem.message;
      setTimeout(() => shown.id === id && !shown.timeline && ask(id), RETRY_MILLIS);
    }
  }
  changed();
}

function show({ session, lot, revisions }) {
  say(title, `${session.plate} at ${placeName(session.location)}`);
  facts.replaceChildren(
    ...fact('State', STATES[session.state] ?? session.state),
    ...fact('From', time(session.start)),
    ...fact('Until', time(session.end)),
    ...fact('Duration', span(session.seconds * 1000)),
    ...fact(session.state === 'active' ? 'Cost so far' : 'Cost', money(session.cost, session.currency)),
    ...fact('Lot', h('a', { href: `#reports?${new URLSearchParams({ lot })}` }, placeName(lot))),
    ...fact('Session', h('code', {}, session.id)),
  );
  drawLine(session, revisions);
  const newest = [...revisions].reverse();
  rows.replaceChildren(
    ...newest.slice(0, SHOWN_MAX).map((revision) =>
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, time(revision.last)),
        h('td', { 'data-label': 'Known since' }, time(revision.at)),
        h('td', { 'data-label': 'Duration', class: 'number' }, span(revision.seconds * 1000)),
        h('td', { 'data-label': 'Cost', class: 'number' }, money(revision.cost, session.currency)),
        h('td', { 'data-label': 'State' }, STATES[revision.state] ?? revision.state),
      ),
    ),
  );
}

function fact(name, value) {
  return [h('div', {}, h('dt', {}, name), h('dd', {}, value))];
}

function time(at) {
  return h('time', { datetime: at, title: inFull(at) }, moment(at));
}

/** A bar for the stay, with a mark for each time that the car was seen. */
function drawLine({ start, end }, revisions) {
  const from = Date.parse(start);
  const length = Math.max(1, Date.parse(end) - from);
  const marks = new Set(revisions.map(({ last }) => Math.round(((Date.parse(last) - from) / length) * 996)));
  line.replaceChildren(
    s('rect', { x: 0, y: 9, width: 1000, height: 6, class: 'stay' }),
    ...[...marks].filter((x) => x >= 0 && x <= 996).map((x) => s('rect', { x, y: 2, width: 4, height: 20, class: 'seen' })),
  );
}
