/** Which view is shown: the address says it. The module of a view is loaded when it is first opened. */

import { say } from './dom.js';
import { changed, store } from './store.js';

const VIEWS = {
  now: { title: 'Lotwatch', open: () => {} },
  sessions: { title: 'Sessions - Lotwatch', open: openSessions },
};

/** Shows the view of the address, and goes on doing so when it changes. */
export function followAddress() {
  addEventListener('hashchange', show);
  show();
}

function show() {
  const view = /^#sessions(\?|$)/.test(location.hash) ? 'sessions' : 'now';
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
  VIEWS[view].open();
  changed();
}

async function openSessions() {
  try {
    const { open } = await import('./sessions/view.js');
    open();
  } catch (problem) {
    const state = document.getElementById('sessions-state');
    state.hidden = false;
    say(state, `This view could not be loaded. Reload the page to try again. (${problem.message})`);
  }
}
