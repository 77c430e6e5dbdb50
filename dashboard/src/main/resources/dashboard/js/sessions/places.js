/** Places as people call them. */

import { store } from '../store.js';

/** A spot is LOT/SPOT: people know the lot by its name. */
export function placeName(location) {
  const [id, ...spot] = location.split('/');
  const lot = store.lots.get(id);
  if (!lot) {
    return location;
  }
  return spot.length ? `${lot.name}, spot ${spot.join('/')}` : lot.name;
}
