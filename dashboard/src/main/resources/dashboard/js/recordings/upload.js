/**
 * One file on its way to the server, by the tus protocol: what is cut off goes on where it was.
 *
 * @see https://tus.io/protocols/resumable-upload
 */

import { Refusal, send, url } from '../api.js';
import { why } from './words.js';

/** Bytes in one request: proxies limit them. */
const PART_BYTES = 8 << 20;

/** Failures in a row before an upload is given up. */
const TRIES_MAX = 8;

const PAUSE_MILLIS = 500;
const PAUSE_MILLIS_MAX = 10_000;

/** A request that sends nothing for so long is broken. */
const SILENT_MILLIS_MAX = 90_000;

/** Answers after which another try may succeed, besides those of 500 and more. */
const FOR_NOW = new Set([404, 408, 409, 423, 429]);

const NO_SPACE = 507;
const VERSION = { 'Tus-Resumable': '1.0.0' };

export class Upload {
  /** waiting, sending, broken, done, cancelled or failed */
  state = 'waiting';

  /** Bytes that are there or on their way. */
  sent = 0;

  /** Why it failed or is broken. */
  reason = '';

  /** The id of the recording that it became. */
  recording = '';

  #path = '';
  /** Bytes that the server says are there. */
  #kept = 0;
  #request = null;
  #changed;
  #wake = () => {};

  /**
   * @param {File} file
   * @param {Object} wanted what is to be made of it, by the names of the API
   * @param {() => void} changed is told of each change
   */
  constructor(file, wanted, changed) {
    this.file = file;
    this.wanted = wanted;
    this.#changed = changed;
  }

  /** Whether it is over. */
  get isOver() {
    return ['done', 'cancelled', 'failed'].includes(this.state);
  }

  /** Uploads it; never throws. */
  async run() {
    let tries = 0;
    while (!this.isOver) {
      const before = this.#kept;
      try {
        await this.#next();
        tries = this.#kept > before ? 0 : tries;
      } catch (problem) {
        tries = this.#kept > before ? 1 : tries + 1;
        await this.#failed(problem, tries);
      }
    }
  }

  /** Ends it, and has the server forget what is there. */
  cancel() {
    if (!this.isOver) {
      this.#turn('cancelled');
      this.#request?.abort();
      this.#wake();
      this.#forget();
    }
  }

  /** The next request that brings it further. */
  async #next() {
    if (!this.#path) {
      await this.#begin();
      return;
    }
    if (this.state === 'broken') {
      const answer = await send(this.#path, { method: 'HEAD', headers: VERSION });
      if (this.#take(answer.headers)) {
        return;
      }
    }
    await this.#part();
  }

  async #begin() {
    const query = new URLSearchParams({ label: this.file.name, ...this.wanted });
    const answer = await send(`/api/recordings?${query}`, {
      method: 'POST',
      headers: { ...VERSION, 'Upload-Length': String(this.file.size) },
    });
    const id = answer.headers.get('Location').split('/').at(-1);
    this.#path = `/api/uploads/${encodeURIComponent(id)}`;
    this.sent = 0;
    this.#kept = 0;
    if (this.isOver) {
      this.#forget();
    } else {
      this.#turn('sending');
    }
  }

  /** Some bytes; none, if all are there, ask what became of them. */
  async #part() {
    const offset = this.sent;
    const headers = await this.#patch(offset, this.file.slice(offset, offset + PART_BYTES));
    this.#take(headers);
  }

  #patch(offset, bytes) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest(); // fetch does not say how far an upload is
      let silent = 0;
      const listen = () => {
        clearTimeout(silent);
        silent = setTimeout(() => request.abort(), SILENT_MILLIS_MAX);
      };
      const end = (then, result) => {
        clearTimeout(silent);
        this.#request = null;
        then(result);
      };
      request.open('PATCH', url(this.#path));
      Object.entries({ ...VERSION, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' })
        .forEach(([name, value]) => request.setRequestHeader(name, value));
      request.upload.onprogress = ({ loaded }) => {
        listen();
        this.sent = offset + Math.min(loaded, bytes.size);
        this.#turn('sending');
      };
      request.onload = () =>
        request.status === 204
          ? end(resolve, { get: (name) => request.getResponseHeader(name) })
          : end(reject, refusal(request));
      request.onerror = () => end(reject, new TypeError('the connection broke'));
      request.onabort = request.onerror;
      this.#request = request;
      listen();
      request.send(bytes);
    });
  }

  /** What the server says is there; tells whether that is all and a recording. */
  #take(headers) {
    this.#kept = Number(headers.get('Upload-Offset'));
    this.sent = this.#kept;
    this.recording = headers.get('Lotwatch-Recording') ?? '';
    this.#turn(this.recording ? 'done' : 'sending');
    return Boolean(this.recording);
  }

  async #failed(problem, tries) {
    if (this.isOver) {
      return;
    }
    this.reason = why(problem);
    const status = problem instanceof Refusal ? (problem.problem.status ?? 0) : 0;
    const isForNow = status === 0 || FOR_NOW.has(status) || (status >= 500 && status !== NO_SPACE);
    if (tries > TRIES_MAX || !isForNow || (status === 409 && !this.#path)) {
      this.#turn('failed');
      this.#forget();
      return;
    }
    if (status === 404) {
      this.#path = ''; // the node began anew, and knows of nothing
    }
    this.#turn('broken');
    const pause = Math.min(PAUSE_MILLIS_MAX, PAUSE_MILLIS * 2 ** (tries - 1));
    await new Promise((resolve) => {
      this.#wake = resolve;
      setTimeout(resolve, pause);
    });
  }

  /** One that is not forgotten goes by itself after an hour. */
  #forget() {
    if (this.#path) {
      send(this.#path, { method: 'DELETE', headers: VERSION }).catch(() => {});
    }
  }

  #turn(state) {
    if (!this.isOver) {
      this.state = state;
    }
    this.#changed();
  }
}

function refusal(request) {
  try {
    return new Refusal({ status: request.status, ...JSON.parse(request.responseText) });
  } catch {
    return new Refusal({ status: request.status, detail: `the server answered ${request.status}` });
  }
}
