/** Elements without innerHTML: names and plates can never become markup. */

const SVG = 'http://www.w3.org/2000/svg';

/** An HTML element with attributes and children; absent children are left out. */
export function h(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** The same for SVG. */
export function s(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (value === true) {
      element.setAttribute(key, '');
    } else if (value !== false && value !== undefined && value !== null) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null));
  return element;
}

/** Sets text only where it differs, so that a screen reader is not disturbed. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Sets an attribute only where it differs. */
export function mark(element, name, value) {
  if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, value);
  }
}

/**
 * Makes the children of a parent match a list, keeping those that stay.
 *
 * @param {Element} parent what holds them
 * @param {Array} items what should be there, in order
 * @param {(item) => string} key what tells one item from another
 * @param {(item) => Element} create a new child
 * @param {(element, item) => void} update called for every child
 */
export function match(parent, items, key, create, update) {
  const had = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let place = parent.firstElementChild;
  for (const item of items) {
    const id = key(item);
    let child = had.get(id);
    had.delete(id);
    if (!child) {
      child = create(item);
      child.dataset.key = id;
    }
    if (child === place) {
      place = place.nextElementSibling;
    } else {
      parent.insertBefore(child, place);
    }
    update(child, item);
  }
  had.forEach((child) => child.remove());
}
