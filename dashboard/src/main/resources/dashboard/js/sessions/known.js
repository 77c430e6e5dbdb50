/**
 * The parking sessions that the page knows: all that the server tells when it is asked, and what the
 * live feed says since. A revision never makes way for an older one.
 */

import { get } from '../api.js';
import { changed } from '../store.js';

/** Sessions in one answer. */
const PART = 1_000;

/** Active sessions that are asked for. */
const ACTIVE_MAX = 20_000;

/** Ended sessions that are kept; the server tells no more either. */
export const ENDED_MAX = 1_000;

/** Ended sessions beyond that before the oldest are dropped, so that not each one sorts them all. */
const ENDED_SLACK = 200;

/** How often a list is asked for anew that changed while its parts were read. */
const TRIES_MAX = 4;

const RETRY_MILLIS = 5_000;

export const known = {
  /** sessions by id */
  active: new Map(),
  ended: new Map(),
  /** goes up with every change */
  changes: 0,
  /** whether the server was asked with success */
  isLoaded: false,
  /** whether there are more active ones than were asked for */
  isCut: false,
  /** what went wrong and since when, or nothing */
  failure: null,
};

/** What the feed said while the server is asked, or nothing. */
let meanwhile = null;
let again = false;
let retry = 0;

/** Takes a revision of a session, unless a newer one is known. */
export function put(session) {
  meanwhile?.push(session);
  take(session);
  changed();
}

/** Asks the server for all; what is not there any more is forgotten. */
export async function load() {
  if (meanwhile) {
    again = true;
    return;
  }
  clearTimeout(retry);
  meanwhile = [];
  again = false;
  try {
    // A session that ends in between is in both lists, and its later revision counts.
    const active = await list('active', ACTIVE_MAX);
    const ended = await list('ended', ENDED_MAX);
    known.active.clear();
    known.ended.clear();
    [...active.items, ...ended.items, ...meanwhile].forEach(take);
    Object.assign(known, { isLoaded: true, isCut: active.isCut, failure: null });
  } catch (problem) {
    known.failure = { text: problem.message, since: known.failure?.since ?? Date.now() };
    retry = setTimeout(load, RETRY_MILLIS);
  }
  meanwhile = null;
  known.changes += 1;
  changed();
  if (again && !known.failure) {
    await load();
  }
}

function take(session) {
  const old = known.active.get(session.id) ?? known.ended.get(session.id);
  if (old && old.revision >= session.revision) {
    return;
  }
  const hasEnded = session.state !== 'active';
  known[hasEnded ? 'active' : 'ended'].delete(session.id);
  known[hasEnded ? 'ended' : 'active'].set(session.id, {
    ...session,
    startMillis: Date.parse(session.start),
    endMillis: Date.parse(session.end),
  });
  if (known.ended.size > ENDED_MAX + ENDED_SLACK) {
    inOrder(known.ended.values(), 'endMillis')
      .slice(ENDED_MAX)
      .forEach(({ id }) => known.ended.delete(id));
  }
  known.changes += 1;
}

/** The newest first; of the same second always in the same order. */
export function inOrder(sessions, time) {
  return [...sessions].sort((a, b) => b[time] - a[time] || (a.id < b.id ? -1 : 1));
}

async function list(state, max) {
  for (let tries = 1; ; tries++) {
    try {
      return await parts(state, max);
    } catch (problem) {
      // The last one of a part may be gone before the next part is asked for.
      if (problem.problem?.status !== 400 || tries === TRIES_MAX) {
        throw problem;
      }
    }
  }
}

async function parts(state, max) {
  const items = [];
  let after = '';
  do {
    const page = await get(`/api/sessions?state=${state}&limit=${PART}${after && `&after=${encodeURIComponent(after)}`}`);
    items.push(...page.items);
    after = page.next ?? '';
  } while (after && items.length < max);
  return { items, isCut: Boolean(after) };
}
