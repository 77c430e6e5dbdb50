/** The charts over time, drawn by uPlot. */

import uPlot from '../../vendor/uplot/uPlot.esm.js';
import { h } from '../dom.js';
import { STEPS } from './address.js';
import { withGaps } from './data.js';

const HEIGHT = 260;

/** There is nothing between two minor units. */
const WHOLE = Array.from({ length: 16 }, (_, digits) => [1, 2, 5].map((first) => first * 10 ** digits)).flat();

/** Lines differ by their dashes too, not by colour alone. */
const LINES = [
  { field: 'occupied', name: 'Occupied, mean', token: '--occupied', fill: '--occupied-soft' },
  { field: 'peak', name: 'Most at once', token: '--occupied', dash: [2, 3] },
  { field: 'reserved', name: 'Reserved', token: '--reserved', dash: [8, 4] },
  { field: 'unknown', name: 'Unknown', token: '--unknown', dash: [1, 4] },
  { field: 'capacity', name: 'Capacity', token: '--soft', dash: [12, 4, 2, 4] },
];

/** Draws how a lot was taken. */
export function occupancyChart() {
  return new Chart('Occupancy over time', ({ occupancy }) => {
    const points = withGaps(occupancy.points, STEPS[occupancy.by]);
    return {
      data: [seconds(points), ...LINES.map(({ field }) => points.map((point) => point[field]))],
      series: LINES.map(({ name, token, fill, dash }) => ({
        label: name,
        stroke: () => colour(token),
        fill: fill && (() => colour(fill)),
        width: 2,
        dash,
        points: { show: points.length < 40 },
        value: (_, value) => (value === null || value === undefined ? '–' : String(Math.round(value * 10) / 10)),
      })),
    };
  });
}

/**
 * Draws what ended sessions cost.
 *
 * @param {(minor, currency) => string} money an amount in words
 */
export function revenueChart(money) {
  return new Chart('Revenue over time', ({ revenue, from, to }) => {
    const points = everyStep(revenue.points, STEPS[revenue.by], from, to);
    return {
      data: [seconds(points), points.map((point) => point.minor ?? 0)],
      axis: (value) => money(value, revenue.currency),
      size: 90,
      steps: WHOLE,
      series: [
        {
          label: 'Revenue',
          stroke: () => colour('--free'),
          fill: () => colour('--free-soft'),
          width: 1,
          paths: uPlot.paths.bars({ size: [0.8, 60] }),
          points: { show: false },
          value: (_, value) => (value === null || value === undefined ? '–' : money(value, revenue.currency)),
        },
      ],
    };
  });
}

/** An hour in which no session ended has a bar of nothing. */
function everyStep(points, step, from, to) {
  const known = points.map((point) => ({ ...point, millis: Date.parse(point.at) }));
  const all = [...known];
  for (let at = from; at < to; at += step) {
    if (!known.some(({ millis }) => Math.abs(millis - at) < step)) {
      all.push({ at: new Date(at).toISOString(), millis: at });
    }
  }
  return all.sort((a, b) => a.millis - b.millis);
}

function seconds(points) {
  return points.map((point) => Date.parse(point.at) / 1000);
}

function colour(token) {
  return getComputedStyle(document.documentElement).getPropertyValue(token).trim();
}

/** One chart, as wide as there is room. */
class Chart {
  #prepare;
  #plot = null;
  #shape = '';
  #span = [0, 1];

  constructor(label, prepare) {
    this.#prepare = prepare;
    this.element = h('div', { class: 'chart', role: 'group', 'aria-label': label });
    new ResizeObserver(() => this.#plot?.setSize(this.#size())).observe(this.element);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#plot?.redraw());
  }

  draw(report) {
    const { data, series, axis, size, steps } = this.#prepare(report);
    this.#span = [report.from / 1000, report.to / 1000];
    const shape = `${report.occupancy.by} ${report.revenue.currency} ${data[0].length < 40} ${isNothing(data)}`;
    if (this.#plot && this.#shape === shape) {
      this.#plot.setData(data);
      return;
    }
    this.#shape = shape;
    this.#plot?.destroy();
    this.#plot = new uPlot(
      {
        ...this.#size(),
        scales: { x: { range: () => this.#span }, y: { range: (_, min, max) => [0, Math.max(1, max ?? 1) * 1.05] } },
        axes: [axisOf(), axisOf(axis, size, steps)],
        series: [{ value: (_, value) => (value ? new Date(value * 1000).toLocaleString() : '–') }, ...series],
        cursor: { drag: { x: false, y: false } },
        legend: { live: true },
      },
      data,
      this.element,
    );
  }

  #size() {
    return { width: Math.max(240, this.element.clientWidth), height: HEIGHT };
  }
}

function axisOf(words, size, steps) {
  return {
    stroke: () => colour('--soft'),
    grid: { stroke: () => colour('--line'), width: 1 },
    ticks: { stroke: () => colour('--line'), width: 1 },
    ...(words && { values: (plot, values) => values.map((value) => (value && isNothing(plot.data) ? '' : words(value))), size, incrs: steps }),
  };
}

/** Beside lines that are all at zero no other number says anything. */
function isNothing([, ...lines]) {
  return lines.every((line) => line.every((value) => !value));
}
