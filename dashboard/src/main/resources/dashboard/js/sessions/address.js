/** What the view of the sessions is asked to show: the address says it. */

const STATES = ['active', 'ended', 'history'];

/** What the address asks for. */
export function wanted() {
  const query = new URLSearchParams(location.hash.split('?')[1] ?? '');
  const state = query.get('state');
  const text = (name) => query.get(name) ?? '';
  return {
    state: STATES.includes(state) ? state : 'active',
    place: text('place'),
    plate: text('plate'),
    lot: text('lot'),
    from: text('from'),
    to: text('to'),
    id: text('id'),
  };
}

/** The address of what is asked for. */
export function address(asked) {
  const query = new URLSearchParams();
  const names = asked.state === 'history' ? ['lot', 'place', 'plate', 'from', 'to'] : ['place', 'plate'];
  asked.state !== 'active' && query.set('state', asked.state);
  names.filter((name) => asked[name]).forEach((name) => query.set(name, asked[name]));
  const text = query.toString();
  return text ? `#sessions?${text}` : '#sessions';
}

/** The address of one session. */
export function addressOf({ id }) {
  return `#sessions?${new URLSearchParams({ id })}`;
}
