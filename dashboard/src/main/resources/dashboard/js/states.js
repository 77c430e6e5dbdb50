/**
 * The states of spots and of a lot's counts: their order, names and signs. Shape tells them apart,
 * colour helps.
 */

import { s } from './dom.js';

/** What a lot's capacity is made of, in the order it is drawn. */
export const COUNTS = ['free', 'occupied', 'reserved', 'unknown'];

/** A sign to stand beside a word; 16 by 16. */
export function sign(state) {
  return s(
    'svg',
    { class: `sign ${state}`, viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' },
    ...SIGNS[state](),
  );
}

const SIGNS = {
  free: () => [s('circle', { cx: 8, cy: 8, r: 5.5 })],
  occupied: () => [s('rect', { x: 2.5, y: 2.5, width: 11, height: 11, rx: 2 })],
  reserved: () => [s('path', { d: 'M8 1.5 14.5 8 8 14.5 1.5 8Z' })],
  unknown: () => [
    s('circle', { cx: 8, cy: 8, r: 6.5 }),
    s('path', { d: 'M6 6.4a2 2 0 1 1 2.7 1.9c-.5.2-.7.5-.7 1.1' }),
    s('circle', { class: 'dot', cx: 8, cy: 11.6, r: 0.7 }),
  ],
};
