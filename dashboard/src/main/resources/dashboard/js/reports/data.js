/** What the server's history knows of a lot and a period, and of the period before it. */

import { get } from '../api.js';
import { ALL, PERIODS, STEPS, zone } from './address.js';

/** What is known of the spots of all lots together. */
const NOTHING = { points: [], cells: [] };

/**
 * Asks for a report; that of all lots is about their sessions only.
 *
 * @returns {Promise<{from, to, occupancy, revenue, before, heatmap}>} with before = {occupancy, revenue}
 */
export async function load({ lot, period }) {
  const { millis, by, weeks } = PERIODS[period];
  const to = ceiling(Date.now(), STEPS[by]);
  const from = to - millis;
  const ofLot = lot === ALL ? {} : { lot };
  const ofSpots = (what, asked) => (lot === ALL ? NOTHING : get(path(what, { lot, ...asked })));
  const [occupancy, revenue, occupancyBefore, revenueBefore, heatmap] = await Promise.all([
    ofSpots('occupancy', { by, ...span(from, to) }),
    get(path('revenue', { ...ofLot, by, ...span(from, to) })),
    ofSpots('occupancy', { by: 'day', ...span(from - millis, from) }),
    get(path('revenue', { ...ofLot, by: 'day', ...span(from - millis, from) })),
    ofSpots('heatmap', { weeks }),
  ]);
  return { from, to, occupancy, revenue, before: { occupancy: occupancyBefore, revenue: revenueBefore }, heatmap };
}

function span(from, to) {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

function ceiling(time, step) {
  return Math.ceil(time / step) * step;
}

function path(what, parameters) {
  return `/api/history/${what}?${new URLSearchParams({ ...parameters, zone })}`;
}

/** The mean share of the capacity that was occupied; nothing if nothing is known. */
export function meanShare({ points }) {
  const capacity = sum(points, 'capacity');
  return capacity ? sum(points, 'occupied') / capacity : undefined;
}

/** The point at which most was occupied; nothing if nothing is known. */
export function busiest({ points }) {
  return points.reduce((most, point) => (most && most.peak >= point.peak ? most : point), undefined);
}

/** The sum of a field. */
export function sum(points, field) {
  return points.reduce((total, point) => total + point[field], 0);
}

/** The points with a gap, that is nothing, where nothing is known. */
export function withGaps(points, step) {
  const all = [];
  for (const point of points) {
    const last = all.at(-1);
    if (last && Date.parse(point.at) - Date.parse(last.at) > 1.5 * step) {
      all.push({ at: new Date(Date.parse(last.at) + step).toISOString() });
    }
    all.push(point);
  }
  return all;
}
