/** The same spots as a table, for reading rather than looking. */

import { h, match, say } from './dom.js';
import { percent } from './overlay.js';
import { sign } from './states.js';
import { age, words } from './time.js';

const COLUMNS = ['Lot', 'Spot', 'State', 'Sure', 'Since', 'Last judged'];

/** A table that is only drawn while it is open. */
export class SpotTable {
  #caption = h('caption', {});
  #rows = h('tbody', {});
  #drawn = () => {};

  constructor() {
    this.element = h(
      'details',
      { class: 'spots', ontoggle: () => this.#drawn() },
      h('summary', {}, 'All spots as a table'),
      h(
        'div',
        { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Table of spots' },
        h(
          'table',
          {},
          this.#caption,
          h('thead', {}, h('tr', {}, ...COLUMNS.map((name) => h('th', { scope: 'col' }, name)))),
          this.#rows,
        ),
      ),
    );
  }

  draw(camera, watches) {
    this.#drawn = () => this.element.open && this.#fill(camera, watches);
    this.#drawn();
  }

  #fill(camera, watches) {
    say(this.#caption, `Spots of camera ${camera.id}`);
    match(this.#rows, watches, (watch) => `${watch.lot}/${watch.spot}`, row, (element, watch) => {
      const [lot, spot, state, sure, since, judged] = element.children;
      say(lot, watch.lot);
      say(spot, watch.spot);
      if (state.dataset.state !== watch.state) {
        state.dataset.state = watch.state;
        state.replaceChildren(sign(watch.state), watch.state);
      }
      say(sure, watch.state === 'unknown' ? '–' : percent(watch.confidence));
      say(since, `${words(age(watch.since))} ago`);
      say(judged, watch.seenAt ? `${words(age(watch.seenAt))} ago` : 'never');
    });
  }
}

function row() {
  return h(
    'tr',
    {},
    h('td', {}),
    h('th', { scope: 'row' }),
    h('td', { class: 'state' }),
    h('td', { class: 'number' }),
    h('td', { class: 'number' }),
    h('td', { class: 'number' }),
  );
}
