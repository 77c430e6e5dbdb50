/** Which view is shown: the address says it. The module of a view is loaded when it is first opened. */

import { h, say } from './dom.js';
import { changed, store } from './store.js';

const VIEWS = {
  now: { title: 'Lotwatch' },
  sessions: { title: 'Sessions - Lotwatch', load: () => import('./sessions/view.js') },
  recordings: {
    title: 'Recordings - Lotwatch',
    load: () => import('./recordings/view.js'),
    styles: ['css/recordings.css'],
  },
  reports: {
    title: 'Reports - Lotwatch',
    load: () => import('./reports/view.js'),
    styles: ['vendor/uplot/uPlot.min.css', 'css/reports.css'],
  },
};

/** Shows the view of the address, and goes on doing so when it changes. */
export function followAddress() {
  addEventListener('hashchange', show);
  show();
}

function show() {
  const asked = /^#(\w+)(\?|$)/.exec(location.hash)?.[1];
  const view = Object.hasOwn(VIEWS, asked ?? '') ? asked : 'now';
  store.view = view;
  document.title = VIEWS[view].title;
  document.querySelectorAll('[data-part]').forEach((part) => {
    part.hidden = part.dataset.part !== view;
  });
  document.querySelectorAll('[data-opens]').forEach((link) => {
    if (link.dataset.opens === view) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  });
  openView(view);
  changed();
}

async function openView(view) {
  const { load, styles } = VIEWS[view];
  if (!load) {
    return;
  }
  try {
    await Promise.all((styles ?? []).map(addStyle));
    (await load()).open();
  } catch (problem) {
    const state = document.getElementById(`${view}-state`);
    state.hidden = false;
    say(state, `This view could not be loaded. Reload the page to try again. (${problem.message})`);
  }
}

function addStyle(path) {
  if (document.querySelector(`link[href="${path}"]`)) {
    return undefined;
  }
  return new Promise((resolve, reject) => {
    const fail = (link) => {
      link.remove();
      reject(new Error(`${path} is not there`));
    };
    const link = h('link', { rel: 'stylesheet', href: path, onload: resolve, onerror: () => fail(link) });
    document.head.append(link);
  });
}
