/** The bar below a video by which one goes to a time, with the thumbnail of the time that is pointed at. */

import { Refusal, send, url } from '../api.js';
import { h, mark, say } from '../dom.js';

/** How far an arrow key goes. */
const STEP_SECONDS = 5;

/** The thumbnails of a long video take a while: they are asked for again. */
const AGAIN_MILLIS = 3_000;
const ASKED_MAX = 60;

/** The width of the bar's knob, as the style sheet has it. */
const KNOB_PIXELS = 16;

const CUE = /([\d:.]+) --> [\d:.]+\n([^#\s]+)#xywh=(\d+),(\d+),(\d+),(\d+)/g;

/** What an arrow key does, in steps. */
const ARROWS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

/** A bar for a video; its thumbnails are in the folder and are asked for when somebody needs them. */
export function seekBar(video, folder) {
  const range = h('input', { type: 'range', min: 0, max: 1, step: 'any', value: 0, disabled: true, 'aria-label': 'Time in the video' });
  const thumbnail = h('span', { class: 'seek-thumbnail', hidden: true });
  const time = h('span', {});
  const preview = h('div', { class: 'seek-preview', hidden: true, 'aria-hidden': 'true' }, thumbnail, time);
  const bar = h('div', { class: 'seek' }, preview, range);
  let cues = null;

  async function need() {
    if (!cues) {
      cues = [];
      cues = await ask(`${folder}/thumbnails.vtt`, () => bar.isConnected);
    }
  }

  /** The bar says where the video is. */
  function follow() {
    const { currentTime, duration } = video;
    const isKnown = Number.isFinite(duration) && duration > 0;
    range.disabled = !isKnown;
    if (isKnown) {
      mark(range, 'max', duration);
      range.value = currentTime;
      mark(range, 'aria-valuetext', `${told(currentTime)} of ${told(duration)}`);
    }
  }

  function go(seconds) {
    video.currentTime = Math.min(Math.max(seconds, 0), video.duration);
    follow();
    show(video.currentTime);
  }

  function show(seconds) {
    if (range.disabled) {
      return;
    }
    const cue = cues?.findLast(({ from }) => from <= seconds);
    thumbnail.hidden = !cue;
    if (cue) {
      thumbnail.style.backgroundImage = `url("${url(`${folder}/${cue.file}`)}")`;
      thumbnail.style.backgroundPosition = `${-cue.left}px ${-cue.top}px`;
      thumbnail.style.width = `${cue.width}px`;
      thumbnail.style.height = `${cue.height}px`;
    }
    say(time, told(seconds));
    preview.hidden = false;
    const at = KNOB_PIXELS / 2 + (seconds / video.duration) * (range.clientWidth - KNOB_PIXELS);
    const left = Math.min(Math.max(at - preview.offsetWidth / 2, 0), range.clientWidth - preview.offsetWidth);
    preview.style.left = `${left}px`;
  }

  /** Who uses the keyboard sees where the video is, who points sees what is there. */
  function leave() {
    if (range.matches(':focus-visible')) {
      show(video.currentTime);
    } else {
      preview.hidden = true;
    }
  }

  /** The time at which a pointer is: the knob's middle does not get to the ends. */
  function pointed({ clientX }) {
    const { left, width } = range.getBoundingClientRect();
    const share = (clientX - left - KNOB_PIXELS / 2) / (width - KNOB_PIXELS);
    return Math.min(Math.max(share, 0), 1) * video.duration;
  }

  function press(event) {
    if (event.key === 'Escape') {
      preview.hidden = true;
    } else if (event.key in ARROWS) {
      event.preventDefault();
      go(video.currentTime + ARROWS[event.key] * STEP_SECONDS);
    }
  }

  for (const kind of ['durationchange', 'timeupdate', 'seeking']) {
    video.addEventListener(kind, follow);
  }
  video.addEventListener('play', need);
  range.addEventListener('pointerenter', need);
  range.addEventListener('pointermove', (event) => show(pointed(event)));
  range.addEventListener('pointerleave', leave);
  range.addEventListener('focus', () => (need(), leave()));
  range.addEventListener('blur', leave);
  range.addEventListener('keydown', press);
  range.addEventListener('input', () => go(Number(range.value)));
  return bar;
}

/** The thumbnails of a video, by time; none if there never will be any. */
async function ask(path, isWanted) {
  for (let asked = 0; asked < ASKED_MAX && isWanted(); asked += 1) {
    try {
      return cuesOf(await (await send(path)).text());
    } catch (problem) {
      if (problem instanceof Refusal && problem.problem.status !== 503) {
        return [];
      }
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MILLIS));
  }
  return [];
}

function cuesOf(text) {
  return [...text.matchAll(CUE)].map(([, from, file, ...numbers]) => {
    const [left, top, width, height] = numbers.map(Number);
    return { from: from.split(':').reduce((sum, part) => sum * 60 + Number(part), 0), file, left, top, width, height };
  });
}

/** A time in a video as players write it: 1:02:03. */
function told(seconds) {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, '0');
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
