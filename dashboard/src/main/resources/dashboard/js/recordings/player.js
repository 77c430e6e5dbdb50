/** The finished video, played where a browser can, and in any case to download. */

import { url } from '../api.js';
import { h, say } from '../dom.js';
import { CONTAINERS, size } from './words.js';

/** What is wrong by the code of a media error: the network, or else the video. */
const NETWORK = 2;

const note = h('p', { class: 'sessions-note', role: 'status' });
const download = h('a', { class: 'choice' });
const place = h('div', { class: 'recording-video' });

/** The part of a recording that shows its video. */
export const block = h('div', { class: 'recording-player', hidden: true }, place, note, h('p', {}, download));

let shown = '';

/** Draws the video of a completed recording, once; nothing of another one. */
export function draw(recording) {
  const isThere = recording?.status === 'completed';
  block.hidden = !isThere;
  const key = isThere ? `${recording.id} ${recording.changedAt}` : '';
  if (shown === key) {
    return;
  }
  shown = key;
  stop();
  if (isThere) {
    show(recording);
  }
}

/** A video that nobody sees is not fetched any further. */
function stop() {
  const video = place.firstElementChild;
  if (video) {
    video.pause();
    video.removeAttribute('src');
    video.load();
    video.remove();
  }
}

function show({ id, label, wanted, resultBytes }) {
  const container = wanted?.container ?? 'mp4';
  const address = url(`/api/recordings/${encodeURIComponent(id)}/video`);
  const name = `${label.replace(/(.)\.[^.]*$/, '$1')}.${container}`;
  download.href = address;
  download.download = name;
  say(download, `Download ${name}${resultBytes ? ` (${size(resultBytes)})` : ''}`);
  if (CONTAINERS[container]?.isPlayed) {
    say(note, '');
    place.append(
      h('video', { controls: true, preload: 'metadata', playsinline: true, src: address, 'aria-label': `Video ${label}`, onerror: failed }),
    );
  } else {
    say(note, `Browsers do not play ${container.toUpperCase()} files. Download it, or upload it again as MP4 to see it here.`);
  }
}

function failed({ currentTarget: { error } }) {
  if (error) {
    const isCut = error.code === NETWORK;
    say(
      note,
      isCut
        ? 'The video could not be fetched any further. Reload the page to try again.'
        : 'This browser cannot play the video. Download it and play it with another program, or reload the page to try again.',
    );
  }
}
