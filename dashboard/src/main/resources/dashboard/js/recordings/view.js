/** The view of the recordings: upload, follow the work, play what was made, and who does the work. */

import { h, mark, say } from '../dom.js';
import { RECORDING_KINDS } from '../kinds.js';
import { onEvent } from '../live.js';
import { changed, onChange, store } from '../store.js';
import { clock } from '../time.js';
import { wanted } from './address.js';
import { draw as drawDetail, pane as detailPane } from './detail.js';
import { canShowMore, list, notShown, remove, showMore, touch, touchAll } from './known.js';
import { draw as drawRows, table } from './rows.js';
import { block as uploads, draw as drawUploads } from './uploads.js';
import { RUNNING, why } from './words.js';
import { block as workers, draw as drawWorkers } from './workers.js';

/** How often the list is asked for while somebody works on one of them, and else. */
const LOOK_MILLIS = { running: 1_000, ended: 15_000 };

const EMPTY = 'No recording yet. Choose a video above, or drop one there; "lotwatch video upload FILE" does the same from a shell.';

const section = document.getElementById('recordings');
const state = document.getElementById('recordings-state');
const more = h('button', { type: 'button', class: 'clear', onclick: showMore, hidden: true }, 'Older');
const rest = h('p', { class: 'sessions-note' });
const listPane = h('div', { class: 'recording-list' });

let isMounted = false;

/** Shows the view of the address. */
export function open() {
  if (!isMounted) {
    isMounted = true;
    mount();
    onChange(draw);
    RECORDING_KINDS.forEach((kind) => {
      const take = kind === 'recording.deleted' ? remove : touch;
      onEvent(kind, ({ recording }) => take(recording));
    });
    onEvent('snapshot', touchAll);
  }
  changed();
}

function mount() {
  state.replaceWith(listPane, detailPane);
  listPane.append(uploads, state, table, h('p', { class: 'session-more' }, more), rest, workers);
  document.getElementById('skip-to-recordings').addEventListener('click', (event) => {
    event.preventDefault(); // the address says what is shown, and stays
    section.focus();
  });
}

function draw() {
  drawUploads();
  const isShown = store.view === 'recordings';
  const id = isShown ? wanted() : '';
  drawDetail(id);
  if (!isShown) {
    return;
  }
  listPane.hidden = Boolean(id);
  detailPane.hidden = !id;
  if (!id) {
    drawList();
    drawWorkers();
  }
}

function drawList() {
  const items = list.value?.items ?? [];
  const isRunning = items.some(({ status }) => RUNNING.has(status));
  list.look(isRunning ? LOOK_MILLIS.running : LOOK_MILLIS.ended);
  drawRows(items);
  more.hidden = !canShowMore();
  say(rest, notShown());
  const text = words(items);
  state.hidden = !text;
  mark(state, 'data-failed', Boolean(list.failure));
  say(state, text);
}

function words(items) {
  if (list.failure) {
    return `The recordings could not be read since ${clock(list.failure.since)}. ${why(list.failure.problem)} The next try is in a few seconds.`;
  }
  if (!list.value) {
    return 'Loading the recordings.';
  }
  return items.length ? '' : EMPTY;
}
