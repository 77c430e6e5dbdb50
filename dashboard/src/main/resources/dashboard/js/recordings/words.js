/** The words for recordings and what they are made of. */

import { Refusal } from '../api.js';
import { h, s } from '../dom.js';

export const STATUSES = {
  recording: 'Recording',
  splitting: 'Splitting',
  encoding: 'Encoding',
  joining: 'Joining',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** The statuses at which somebody works on it. */
export const RUNNING = new Set(['recording', 'splitting', 'encoding', 'joining']);

/** The formats that are offered, and whether browsers play their files; else they are played as HLS. */
export const CONTAINERS = {
  mp4: { name: 'MP4', isPlayed: true },
  webm: { name: 'WebM', isPlayed: true },
  mkv: { name: 'MKV', isPlayed: false },
  mov: { name: 'MOV', isPlayed: false },
};

const RUNNING_SIGN = 'M8 2a6 6 0 1 1-6 6M8 5v3l2 1.5';

const SIGNS = {
  completed: 'M3 8.5 6.5 12 13 4.5',
  failed: 'M8 2.5v7M8 13v.2',
  cancelled: 'M4 4l8 8M12 4l-8 8',
};

/** What to do about a reason for which a recording failed; the first that fits. */
const ADVICE = [
  [/cut off/, 'Part of the file is missing. Copy it again from where it was recorded, and upload it again.'],
  [/disk is full|no space/i, 'Make space on the disks of the workers, then press Retry.'],
  [/ffmpeg does not start/, 'See to it that ffmpeg starts on the machine of the worker, then press Retry.'],
  [/ more than |longer than/, 'Upload a shorter video, or ask for a smaller size.'],
  [
    /no video|no file|is empty|its format|decodes?\b|not known here|cannot be listed|reading it failed|timestamp|no frame/,
    'It cannot be read as a video. See whether a player on your computer plays it, and upload one that does.',
  ],
];

const ANYTHING = 'Press Retry: the work begins again from the file that was uploaded. If it fails again, upload another copy.';

/** What to do about a failed recording. */
export function advice(reason) {
  return (ADVICE.find(([pattern]) => pattern.test(reason)) ?? [null, ANYTHING])[1];
}

/** A sign beside a status, so that its colour is not all that tells it. */
export function sign(status) {
  const shape = SIGNS[status] ?? RUNNING_SIGN;
  return s(
    'svg',
    { class: `recording-sign ${RUNNING.has(status) ? 'running' : status}`, viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' },
    s('path', { d: shape }),
  );
}

/** Bytes in words: 512 B, 3.4 MB. */
export function size(bytes) {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** A share of 1 in words. */
export function percent(share) {
  return `${Math.floor(share * 100)} %`;
}

/** Why something could not be done, as a sentence. */
export function why(problem) {
  if (problem instanceof Refusal) {
    const text = problem.message;
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
  }
  return problem?.name === 'TimeoutError'
    ? 'The server did not answer in time. Try again in a moment.'
    : 'The server could not be reached. See whether the connection is there, and try again.';
}

/** A bar that tells how much is done, with a name for those who do not see it. */
export function bar(label) {
  return h('progress', { max: 1, value: 0, 'aria-label': label });
}
