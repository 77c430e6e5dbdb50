/** The form to make a reservation for a plate, or to cancel it. */

import { post, Refusal, remove } from './api.js';
import { h, say } from './dom.js';
import { clock } from './time.js';

const PLATE_LENGTH_MAX = 32;

/** A form that opens under a lot's card. */
export function reserveForm(lot) {
  const path = `/api/lots/${encodeURIComponent(lot)}/reservations`;
  const input = h('input', {
    id: `plate-${lot}`,
    name: 'plate',
    required: true,
    maxlength: PLATE_LENGTH_MAX,
    autocomplete: 'off',
    autocapitalize: 'characters',
    spellcheck: 'false',
    placeholder: 'M-AB 1234',
  });
  const told = h('p', { class: 'told', role: 'status' });
  const run = async (event, task) => {
    event.preventDefault();
    const plate = input.value.trim();
    if (!plate) {
      input.focus();
      return;
    }
    try {
      tell(told, await task(plate), 'well');
    } catch (problem) {
      tell(told, reason(problem), 'badly');
    }
  };
  const reserve = async (plate) => {
    const held = await post(path, { plate });
    return `Held until ${clock(held.until)}.`;
  };
  const cancel = async (plate) => {
    await remove(`${path}/${encodeURIComponent(plate)}`);
    return 'Given back.';
  };
  return h(
    'details',
    { class: 'reserve' },
    h('summary', {}, 'Reserve a spot'),
    h(
      'form',
      { onsubmit: (event) => run(event, reserve) },
      h('label', { for: `plate-${lot}` }, 'Licence plate'),
      h(
        'div',
        { class: 'reserve-row' },
        input,
        h('button', { type: 'submit', class: 'primary' }, 'Reserve'),
        h('button', { type: 'button', onclick: (event) => run(event, cancel) }, 'Cancel it'),
      ),
      told,
    ),
  );
}

function tell(told, text, how) {
  told.dataset.how = how;
  say(told, text);
}

function reason(problem) {
  if (problem instanceof Refusal) {
    return problem.message.charAt(0).toUpperCase() + problem.message.slice(1);
  }
  return 'The server could not be reached.';
}
