/** The camera that is shown: its newest frame, its spots, and how it is. */

import { frame } from './api.js';
import { h, mark, match, say } from './dom.js';
import { loadCamera } from './live.js';
import { count } from './lots.js';
import { Overlay } from './overlay.js';
import { sign } from './states.js';
import { changed, store } from './store.js';
import { SpotTable } from './table.js';
import { age, words } from './time.js';

const FRAME_MILLIS = 1_000;
const DETAILS_MILLIS = 5_000;

/** A frame older than this is marked as old. */
const OLD_MILLIS = 5_000;

const VIEWS = {
  starting: 'starting',
  clear: 'sees',
  black: 'is black',
  covered: 'is covered',
  silent: 'is silent',
  damaged: 'sends damaged images',
  frozen: 'is frozen',
};

const panel = h('div', { class: 'panel', hidden: true });
const image = h('img', { class: 'frame', alt: 'Newest frame', width: 16, height: 9 });
const waiting = h('p', { class: 'waiting' }, 'No frame yet');
const badge = h('p', { class: 'badge' });
const facts = h('p', { class: 'facts' });
const overlay = new Overlay(image);
const table = new SpotTable();
let tag = null;
let frameAt = 0;
let shown = null;

/** How often another camera was chosen: an answer for the one before is not shown. */
let choices = 0;

/** Puts the panel into the page and keeps it fresh. */
export function mountCamera() {
  panel.append(
    h('div', { class: 'stage' }, image, overlay.svg, waiting, badge, overlay.tip),
    facts,
    legend(),
    table.element,
  );
  document.getElementById('camera').append(panel);
  repeat(refreshFrame, FRAME_MILLIS);
  repeat(refreshDetails, DETAILS_MILLIS);
  document.addEventListener('visibilitychange', () => document.hidden || refreshFrame());
  addEventListener('hashchange', () => show(wanted()));
}

/** Draws the list of cameras and the one that is shown. */
export function drawCameras() {
  const cameras = [...store.cameras.values()].sort((a, b) => a.id.localeCompare(b.id));
  match(document.getElementById('choices'), cameras, (camera) => camera.id, choice, (element, camera) => {
    const link = element.firstElementChild;
    mark(link, 'aria-current', camera.id === store.shown);
    mark(link, 'data-view', camera.view);
    mark(link, 'aria-label', `Camera ${camera.id}, ${VIEWS[camera.view]}`);
  });
  document.getElementById('no-cameras').hidden =
    cameras.length > 0 || store.connection === 'starting';
  if (cameras.length && !store.cameras.has(store.shown)) {
    show(store.cameras.has(wanted()) ? wanted() : cameras[0].id);
  }
  const camera = store.cameras.get(store.shown);
  panel.hidden = !camera;
  if (camera) {
    drawShown(camera);
  }
}

function drawShown(camera) {
  const watches = camera.watches ?? [];
  const old = Date.now() - frameAt;
  const stale = shown && (old > OLD_MILLIS || camera.view !== 'clear');
  mark(panel, 'data-stale', Boolean(stale));
  waiting.hidden = Boolean(shown);
  say(badge, shown ? (stale ? `Frame is ${words(old)} old` : 'Live') : '');
  mark(image, 'alt', `Newest frame of camera ${camera.id}`);
  say(facts, factsOf(camera));
  overlay.draw(camera, watches);
  table.draw(camera, watches);
}

function factsOf(camera) {
  const parts = [
    `Camera ${camera.id} ${VIEWS[camera.view]}${camera.view === 'clear' ? '' : `, for ${words(age(camera.since))}`}`,
    count(camera.spots, 'spot'),
    camera.decoder && camera.decoder !== 'running' ? `decoder ${camera.decoder}` : '',
    camera.reason ?? '',
    camera.source ?? '',
  ];
  return parts.filter(Boolean).join(' · ');
}

function choice(camera) {
  return h(
    'li',
    {},
    h(
      'a',
      { href: `#camera=${encodeURIComponent(camera.id)}`, class: 'choice' },
      h('span', { class: 'lamp', 'aria-hidden': 'true' }),
      camera.id,
    ),
  );
}

function legend() {
  return h(
    'ul',
    { class: 'legend', 'aria-label': 'Signs' },
    ...['free', 'occupied', 'unknown'].map((state) => h('li', {}, sign(state), state)),
  );
}

/** Whether somebody can look at it. */
function isSeen() {
  return store.view === 'now' && !document.hidden;
}

function wanted() {
  return decodeURIComponent(location.hash.replace(/^#camera=/, ''));
}

function show(id) {
  if (store.cameras.has(id) && store.shown !== id) {
    store.shown = id;
    choices += 1;
    tag = null;
    shown = null;
    frameAt = 0;
    image.removeAttribute('src');
    refreshDetails();
    refreshFrame();
    changed();
  }
}

async function refreshDetails() {
  if (store.shown && isSeen()) {
    await loadCamera(store.shown);
  }
}

async function refreshFrame() {
  const camera = store.shown;
  const choice = choices;
  if (!camera || !isSeen()) {
    return;
  }
  try {
    const newest = await frame(camera, tag);
    if (choice !== choices) {
      return;
    }
    tag = newest.tag;
    frameAt = Date.now() - newest.ageMillis;
    if (newest.frame) {
      const before = shown;
      shown = URL.createObjectURL(newest.frame);
      image.src = shown;
      image.onload = () => before && URL.revokeObjectURL(before);
    }
  } catch {
    // Nothing new to show: the frame's age says so.
  }
  changed();
}

/** One after the other, never two at once. */
async function repeat(task, millis) {
  for (;;) {
    await task();
    await new Promise((resolve) => setTimeout(resolve, millis));
  }
}
