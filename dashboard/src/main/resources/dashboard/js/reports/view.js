/** The view of the reports: how full, how long, how much, when, and compared with the time before. */

import { h, mark, match, say } from '../dom.js';
import { amount, money } from '../sessions/money.js';
import { changed, onChange, store } from '../store.js';
import { clock, inBrief } from '../time.js';
import { address, ALL, PERIODS, wanted, zone } from './address.js';
import { occupancyChart, revenueChart } from './charts.js';
import { busiest, load, meanShare, sum } from './data.js';
import { Figure } from './figure.js';
import { heatmapChart, heatRows } from './heatmap.js';

const REFRESH_MILLIS = 60_000;
const RETRY_MILLIS = 5_000;

const section = document.getElementById('reports');
const state = document.getElementById('reports-state');
const lots = h('select', { id: 'report-lot', onchange: () => go({ ...asked(), lot: lots.value }) });
const periods = Object.fromEntries(
  Object.entries(PERIODS).map(([key, { name }]) => [key, h('a', { class: 'choice' }, name)]),
);
const tiles = Object.fromEntries(
  ['Occupied on average', 'Most at once', 'Sessions ended', 'Revenue'].map((name) => [
    name,
    { value: h('dd', {}, '–'), note: h('dd', { class: 'tile-note' }) },
  ]),
);
const figures = {
  occupancy: new Figure('occupancy', 'Occupancy', occupancyChart()),
  revenue: new Figure('revenue', 'Revenue', revenueChart(money)),
  heatmap: new Figure('heatmap', 'When it is full', heatmapChart()),
};

let isMounted = false;
let loaded = { key: '', at: 0, report: null };
let loading = '';
let failure = null;

/** Shows the view of the address. */
export function open() {
  if (!isMounted) {
    isMounted = true;
    mount();
    onChange(draw);
  }
  changed();
}

function mount() {
  section.firstElementChild.append(
    h('nav', { 'aria-label': 'Period' }, h('ul', { class: 'choices' }, ...Object.values(periods).map((each) => h('li', {}, each)))),
  );
  state.before(
    h('form', { class: 'report-form', onsubmit: (event) => event.preventDefault() }, h('label', { for: lots.id }, 'Lot'), lots),
  );
  state.after(
    h(
      'div',
      { class: 'report-body', id: 'report-body', hidden: true },
      h(
        'dl',
        { class: 'session-tiles' },
        ...Object.entries(tiles).map(([name, { value, note }]) => h('div', {}, h('dt', {}, name), value, note)),
      ),
      ...Object.values(figures).map((figure) => figure.element),
      h('p', { class: 'sessions-note' }, `Hours and days are those of ${zone}. Money is that of sessions that ended in the period.`),
    ),
  );
  document.getElementById('skip-to-reports').addEventListener('click', (event) => {
    event.preventDefault(); // the address says what is shown, and stays
    section.focus();
  });
}

/** What is asked for: the first lot if the address names none, all if there is none. */
function asked() {
  const { lot, period } = wanted();
  const known = [...store.lots.keys()].sort();
  return { lot: lot || known[0] || (store.connection === 'live' ? ALL : ''), period };
}

function go(to) {
  location.hash = address(to);
}

function draw() {
  if (store.view !== 'reports') {
    return;
  }
  const question = asked();
  drawChoices(question);
  const key = address(question);
  const wait = failure ? RETRY_MILLIS : REFRESH_MILLIS;
  const isDue = loaded.key !== key || Date.now() - loaded.at >= wait;
  if (question.lot && isDue && loading !== key && !(failure?.key === key && Date.now() - failure.at < RETRY_MILLIS)) {
    ask(question, key);
  }
  drawState(question, key);
}

function drawChoices(question) {
  const all = [...store.lots.values()].sort((a, b) => a.name.localeCompare(b.name));
  all.push({ id: ALL, name: 'All lots, sessions only' });
  const listed = all.some(({ id }) => id === question.lot) || !question.lot ? all : [...all, { id: question.lot, name: question.lot }];
  match(
    lots,
    listed,
    ({ id }) => id,
    ({ id }) => h('option', { value: id }),
    (option, { name }) => say(option, name),
  );
  if (lots.value !== question.lot && document.activeElement !== lots) {
    lots.value = question.lot;
  }
  for (const [period, link] of Object.entries(periods)) {
    mark(link, 'href', address({ ...question, period }));
    mark(link, 'aria-current', period === question.period);
  }
}

async function ask(question, key) {
  loading = key;
  try {
    const report = await load(question);
    if (loading === key) {
      loaded = { key, at: Date.now(), report };
      failure = null;
      show(report);
    }
  } catch (problem) {
    if (loading === key) {
      failure = { key, at: Date.now(), since: failure?.since ?? Date.now(), text: problem.message };
    }
  }
  if (loading === key) {
    loading = '';
  }
  changed();
}

function drawState(question, key) {
  const isShown = loaded.key === key;
  document.getElementById('report-body').hidden = !isShown;
  const text = stateText(question, isShown);
  state.hidden = !text;
  mark(state, 'data-failed', Boolean(failure));
  if (text) {
    say(state, text);
  }
}

function stateText(question, isShown) {
  if (!question.lot) {
    return 'Loading the lots.';
  }
  if (failure) {
    const what = isShown ? 'What is shown is older' : 'The report could not be read';
    return `${what}: ${failure.text} (since ${clock(failure.since)}). The next try is in a few seconds.`;
  }
  return isShown ? '' : 'Loading the report.';
}

function show(report) {
  const { occupancy, revenue, heatmap, before } = report;
  const isOfAll = asked().lot === ALL;
  figures.occupancy.element.hidden = isOfAll;
  figures.heatmap.element.hidden = isOfAll;
  drawTiles(occupancy, revenue, before);
  const nothing = 'Nothing is known of this time. The history begins when the node first runs, and is kept as long as the configuration says.';
  figures.occupancy.draw(
    report,
    [
      ['From', ({ at }) => inBrief(at), ({ at }) => at],
      ...['occupied', 'peak', 'reserved', 'unknown', 'free', 'capacity'].map((field) => [
        field[0].toUpperCase() + field.slice(1),
        (point) => Math.round(point[field] * 100) / 100,
      ]),
    ],
    occupancy.points,
    nothing,
  );
  figures.revenue.draw(
    report,
    [
      ['From', ({ at }) => inBrief(at), ({ at }) => at],
      ['Sessions', ({ sessions }) => sessions],
      [`Revenue (${revenue.currency || 'none'})`, ({ minor }) => money(minor, revenue.currency), ({ minor }) => amount(minor, revenue.currency)],
    ],
    revenue.points,
    `No session ${isOfAll ? '' : 'of this lot '}ended in this time.`,
  );
  figures.heatmap.draw(
    report,
    [
      ['Day', ({ day }) => day],
      ['Hour', ({ hour }) => `${hour}:00`],
      ['Occupied %', ({ share }) => Math.round(share * 100)],
    ],
    heatRows(heatmap),
    nothing,
  );
}

function drawTiles(occupancy, revenue, before) {
  const share = meanShare(occupancy);
  const shareBefore = meanShare(before.occupancy);
  tile('Occupied on average', percent(share), share !== undefined && shareBefore !== undefined ? `${percent(shareBefore)} in the period before` : '');
  const most = busiest(occupancy);
  tile('Most at once', most ? `${most.peak}` : '–', most ? `of ${Math.round(most.capacity)}` : '');
  const sessions = sum(revenue.points, 'sessions');
  tile('Sessions ended', String(sessions), `${sum(before.revenue.points, 'sessions')} in the period before`);
  const isSame = before.revenue.currency === revenue.currency || !before.revenue.points.length;
  tile(
    'Revenue',
    sessions ? money(sum(revenue.points, 'minor'), revenue.currency) : '–',
    sessions && isSame ? `${money(sum(before.revenue.points, 'minor'), revenue.currency)} in the period before` : others(revenue),
  );
}

function others({ currencies, currency }) {
  const more = currencies.filter((each) => each !== currency);
  return more.length ? `without ${more.join(', ')}` : '';
}

function tile(name, value, note) {
  say(tiles[name].value, value);
  say(tiles[name].note, note);
}

function percent(share) {
  return share === undefined ? '–' : `${Math.round(share * 100)} %`;
}
