/** The view of the sessions: how many, a search, and the newest of them in a table. */

import { h, mark, say } from '../dom.js';
import { onEvent } from '../live.js';
import { changed, onChange, store } from '../store.js';
import { clock } from '../time.js';
import { address, wanted } from './address.js';
import { block as clonesBlock, draw as drawClones } from './clones.js';
import { nothing } from './empty.js';
import { draw as drawHistory, pane as historyPane } from './history.js';
import { ENDED_MAX, inOrder, known, load, put } from './known.js';
import { total } from './money.js';
import { placeName } from './places.js';
import { SessionTable } from './rows.js';
import { draw as drawTimeline, pane as timelinePane } from './timeline.js';
import { block as unusedBlock, draw as drawUnused } from './unused.js';

/** Rows in the document. */
const SHOWN_MAX = 200;

/** A list that changes all the time is put in order no more often than this. */
const ORDER_MILLIS = 300;

const number = new Intl.NumberFormat();
const section = document.getElementById('sessions');
const state = document.getElementById('sessions-state');
const tiles = Object.fromEntries(
  ['Active now', 'Cost so far', 'Ended', 'Of these timed out'].map((name) => [name, h('dd', {}, '–')]),
);
const tabs = {
  active: h('a', { href: '#sessions' }),
  ended: h('a', { href: '#sessions?state=ended' }),
  history: h('a', { href: '#sessions?state=history' }, 'History'),
};
const place = field('session-place', 'Place', 'North yard');
const plate = field('session-plate', 'Plate ends with', '45');
const clear = h('button', { type: 'button', class: 'clear', onclick: () => search('', '') }, 'Clear');
const shown = h('p', { class: 'sessions-shown' });
const table = new SessionTable();
const listPane = h('div', { class: 'session-list' });

let isMounted = false;
let ordered = { key: '', question: '', at: 0, lines: [], found: 0 };

/** Shows the view of the address. */
export function open() {
  if (!isMounted) {
    isMounted = true;
    mount();
    onChange(draw);
    onEvent('session.changed', ({ session }) => put(session));
    onEvent('snapshot', load);
    load();
  }
  const asked = wanted();
  place.value = asked.place;
  plate.value = asked.plate;
}

function mount() {
  section.firstElementChild.append(
    h(
      'nav',
      { 'aria-label': 'Which sessions' },
      h('ul', { class: 'choices' }, ...Object.values(tabs).map((tab) => h('li', {}, tab))),
    ),
  );
  Object.values(tabs).forEach((tab) => tab.classList.add('choice'));
  state.replaceWith(clonesBlock, unusedBlock, listPane, historyPane, timelinePane);
  listPane.append(
    h(
      'dl',
      { class: 'session-tiles' },
      ...Object.entries(tiles).map(([name, value]) => h('div', {}, h('dt', {}, name), value)),
    ),
    h(
      'form',
      { class: 'session-search', role: 'search', 'aria-label': 'Search sessions', onsubmit: (event) => event.preventDefault() },
      ...[place, plate].map((input) => h('p', {}, h('label', { for: input.id }, input.name), input)),
      clear,
    ),
    shown,
    state,
    table.element,
    h(
      'p',
      { class: 'sessions-note' },
      'Only the end of a plate is shown. Unless the configuration keeps plates clear, it is a pseudonym: each car has one of its own, which ends differently than its real plate.',
    ),
  );
  document.getElementById('skip-to-sessions').addEventListener('click', (event) => {
    event.preventDefault(); // the address says what is shown, and stays
    section.focus();
  });
}

function field(id, name, placeholder) {
  return h('input', {
    id,
    name,
    type: 'search',
    placeholder,
    maxlength: 64,
    autocomplete: 'off',
    spellcheck: 'false',
    oninput: () => search(place.value, plate.value),
  });
}

function search(inPlace, endOfPlate) {
  place.value = inPlace;
  plate.value = endOfPlate;
  history.replaceState(null, '', address({ ...wanted(), place: inPlace, plate: endOfPlate }));
  changed();
}

function draw() {
  if (store.view !== 'sessions') {
    return;
  }
  const asked = wanted();
  const pane = asked.id ? timelinePane : asked.state === 'history' ? historyPane : listPane;
  [listPane, historyPane, timelinePane].forEach((each) => {
    each.hidden = each !== pane;
  });
  drawCounts(asked);
  drawClones();
  drawUnused();
  if (pane === timelinePane) {
    drawTimeline((known.active.get(asked.id) ?? known.ended.get(asked.id))?.revision ?? 0);
  } else if (pane === historyPane) {
    drawHistory();
  } else {
    drawList(asked);
  }
}

function drawList(asked) {
  const { lines, found } = order(asked);
  clear.hidden = !asked.place && !asked.plate;
  table.element.hidden = lines.length === 0;
  table.draw(asked.state, lines);
  say(shown, summary(asked, lines.length, found));
  drawState(asked, found);
}

function drawCounts(asked) {
  for (const [name, tab] of Object.entries(tabs)) {
    mark(tab, 'aria-current', name === asked.state && !asked.id);
    mark(tab, 'href', address({ ...asked, state: name }));
  }
  say(tabs.active, `Active ${known.isLoaded ? many(known.active.size, known.isCut) : ''}`);
  say(tabs.ended, `Ended ${known.isLoaded ? endedCount() : ''}`);
}

function endedCount() {
  return many(Math.min(known.ended.size, ENDED_MAX), known.ended.size >= ENDED_MAX);
}

/** A number, which may be only what we know of. */
function many(size, isMore) {
  return `${number.format(size)}${isMore ? '+' : ''}`;
}

/** The lines to show and how many were found, put in order when something changed. */
function order(asked) {
  const names = [...store.lots.values()].map((lot) => lot.name).join();
  const question = `${address(asked)} ${names}`;
  const key = `${known.changes} ${question}`;
  const isDue = ordered.question !== question || Date.now() - ordered.at >= ORDER_MILLIS;
  if (ordered.key !== key && isDue) {
    const all = inOrder(known[asked.state].values(), asked.state === 'ended' ? 'endMillis' : 'startMillis');
    const kept = asked.state === 'ended' ? all.slice(0, ENDED_MAX) : all;
    const found = kept
      .map((session) => ({ session, place: placeName(session.location) }))
      .filter((line) => isFound(line, asked));
    ordered = { key, question, at: Date.now(), lines: found.slice(0, SHOWN_MAX), found: found.length };
    drawTiles();
  }
  return ordered;
}

function drawTiles() {
  if (known.isLoaded) {
    say(tiles['Active now'], many(known.active.size, known.isCut));
    say(tiles['Cost so far'], total(known.active.values()) || '–');
    say(tiles.Ended, endedCount());
    const timedOut = [...known.ended.values()].filter((session) => session.state === 'timeout');
    say(tiles['Of these timed out'], number.format(timedOut.length));
  }
}

function isFound({ session, place: name }, asked) {
  const inPlace = asked.place.trim().toLowerCase();
  const end = asked.plate.trim().toLowerCase();
  return (
    session.plate.toLowerCase().endsWith(end) &&
    (name.toLowerCase().includes(inPlace) || session.location.toLowerCase().includes(inPlace))
  );
}

function summary(asked, lines, found) {
  if (!found) {
    return '';
  }
  const isSearched = Boolean(asked.place || asked.plate);
  if (found > lines) {
    const all = `${number.format(found)} ${asked.state} sessions`;
    const matching = isSearched ? ' that match' : '';
    return `The newest ${lines} of ${all}${matching}. Search to see others.`;
  }
  const matching = isSearched ? ` that match${found === 1 ? 'es' : ''}` : '';
  return `${found} ${asked.state} session${found === 1 ? '' : 's'}${matching}, newest first.`;
}

/** What stands where the table would, or beside it when it is not what is so. */
function drawState(asked, found) {
  const failed = known.failure && store.connection !== 'lost';
  const text = failed
    ? `The sessions could not be read since ${clock(known.failure.since)}: ${known.failure.text}. The next try is in a few seconds.`
    : nothing(asked, found, known);
  state.hidden = !text;
  mark(state, 'data-failed', Boolean(failed));
  if (text) {
    say(state, text);
  }
}
