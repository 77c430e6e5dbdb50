/** The finished video: played as the file that it is or else as HLS, and in any case to download. */

import { url } from '../api.js';
import { h, say } from '../dom.js';
import { seekBar } from './seek.js';
import { CONTAINERS, size } from './words.js';

/** What is wrong by the code of a media error: the network, or else the video. */
const NETWORK = 2;

const HLS_TYPE = 'application/vnd.apple.mpegurl';

/** A long video takes a while until it is ready: its play list is asked for again. */
const PLAYLIST_POLICY = {
  default: {
    maxTimeToFirstByteMs: 30_000,
    maxLoadTimeMs: 60_000,
    timeoutRetry: { maxNumRetry: 4, retryDelayMs: 1_000, maxRetryDelayMs: 8_000 },
    errorRetry: { maxNumRetry: 8, retryDelayMs: 1_000, maxRetryDelayMs: 8_000 },
  },
};

const BROKEN = 'The video could not be fetched any further. Reload the page to try again.';
const UNFIT = 'This browser cannot play the video. Download it and play it with another program, or reload the page to try again.';

const note = h('p', { class: 'sessions-note', role: 'status' });
const download = h('a', { class: 'choice' });
const place = h('div', { class: 'recording-video' });

/** The part of a recording that shows its video. */
export const block = h('div', { class: 'recording-player', hidden: true }, place, note, h('p', {}, download));

let shown = '';

/** What plays HLS now; null while nothing does. */
let player = null;

/** Draws the video of a recording that is completed, or that a camera makes, once; nothing of another one. */
export function draw(recording) {
  const isThere = recording?.status === 'completed' || isOfPieces(recording);
  block.hidden = !isThere;
  const key = isThere ? `${recording.id} ${isOfPieces(recording)} ${recording.resultBytes}` : '';
  if (shown === key) {
    return;
  }
  shown = key;
  stop();
  if (isThere) {
    show(recording);
  }
}

/** Whether it is what a camera has recorded, and no file yet: it is played piece by piece. */
function isOfPieces(recording) {
  return Boolean(recording?.camera) && recording.status !== 'completed';
}

/** A video that nobody sees is not fetched any further. */
function stop() {
  player?.destroy();
  player = null;
  const video = place.firstElementChild;
  if (video) {
    video.pause();
    video.removeAttribute('src');
    video.load();
  }
  place.replaceChildren();
}

function show(recording) {
  const { id, label, wanted, resultBytes } = recording;
  const container = wanted?.container ?? 'mp4';
  const address = url(`/api/recordings/${encodeURIComponent(id)}/video`);
  const name = `${label.replace(/(.)\.[^.]*$/, '$1')}.${container}`;
  download.href = address;
  download.download = name;
  say(download, `Download ${name}${resultBytes ? ` (${size(resultBytes)})` : ''}`);
  download.parentElement.hidden = isOfPieces(recording);
  say(note, '');
  const video = h('video', { controls: true, preload: 'metadata', playsinline: true, 'aria-label': `Video ${label}`, onerror: failed });
  place.append(video);
  const folder = `/api/recordings/${encodeURIComponent(id)}/hls`;
  if (!isOfPieces(recording)) {
    video.classList.add('has-seek-bar');
    place.append(seekBar(video, folder));
  }
  if (CONTAINERS[container]?.isPlayed && !isOfPieces(recording)) {
    video.src = address;
  } else {
    showHls(video, url(`${folder}/index.m3u8`));
  }
}

/** By the library where it runs, since it says what is wrong; else as the browser itself does. */
async function showHls(video, address) {
  const { default: Hls } = await import('../../vendor/hls/hls.min.mjs');
  if (!video.isConnected) {
    return; // somebody looks at another one by now
  }
  if (!Hls.isSupported()) {
    video.canPlayType(HLS_TYPE) ? (video.src = address) : say(note, UNFIT);
    return;
  }
  const hls = new Hls({ enableWorker: false, manifestLoadPolicy: PLAYLIST_POLICY });
  player = hls;
  hls.on(Hls.Events.ERROR, (event, { fatal, type }) => {
    if (fatal) {
      say(note, type === Hls.ErrorTypes.NETWORK_ERROR ? BROKEN : UNFIT);
    }
  });
  hls.loadSource(address);
  hls.attachMedia(video);
}

function failed({ currentTarget: { error } }) {
  if (error) {
    say(note, error.code === NETWORK ? BROKEN : UNFIT);
  }
}
