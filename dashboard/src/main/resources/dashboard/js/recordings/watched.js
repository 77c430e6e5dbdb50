/** Something that the server is asked for again and again while somebody looks at it. */

import { get } from '../api.js';
import { changed } from '../store.js';

/** However much happens, there is so much time between two questions. */
const AGAIN_MILLIS = 400;

const RETRY_MILLIS = 5_000;

const NOT_FOUND = 404;

export class Watched {
  /** The last answer, or nothing. */
  value = null;

  /** What went wrong and since when, or nothing. */
  failure = null;

  /** Whether there is nothing to ask for any more. */
  isGone = false;

  #path;
  #askedAt = 0;
  #isAsking = false;
  #isOld = true;

  /** @param {() => string} path what to ask for */
  constructor(path) {
    this.#path = path;
  }

  /** Asks, unless the last question is younger than this and nothing has changed since. */
  look(millis) {
    const pause = this.failure ? RETRY_MILLIS : this.#isOld ? AGAIN_MILLIS : millis;
    if (!this.isGone && !this.#isAsking && Date.now() - this.#askedAt >= pause) {
      this.#ask();
    }
  }

  /** There is nothing to ask for any more. */
  end() {
    this.isGone = true;
    changed();
  }

  /** The last answer is not what is so any more: the next look asks. */
  touch() {
    this.#isOld = true;
    changed();
    setTimeout(changed, AGAIN_MILLIS);
  }

  async #ask() {
    this.#isAsking = true;
    this.#isOld = false;
    this.#askedAt = Date.now();
    try {
      this.value = await get(this.#path());
      this.failure = null;
    } catch (problem) {
      this.failure = { problem, since: this.failure?.since ?? Date.now() };
      this.isGone = problem.problem?.status === NOT_FOUND;
    }
    this.#isAsking = false;
    changed();
  }
}
