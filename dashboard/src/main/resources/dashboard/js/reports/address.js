/** What a report is about: the address says it. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How far back a report goes, and in what steps. */
export const PERIODS = {
  day: { name: '24 hours', millis: DAY, by: 'hour', weeks: 1 },
  week: { name: '7 days', millis: 7 * DAY, by: 'hour', weeks: 1 },
  month: { name: '4 weeks', millis: 28 * DAY, by: 'day', weeks: 4 },
  quarter: { name: '12 weeks', millis: 84 * DAY, by: 'day', weeks: 12 },
};

/** Milliseconds of a step; a day may have an hour more or less. */
export const STEPS = { hour: HOUR, day: DAY };

/** Stands for all lots, and for what sessions brought in where there is no lot. */
export const ALL = '*';

/** The zone whose hours and days are shown. */
export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** What the address asks for; of no lot if it names none. */
export function wanted() {
  const query = new URLSearchParams(location.hash.split('?')[1] ?? '');
  const period = query.get('period');
  return { lot: query.get('lot') ?? '', period: Object.hasOwn(PERIODS, period) ? period : 'week' };
}

/** The address of a report. */
export function address({ lot, period }) {
  const query = new URLSearchParams();
  lot && query.set('lot', lot);
  query.set('period', period);
  return `#reports?${query}`;
}
