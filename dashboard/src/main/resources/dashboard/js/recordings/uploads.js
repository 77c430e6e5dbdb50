/** The form that uploads videos, and those that are on their way. */

import { get } from '../api.js';
import { h, mark, match, say } from '../dom.js';
import { changed } from '../store.js';
import { addressOf } from './address.js';
import { ask } from './ask.js';
import { touch } from './known.js';
import { Upload } from './upload.js';
import { bar, CONTAINERS, percent, size, why } from './words.js';

/** Pixels of a side. */
const SIDE = { min: 16, max: 8_192 };

const file = h('input', { id: 'upload-file', type: 'file', multiple: true, required: true, accept: 'video/*,.mkv,.mp4,.mov,.webm,.avi,.ts,.flv', 'aria-describedby': 'upload-hint' });
const container = h(
  'select',
  { id: 'upload-container' },
  ...Object.entries(CONTAINERS).map(([value, { name }]) => h('option', { value }, name)),
);
const width = side('upload-width');
const height = side('upload-height');
const told = h('p', { class: 'told', role: 'status' });
const lines = h('ul', { class: 'upload-lines', 'aria-label': 'Uploads' });

/** The part of the view that uploads. */
export const block = h(
  'form',
  {
    class: 'upload',
    'aria-labelledby': 'upload-title',
    onsubmit: submit,
    ondragover: (event) => over(event, true),
    ondragleave: (event) => block.contains(event.relatedTarget) || over(event, false),
    ondrop: drop,
  },
  h('h2', { id: 'upload-title' }, 'Upload a video'),
  h(
    'div',
    { class: 'upload-fields' },
    field(file, 'Video file'),
    field(container, 'Make it'),
    field(width, 'Width in pixels'),
    field(height, 'Height in pixels'),
    h('button', { type: 'submit', class: 'primary' }, 'Upload'),
  ),
  h('p', { class: 'sessions-note', id: 'upload-hint' }, 'Or drop files here. Without width and height the video keeps its size; one of them alone keeps its shape.'),
  told,
  lines,
);

const uploads = [];
let number = 0;
let isRunning = false;

function side(id) {
  return h('input', { id, type: 'number', min: SIDE.min, max: SIDE.max, step: 2, inputmode: 'numeric', placeholder: 'as it is' });
}

function field(input, name) {
  return h('p', {}, h('label', { for: input.id }, name), input);
}

function over(event, isOver) {
  event.preventDefault(); // else the browser opens the file
  mark(block, 'data-over', isOver);
}

function drop(event) {
  over(event, false);
  if (event.dataTransfer.files.length) {
    file.files = event.dataTransfer.files;
    say(told, `${names([...file.files])} chosen. Press Upload.`);
    told.dataset.how = 'well';
  }
}

function names(files) {
  return files.length === 1 ? files[0].name : `${files.length} files`;
}

async function submit(event) {
  event.preventDefault();
  const files = [...file.files];
  const wanted = { container: container.value };
  width.value && Object.assign(wanted, { width: width.value });
  height.value && Object.assign(wanted, { height: height.value });
  file.value = '';
  say(told, '');
  for (const each of files) {
    if (await mayTake(each)) {
      uploads.push({ key: String((number += 1)), upload: new Upload(each, wanted, changed) });
    }
  }
  changed();
  runAll();
}

/** A video takes the place of another of its name: that is asked first. */
async function mayTake({ name, size: bytes }) {
  if (!bytes) {
    return refuse(`${name} is empty: choose another file.`);
  }
  try {
    const { items } = await get(`/api/recordings?${new URLSearchParams({ label: name })}`);
    if (items.some(({ pinned }) => pinned)) {
      return refuse(`${name} is the name of a pinned recording. Unpin that, or give the file another name.`);
    }
    return (
      !items.length ||
      (await ask({
        title: `Replace ${name}?`,
        text: 'There is a recording of this name. The new one takes its place, and the old video is gone.',
        yes: 'Replace it',
        no: 'Keep the old one',
      }))
    );
  } catch (problem) {
    return refuse(`${name} was not uploaded. ${why(problem)}`);
  }
}

function refuse(text) {
  told.dataset.how = 'badly';
  say(told, text);
  return false;
}

/** One after the other: each gets all that the connection can carry. */
async function runAll() {
  if (isRunning) {
    return;
  }
  isRunning = true;
  addEventListener('beforeunload', warn);
  for (let next = waiting(); next; next = waiting()) {
    await next.upload.run();
    touch(next.upload.recording);
    say(document.getElementById('announcer'), `${next.upload.file.name}: ${words(next.upload, next.upload.file.size)}`);
  }
  removeEventListener('beforeunload', warn);
  isRunning = false;
}

function waiting() {
  return uploads.find(({ upload }) => upload.state === 'waiting');
}

/** The browser asks before an upload is lost. */
function warn(event) {
  event.preventDefault();
}

/** Draws those that are on their way. */
export function draw() {
  match(lines, uploads, ({ key }) => key, line, fill);
}

function line({ upload, key }) {
  return h(
    'li',
    { class: 'upload-line' },
    h('strong', {}, upload.file.name),
    bar(`Upload of ${upload.file.name}`),
    h('span', { class: 'upload-state' }),
    h('a', { hidden: true }, 'Show it'),
    h('button', { type: 'button', onclick: () => end(upload, key) }),
  );
}

function end(upload, key) {
  if (upload.isOver) {
    uploads.splice(uploads.findIndex((each) => each.key === key), 1);
    file.focus();
  } else {
    upload.cancel();
  }
  changed();
}

function fill(element, { upload }) {
  const [, progress, state, link, button] = element.children;
  const { file: { name, size: bytes } } = upload;
  mark(element, 'data-state', upload.state);
  progress.hidden = upload.isOver;
  progress.value = upload.sent / bytes;
  say(state, words(upload, bytes));
  link.hidden = !upload.recording;
  if (upload.recording) {
    mark(link, 'href', addressOf({ id: upload.recording }));
    mark(link, 'aria-label', `Show it: ${name}`);
  }
  say(button, upload.isOver ? 'Close' : 'Cancel');
  mark(button, 'aria-label', upload.isOver ? `Close: upload of ${name}` : `Cancel the upload of ${name}`);
}

function words({ state, sent, reason }, bytes) {
  const far = `${size(sent)} of ${size(bytes)}, ${percent(sent / bytes)}`;
  return {
    waiting: 'Waits for the one before it',
    sending: far,
    broken: `Broken off at ${far}. It goes on by itself. ${reason}`,
    done: `${size(bytes)} uploaded`,
    cancelled: 'Cancelled: nothing of it is kept',
    failed: `Not uploaded. ${reason}`,
  }[state];
}
