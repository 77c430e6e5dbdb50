/** The recordings and workers that the page knows. */

import { Watched } from './watched.js';

/** Rows in the document at first, and at most. */
const PART = 100;
const SHOWN_MAX = 400;

/** Workers in the document. */
const WORKERS_MAX = 200;

let shown = PART;

/** The newest recordings. */
export const list = new Watched(() => `/api/recordings?limit=${shown}`);

export const workers = new Watched(() => `/api/workers?limit=${WORKERS_MAX}`);

let one = { id: '', watched: null };

/** The recording of this id with its tasks. */
export function recording(id) {
  if (one.id !== id) {
    one = { id, watched: new Watched(() => `/api/recordings/${encodeURIComponent(id)}`) };
  }
  return one.watched;
}

/** The recording of this id is gone: it is not asked for again. */
export function remove(id) {
  list.touch();
  if (one.id === id) {
    one.watched.end();
  }
}

/** Something happened to the recording of this id. */
export function touch(id) {
  list.touch();
  if (one.id === id) {
    one.watched.touch();
  }
}

/** Whatever was known may be otherwise. */
export function touchAll() {
  [list, workers, one.watched].forEach((each) => each?.touch());
}

/** Whether more can be shown than are. */
export function canShowMore() {
  return Boolean(list.value?.next) && shown < SHOWN_MAX;
}

/** Shows more of them. */
export function showMore() {
  shown = Math.min(SHOWN_MAX, shown + PART);
  list.touch();
}

/** What is said of those that are not shown, or nothing. */
export function notShown() {
  return list.value?.next && shown >= SHOWN_MAX
    ? `The newest ${SHOWN_MAX} are shown. "lotwatch video list" shows all.`
    : '';
}
