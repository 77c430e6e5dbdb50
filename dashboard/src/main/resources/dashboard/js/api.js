/** What the page asks over REST. */

import { learnClock } from './time.js';

const WAIT_MAX_MILLIS = 8_000;

/** Where the server is: a proxy may serve it below a path of its own. */
const ROOT = new URL('..', import.meta.url);

/** An answer that is not 2xx, with the server's own words. */
export class Refusal extends Error {
  constructor(problem) {
    super(problem.detail ?? problem.title ?? 'the server did not say why');
    this.problem = problem;
  }
}

/** Gets JSON. */
export async function get(path) {
  return answer(await ask(path));
}

/** What stands in the way of the node or should be mended, a sentence each. */
export async function reasons() {
  const response = await ask('/readyz');
  return (await response.json()).reasons ?? [];
}

/** Where a path of the API is, for elements and requests that are made elsewhere. */
export function url(path) {
  return new URL(path.slice(1), ROOT).href;
}

/** Sends what is none of these, and gives the answer if it is 2xx. */
export async function send(path, options) {
  const response = await ask(path, options);
  if (!response.ok) {
    throw new Refusal(await problem(response));
  }
  return response;
}

/** Posts JSON; the key makes a retry harmless. */
export async function post(path, body) {
  return answer(
    await ask(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key() },
      body: JSON.stringify(body),
    }),
  );
}

/** Deletes. */
export async function remove(path) {
  return answer(await ask(path, { method: 'DELETE', headers: { 'Idempotency-Key': key() } }));
}

/** The newest frame, or nothing if it is the one of this tag. */
export async function frame(camera, tag) {
  const response = await ask(`/api/cameras/${encodeURIComponent(camera)}/frame.jpg`, {
    headers: tag ? { 'If-None-Match': tag } : {},
    cache: 'no-store',
  });
  if (response.status !== 304 && !response.ok) {
    throw new Refusal(await problem(response));
  }
  return {
    tag: response.headers.get('ETag'),
    ageMillis: Number(response.headers.get('X-Frame-Age-Ms')),
    frame: response.status === 304 ? null : await response.blob(),
  };
}

async function ask(path, options = {}) {
  const response = await fetch(url(path), { ...options, signal: AbortSignal.timeout(WAIT_MAX_MILLIS) });
  learnClock(response);
  return response;
}

async function answer(response) {
  if (!response.ok) {
    throw new Refusal(await problem(response));
  }
  return response.status === 204 ? {} : response.json();
}

async function problem(response) {
  try {
    return await response.json();
  } catch {
    return { status: response.status, detail: `the server answered ${response.status}` };
  }
}

/** randomUUID needs HTTPS or localhost; random values do not. */
function key() {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
