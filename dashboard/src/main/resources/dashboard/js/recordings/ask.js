/** Asks before something is done that cannot be undone. */

import { h } from '../dom.js';

/**
 * Shows a question and waits for the answer; Escape is no.
 *
 * @param {{title, text, yes, no}} question yes and no are what the buttons say
 * @returns {Promise<boolean>} whether it is to be done
 */
export function ask({ title, text, yes, no }) {
  const dialog = h(
    'dialog',
    { class: 'ask', 'aria-labelledby': 'ask-title', 'aria-describedby': 'ask-text' },
    h('h2', { id: 'ask-title' }, title),
    h('p', { id: 'ask-text' }, text),
    h(
      'p',
      { class: 'recording-buttons' },
      h('button', { type: 'button', autofocus: true, onclick: () => dialog.close('no') }, no),
      h('button', { type: 'button', class: 'danger', onclick: () => dialog.close('yes') }, yes),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
  });
}
