/** When a lot is full in the course of a week: a table whose cells are shaded. */

import { h, mark, say } from '../dom.js';

/** A Monday, from which the names of the days are taken. */
const MONDAY = new Date(2024, 0, 1);

const DAY_NAMES = Array.from({ length: 7 }, (_, day) =>
  new Intl.DateTimeFormat([], { weekday: 'short' }).format(new Date(2024, 0, MONDAY.getDate() + day)),
);

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Levels of shading. */
const LEVELS = 5;

/** The days and hours as rows, for the table and the file. */
export function heatRows({ cells }) {
  return cells.flatMap((hours, day) =>
    hours.flatMap((share, hour) => (share === null ? [] : [{ day: DAY_NAMES[day], hour, share }])),
  );
}

/** Draws the heat map. */
export function heatmapChart() {
  const cells = DAY_NAMES.map(() => HOURS.map(() => h('td', {})));
  const element = h(
    'div',
    { class: 'heatmap', tabindex: 0, role: 'region', 'aria-label': 'Heat map by weekday and hour' },
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, h('td', {}), ...HOURS.map((hour) => h('th', { scope: 'col' }, String(hour))))),
      h('tbody', {}, ...DAY_NAMES.map((name, day) => h('tr', {}, h('th', { scope: 'row' }, name), ...cells[day]))),
    ),
  );
  return {
    element,
    draw({ heatmap }) {
      heatmap.cells.forEach((hours, day) =>
        hours.forEach((share, hour) => {
          const cell = cells[day][hour];
          say(cell, share === null ? '' : String(Math.round(share * 100)));
          mark(cell, 'data-level', share === null ? 'none' : Math.min(LEVELS - 1, Math.floor(share * LEVELS)));
          mark(cell, 'title', told(DAY_NAMES[day], hour, share));
        }),
      );
    },
  };
}

function told(day, hour, share) {
  const what = share === null ? 'not known' : `${Math.round(share * 100)} % occupied`;
  return `${day} ${hour}:00 to ${hour + 1}:00: ${what}`;
}
