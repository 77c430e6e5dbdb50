/** The spots drawn over a camera's frame, each in its state's colour, pattern and sign. */

import { h, mark, match, s, say } from './dom.js';
import { age, words } from './time.js';

const ASPECT = 16 / 9;
const HEIGHT = 1000;

/** One word, its certainty and its age. */
export function describe(watch) {
  const sure = watch.state === 'unknown' ? '' : `, ${percent(watch.confidence)} sure`;
  return `Spot ${watch.spot}, ${watch.lot}: ${watch.state}${sure}, for ${words(age(watch.since))}`;
}

/** A confidence in words. */
export function percent(confidence) {
  return `${Math.floor(confidence * 100)} %`;
}

/** An SVG that lies over an image and a tooltip that follows the pointer and the focus. */
export class Overlay {
  #image;
  #spots = s('g', {});
  #aspect = ASPECT;
  #watches = [];
  #focused = null;
  #told = null;

  constructor(image) {
    this.#image = image;
    this.svg = s(
      'svg',
      {
        class: 'overlay',
        role: 'group',
        preserveAspectRatio: 'none',
        onkeydown: (event) => this.#move(event),
        onpointerleave: () => this.#hide(),
        onfocusout: () => this.#hide(),
      },
      s('defs', {}, hatch('hatch-occupied', 14, 45), hatch('hatch-unknown', 22, -45)),
      this.#spots,
    );
    this.tip = h('div', { class: 'tip', hidden: true, 'aria-hidden': 'true' });
    image.addEventListener('load', () => {
      this.#aspect = image.naturalWidth / image.naturalHeight || ASPECT;
      this.#place();
    });
    this.#place();
  }

  draw(camera, watches) {
    this.#watches = watches;
    mark(
      this.svg,
      'aria-label',
      `${watches.length} spots of camera ${camera.id}; arrow keys go from spot to spot`,
    );
    if (!watches.some((watch) => id(watch) === this.#focused)) {
      this.#focused = watches.length ? id(watches[0]) : null;
    }
    match(this.#spots, watches, id, () => this.#spot(), (group, watch) => this.#update(group, watch));
    const told = watches.find((watch) => id(watch) === this.#told);
    if (told) {
      this.#fillTip(told);
    } else {
      this.#hide();
    }
  }

  #place() {
    this.svg.setAttribute('viewBox', `0 0 ${HEIGHT * this.#aspect} ${HEIGHT}`);
    this.#image.parentElement?.style.setProperty('--aspect', this.#aspect);
    [...this.#spots.children].forEach((group) => delete group.dataset.outline);
    if (this.#watches.length) {
      this.#watches.forEach((watch, i) => this.#update(this.#spots.children[i], watch));
    }
  }

  #spot() {
    const group = s(
      'g',
      { class: 'spot', role: 'img' },
      s('polygon', { class: 'ground' }),
      s('polygon', { class: 'edge' }),
      s('g', { class: 'symbol' }),
    );
    const told = () => this.#show(group.dataset.key);
    group.addEventListener('pointerenter', told);
    group.addEventListener('focus', () => {
      this.#focused = group.dataset.key;
      told();
    });
    return group;
  }

  #update(group, watch) {
    const outline = JSON.stringify(watch.outline);
    if (group.dataset.outline !== outline) {
      group.dataset.outline = outline;
      const corners = watch.outline.map(([x, y]) => [x * HEIGHT * this.#aspect, y * HEIGHT]);
      const points = corners.map((corner) => corner.join()).join(' ');
      group.querySelectorAll('polygon').forEach((polygon) => polygon.setAttribute('points', points));
      const [x, y, size] = middle(corners);
      group.querySelector('.symbol').setAttribute('transform', `translate(${x} ${y}) scale(${size})`);
      delete group.dataset.state;
    }
    if (group.dataset.state !== watch.state) {
      group.dataset.state = watch.state;
      group.querySelector('.symbol').replaceChildren(...SYMBOLS[watch.state]());
    }
    mark(group, 'aria-label', describe(watch));
    mark(group, 'tabindex', id(watch) === this.#focused ? 0 : -1);
  }

  #move(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') {
      this.#hide();
    } else if (step || event.key === 'Home' || event.key === 'End') {
      event.preventDefault();
      const groups = [...this.#spots.children];
      const now = groups.findIndex((group) => group.dataset.key === this.#focused);
      const next = { Home: 0, End: groups.length - 1 }[event.key] ?? now + step;
      const group = groups[(next + groups.length) % groups.length];
      groups.forEach((each) => mark(each, 'tabindex', each === group ? 0 : -1));
      group.focus();
    }
  }

  #show(key) {
    const watch = this.#watches.find((each) => id(each) === key);
    const group = [...this.#spots.children].find((each) => each.dataset.key === key);
    if (!watch || !group) {
      return;
    }
    this.#told = key;
    this.#fillTip(watch);
    this.tip.hidden = false;
    const stage = this.svg.getBoundingClientRect();
    const box = group.querySelector('.edge').getBoundingClientRect();
    const half = this.tip.offsetWidth / 2 + 4;
    const x = box.left + box.width / 2 - stage.left;
    const above = box.top - stage.top > this.tip.offsetHeight + 12;
    this.tip.style.left = `${Math.min(Math.max(x, half), Math.max(half, stage.width - half))}px`;
    this.tip.style.top = `${above ? box.top - stage.top - 8 : box.bottom - stage.top + 8}px`;
    this.tip.dataset.above = above;
  }

  #fillTip(watch) {
    if (!this.tip.firstChild) {
      this.tip.append(h('strong', {}), h('span', { class: 'tip-state' }), h('span', {}), h('span', {}));
    }
    const [name, state, since, seen] = this.tip.children;
    say(name, `Spot ${watch.spot} · ${watch.lot}`);
    mark(state, 'data-state', watch.state);
    say(
      state,
      watch.state === 'unknown' ? 'unknown' : `${watch.state}, ${percent(watch.confidence)} sure`,
    );
    say(since, `for ${words(age(watch.since))}`);
    say(seen, watch.seenAt ? `last judged ${words(age(watch.seenAt))} ago` : 'never judged');
  }

  #hide() {
    this.#told = null;
    this.tip.hidden = true;
  }
}

function id(watch) {
  return `${watch.lot}/${watch.spot}`;
}

function hatch(name, gap, angle) {
  return s(
    'pattern',
    { id: name, width: gap, height: gap, patternUnits: 'userSpaceOnUse', patternTransform: `rotate(${angle})` },
    s('rect', { width: gap, height: gap, class: 'hatch-ground' }),
    s('rect', { width: gap * 0.36, height: gap, class: 'hatch-line' }),
  );
}

/** Where a sign stands, and how large: by the area of the outline, so that it stays inside. */
function middle(corners) {
  let doubled = 0;
  let x = 0;
  let y = 0;
  corners.forEach(([x1, y1], i) => {
    const [x2, y2] = corners[(i + 1) % corners.length];
    const cross = x1 * y2 - x2 * y1;
    doubled += cross;
    x += (x1 + x2) * cross;
    y += (y1 + y2) * cross;
  });
  const area = Math.abs(doubled / 2);
  const size = Math.min(34, Math.max(9, Math.sqrt(area) * 0.2));
  return doubled === 0 ? [...corners[0], size] : [x / (3 * doubled), y / (3 * doubled), size];
}

/** Signs one unit in radius, about the origin. */
const SYMBOLS = {
  free: () => [s('circle', { class: 'free-sign', r: 0.85 })],
  occupied: () => [s('rect', { class: 'occupied-sign', x: -0.8, y: -0.8, width: 1.6, height: 1.6, rx: 0.25 })],
  unknown: () => [
    s('circle', { class: 'unknown-sign', r: 1 }),
    s('text', { class: 'unknown-mark', y: 0.5, 'text-anchor': 'middle', 'font-size': 1.5 }, '?'),
  ],
};
