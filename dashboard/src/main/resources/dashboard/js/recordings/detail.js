/** One recording: how far it is, its video, and what can be done with it. */

import { post, remove } from '../api.js';
import { h, mark, match, say } from '../dom.js';
import { clock, inFull, moment } from '../time.js';
import { ask } from './ask.js';
import { recording as watch, remove as forget, touch } from './known.js';
import { block as player, draw as drawPlayer } from './player.js';
import { progress, status } from './rows.js';
import { block as tasks, draw as drawTasks } from './tasks.js';
import { advice, RUNNING, size, why } from './words.js';

/** How often it is asked for while somebody works on it, and else. */
const LOOK_MILLIS = { running: 1_000, ended: 15_000 };

const title = h('h2', {});
const facts = h('dl', { class: 'session-facts' });
const failed = h('p', { class: 'banner', hidden: true }, h('strong', {}), h('span', {}));
const told = h('p', { class: 'told', role: 'status', tabindex: -1 });
const buttons = h('div', { class: 'recording-buttons' });
const note = h('p', { class: 'empty', role: 'status' });
const body = h('div', {}, title, facts, failed, buttons, told, player, tasks);

/** The part of the view that shows one recording. */
export const pane = h(
  'div',
  { class: 'session-timeline', hidden: true },
  h('p', {}, h('a', { href: '#recordings' }, 'All recordings')),
  note,
  body,
);

/** What can be done, in order: when, what the button says, and what it does. */
const ACTIONS = [
  { key: 'retry', text: 'Retry', isFor: ({ status: now }) => now === 'failed' || now === 'cancelled', done: 'It begins again.' },
  { key: 'cancel', text: 'Cancel the work', isFor: ({ status: now }) => RUNNING.has(now) && now !== 'recording', done: 'The work on it ended.' },
  { key: 'pin', text: 'Pin', isFor: ({ pinned }) => !pinned, done: 'It is kept until it is unpinned.' },
  { key: 'unpin', text: 'Unpin', isFor: ({ pinned }) => pinned, done: 'It is not pinned any more.' },
  { key: 'delete', text: 'Delete', isFor: ({ pinned }) => !pinned },
];

const FACTS = [
  ['Status', status],
  ['Camera', (cell, { camera }) => say(cell, camera), ({ camera }) => Boolean(camera)],
  ['From', (cell, { spans }) => time(cell, spans[0].from), ({ spans }) => Boolean(spans)],
  ['To', (cell, { spans }) => time(cell, spans.at(-1).to), ({ spans }) => Boolean(spans)],
  ['Not recorded', (cell, { spans }) => say(cell, gaps(spans)), ({ spans }) => (spans?.length ?? 0) > 1],
  ['Waits for', (cell, { waits }) => say(cell, waits), ({ waits }) => Boolean(waits)],
  ['Progress', progress, ({ status: now }) => RUNNING.has(now) && now !== 'recording'],
  ['Pieces done', (cell, { pieces, done }) => say(cell, `${done} of ${pieces}`), ({ pieces }) => pieces > 0],
  ['Made of it', (cell, { wanted }) => say(cell, asked(wanted)), ({ wanted }) => Boolean(wanted)],
  ['Source', (cell, { bytes }) => say(cell, size(bytes))],
  ['Result', (cell, { resultBytes }) => say(cell, size(resultBytes)), ({ resultBytes }) => Boolean(resultBytes)],
  ['Frames', (cell, { resultFacts }) => say(cell, String(resultFacts.frames)), ({ resultFacts }) => Number.isInteger(resultFacts?.frames)],
  ['Uploaded', (cell, { createdAt }) => time(cell, createdAt)],
  ['Since', (cell, { changedAt }) => time(cell, changedAt)],
  ['Kept', (cell) => say(cell, 'Pinned: unpin it to delete it'), ({ pinned }) => pinned],
];

let shown = '';

/** Draws the recording of this id, or nothing if there is none to draw. */
export function draw(id) {
  if (shown !== id) {
    shown = id;
    say(told, '');
  }
  if (!id) {
    drawPlayer(null);
    return;
  }
  const watched = watch(id);
  const recording = watched.value;
  watched.look(!recording || RUNNING.has(recording.status) ? LOOK_MILLIS.running : LOOK_MILLIS.ended);
  const { isGone } = watched;
  body.hidden = !recording || isGone;
  const text = words(recording, watched.failure, isGone);
  note.hidden = !text;
  say(note, text);
  drawPlayer(isGone ? null : recording);
  if (recording) {
    show(recording);
  }
}

function words(recording, failure, isGone) {
  if (isGone) {
    return 'There is no such recording any more: it was deleted or replaced. "All recordings" shows those that there are.';
  }
  if (failure) {
    return `${recording ? 'This is what was so' : 'This recording could not be read'} at ${clock(failure.since)}. ${why(failure.problem)} The next try is in a few seconds.`;
  }
  return recording ? '' : 'Loading the recording.';
}

function show(recording) {
  say(title, recording.label);
  match(
    facts,
    FACTS.filter(([, , isFor]) => !isFor || isFor(recording)),
    ([name]) => name,
    ([name]) => h('div', {}, h('dt', {}, name), h('dd', {})),
    (element, [, fill]) => fill(element.children[1], recording),
  );
  failed.hidden = recording.status !== 'failed';
  say(failed.firstElementChild, `It could not be made: ${recording.reason ?? 'no reason is known'}. `);
  say(failed.lastElementChild, advice(recording.reason ?? ''));
  match(
    buttons,
    ACTIONS.filter(({ isFor }) => isFor(recording)),
    ({ key }) => key,
    ({ key, text }) => h('button', { type: 'button', class: key === 'delete' ? 'danger' : undefined, 'data-does': key }, text),
    (element, action) => {
      element.onclick = () => act(action, recording);
    },
  );
  drawTasks(recording);
}

/** The times between those of which there is video. */
function gaps(spans) {
  return spans
    .slice(1)
    .map(({ from }, i) => `${inFull(spans[i].to)} to ${inFull(from)}`)
    .join('; ');
}

function asked({ container, codec, width, height, frameRate, rotate }) {
  const sides = width && height ? `${width} x ${height}` : width ? `${width} wide` : height ? `${height} high` : 'its own size';
  return [container, codec, sides, frameRate && `${frameRate} frames per second`, rotate && `turned by ${rotate}°`].filter(Boolean).join(', ');
}

function time(cell, at) {
  const element = cell.firstElementChild ?? cell.appendChild(h('time', {}));
  mark(element, 'datetime', at);
  mark(element, 'title', inFull(at));
  say(element, moment(at));
}

async function act(action, recording) {
  const path = `/api/recordings/${encodeURIComponent(recording.id)}`;
  try {
    if (action.key === 'delete') {
      if (await isSure(recording)) {
        await remove(path);
        forget(recording.id);
        location.hash = '#recordings';
        document.getElementById('recordings').focus();
        say(document.getElementById('announcer'), `${recording.label} is deleted.`);
      }
      return;
    }
    await post(`${path}/${action.key}`, {});
    tell(action.done, 'well');
  } catch (problem) {
    tell(why(problem), 'badly');
  }
  touch(recording.id);
}

function isSure({ label }) {
  return ask({
    title: `Delete ${label}?`,
    text: 'The uploaded video and what was made of it are gone then, on all nodes. Nobody can bring them back.',
    yes: 'Delete it',
    no: 'Keep it',
  });
}

/** The button that was pressed may go: what came of it has the focus then. */
function tell(text, how) {
  told.dataset.how = how;
  say(told, text);
  told.focus();
}
