/** The nodes of a cluster: who leads, who is heard, who holds which camera. */

import { get, reasons } from './api.js';
import { h, mark, match, say } from './dom.js';
import { changed, store } from './store.js';
import { age, words } from './time.js';

const LOOK_MILLIS = 2_000;
const COLUMNS = ['Node', 'Role', 'Heard', 'There for', 'Events behind', 'Cameras'];

/** Looks every two seconds while somebody can see it. */
export function watchNodes() {
  look();
  setInterval(() => document.visibilityState === 'visible' && look(), LOOK_MILLIS);
}

async function look() {
  try {
    [store.cluster, store.reasons] = await Promise.all([get('/api/nodes'), reasons()]);
    changed();
  } catch {
    // The connection's own sign tells it.
  }
}

/** A node on its own has nothing to show. */
export function drawNodes({ cluster }) {
  const section = document.getElementById('nodes');
  section.hidden = !cluster || (cluster.members.length < 2 && cluster.nodes.length < 2);
  if (section.hidden) {
    return;
  }
  const rows = section.querySelector('tbody') ?? table(section);
  say(
    document.getElementById('nodes-state'),
    cluster.leader ? `${cluster.leader} leads, term ${cluster.term}` : 'No leader: nothing can be reserved now',
  );
  mark(section, 'data-led', Boolean(cluster.leader));
  match(rows, nodes(cluster), (node) => node.address, row, fill);
}

/** Those that are there, and those that vote and are not. */
function nodes(cluster) {
  const there = new Set(cluster.nodes.map((node) => node.address));
  const missing = new Map(cluster.missing.map((node) => [node.address, node]));
  const silent = cluster.members.filter((address) => !there.has(address));
  return [
    ...cluster.nodes.map((node) => ({
      ...node,
      role: node.leads ? 'leader' : cluster.members.includes(node.address) ? 'follower' : 'outside',
      self: node.id === cluster.self,
    })),
    ...silent.map((address) => ({ id: address, ...missing.get(address), address, role: 'missing', cameras: [] })),
  ];
}

function table(section) {
  const rows = h('tbody', {});
  section.append(
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Table of nodes' },
      h(
        'table',
        { class: 'nodes-table' },
        h('thead', {}, h('tr', {}, ...COLUMNS.map((name) => h('th', { scope: 'col' }, name)))),
        rows,
      ),
    ),
  );
  return rows;
}

function row() {
  return h('tr', {}, h('th', { scope: 'row' }), ...COLUMNS.slice(1).map(() => h('td', {})));
}

function fill(element, node) {
  const [name, role, heard, since, behind, cameras] = element.children;
  mark(element, 'data-role', node.role);
  if (node.page && !name.firstElementChild) {
    name.append(h('a', { href: node.page }));
  }
  say(name.firstElementChild ?? name, node.self ? `${node.id} (this one)` : node.id);
  say(role, node.role);
  say(heard, node.heardAt ? `${words(age(node.heardAt))} ago` : 'not now');
  say(since, node.since ? words(age(node.since)) : '–');
  say(behind, node.behind === undefined ? '–' : String(node.behind));
  say(cameras, node.cameras.join(', ') || 'none');
}
