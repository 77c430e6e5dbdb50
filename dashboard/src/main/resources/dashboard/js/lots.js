/** The cards of the lots. */

import { h, mark, match, s, say } from './dom.js';
import { reserveForm } from './reserve.js';
import { COUNTS, sign } from './states.js';
import { historyMillis } from './store.js';
import { age, words } from './time.js';

/** A history shorter than this is not drawn. */
const WORTH_MILLIS = 20_000;

const SPARK = { width: 120, height: 32 };

/** Draws every lot's card. */
export function drawLots(store) {
  const lots = [...store.lots.values()].sort((a, b) => a.name.localeCompare(b.name));
  match(document.getElementById('cards'), lots, (lot) => lot.id, card, (element, lot) => {
    update(element, lot, store);
  });
  document.getElementById('no-lots').hidden = lots.length > 0 || store.connection === 'starting';
  const free = lots.reduce((sum, lot) => sum + lot.free, 0);
  const capacity = lots.reduce((sum, lot) => sum + lot.capacity, 0);
  say(
    document.getElementById('total'),
    lots.length ? `${free} of ${capacity} free in ${count(lots.length, 'lot')}` : '',
  );
}

/** Whether all that is not reserved is unknown: nothing is free that anybody sees, but perhaps much is. */
function isUnseen(lot) {
  return lot.unknown > 0 && lot.free === 0 && lot.occupied === 0;
}

/** A number with its word, in the right form. */
export function count(number, word) {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

function card(lot) {
  const title = `lot-${lot.id}`;
  return h(
    'li',
    {},
    h(
      'article',
      { class: 'card', tabindex: 0, 'aria-labelledby': title },
      h(
        'header',
        { class: 'card-head' },
        h('h2', { id: title }),
        h('span', { class: 'how' }),
        h('time', { class: 'changed' }),
      ),
      h(
        'div',
        { class: 'card-free' },
        h('p', { class: 'free-number' }, h('strong', {}), h('span', {}, 'free')),
        s('svg', {
          class: 'spark',
          viewBox: `0 0 ${SPARK.width} ${SPARK.height}`,
          preserveAspectRatio: 'none',
          'aria-hidden': 'true',
        }, s('path', { class: 'spark-area' }), s('path', { class: 'spark-line' })),
      ),
      h('div', { class: 'stack', role: 'img' }, ...COUNTS.map((state) => h('span', { class: state }))),
      h(
        'dl',
        { class: 'tally' },
        ...COUNTS.map((state) =>
          h('div', { class: state }, h('dt', {}, sign(state), state), h('dd', {})),
        ),
      ),
      h('p', { class: 'shortfall', hidden: true }),
      reserveForm(lot.id),
    ),
  );
}

function update(element, lot, store) {
  const at = (selector) => element.querySelector(selector);
  say(at('h2'), lot.name);
  say(at('.how'), how(lot));
  say(at('.changed'), `${words(age(lot.changedAt))} ago`);
  mark(at('.changed'), 'datetime', lot.changedAt);
  say(at('.free-number strong'), isUnseen(lot) ? '?' : String(lot.free));
  mark(at('.card'), 'data-full', lot.free === 0 && lot.unknown === 0);
  mark(at('.card'), 'data-blind', lot.unknown === lot.capacity);
  for (const state of COUNTS) {
    at(`.stack .${state}`).style.flexGrow = lot[state];
    mark(at(`.stack .${state}`), 'data-count', lot[state]);
    say(at(`.tally .${state} dd`), String(lot[state]));
  }
  const told = COUNTS.map((state) => `${lot[state]} ${state}`).join(', ');
  mark(at('.stack'), 'aria-label', `${told}, of ${lot.capacity}`);
  at('.shortfall').hidden = lot.shortfall === 0;
  say(at('.shortfall'), `${count(lot.shortfall, 'reservation')} without capacity left`);
  spark(at('.spark'), lot, store.history.get(lot.id) ?? []);
}

/** How it is known, and how often somebody said what cannot be. */
function how(lot) {
  const wrong = lot.anomalies > 0 ? `, ${count(lot.anomalies, 'count')} out of range` : '';
  return lot.counted ? `${lot.simulated ? 'simulated' : 'counted'}${wrong}` : '';
}

/** What was free over the last minutes, as steps. */
function spark(svg, lot, past) {
  const now = Date.now();
  const span = Math.min(historyMillis, now - (past[0]?.[0] ?? now));
  mark(svg, 'data-worth', span > WORTH_MILLIS);
  const x = (time) => SPARK.width * Math.max(0, 1 - (now - time) / Math.max(span, 1));
  const y = (free) => SPARK.height - 2 - ((SPARK.height - 4) * free) / lot.capacity;
  let line = '';
  past.forEach(([time, free], i) => {
    line += i === 0 ? `M${x(time)} ${y(free)}` : `H${x(time)}V${y(free)}`;
  });
  line += `H${SPARK.width}`;
  svg.querySelector('.spark-line').setAttribute('d', line);
  svg
    .querySelector('.spark-area')
    .setAttribute('d', past.length ? `${line}V${SPARK.height}H${x(past[0][0])}Z` : '');
}
