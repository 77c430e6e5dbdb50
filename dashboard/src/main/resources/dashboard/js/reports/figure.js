/** A chart with its numbers: drawn for those who look, as a table for those who read, as a file for those who count. */

import { h, mark, say } from '../dom.js';

/** A figure whose chart, table and file show the same rows. */
export class Figure {
  #chart;
  #title;
  #head = h('tr', {});
  #body = h('tbody', {});
  #empty = h('p', { class: 'figure-empty', hidden: true });
  #table;
  #toggle;
  #rows = [];
  #columns = [];
  #isTable = false;

  /**
   * @param {string} id tells it from the other figures
   * @param {string} title what it shows
   * @param {{element: HTMLElement, draw: (report) => void}} chart draws it
   */
  constructor(id, title, chart) {
    this.#chart = chart;
    this.#title = title;
    this.#toggle = h('button', { type: 'button', 'aria-pressed': 'false', onclick: () => this.#turn() }, 'Table');
    this.#table = h(
      'div',
      { class: 'figure-table', tabindex: 0, role: 'region', 'aria-label': `Table: ${title}`, hidden: true },
      h('table', {}, h('thead', {}, this.#head), this.#body),
    );
    this.element = h(
      'figure',
      { class: 'figure', id: `figure-${id}` },
      h(
        'figcaption',
        {},
        h('h2', {}, title),
        h(
          'span',
          { class: 'figure-tools' },
          this.#toggle,
          h('button', { type: 'button', onclick: () => this.#save(id) }, 'CSV'),
        ),
      ),
      this.#empty,
      chart.element,
      this.#table,
    );
  }

  /**
   * Shows a report.
   *
   * @param {object} report what the chart draws
   * @param {[string, (row) => string|number][]} columns of the table
   * @param {object[]} rows of the table
   * @param {string} nothing what is said if there are none
   */
  draw(report, columns, rows, nothing) {
    this.#rows = rows;
    this.#columns = columns;
    say(this.#empty, nothing);
    this.#empty.hidden = rows.length > 0;
    this.element.querySelectorAll('.figure-tools button').forEach((button) => {
      button.disabled = rows.length === 0;
    });
    this.#show();
    if (rows.length) {
      this.#chart.draw(report);
    }
    this.#head.replaceChildren(...columns.map(([name]) => h('th', { scope: 'col' }, name)));
    this.#fill();
  }

  #fill() {
    this.#body.replaceChildren(
      ...(this.#isTable ? this.#rows : []).map((row) =>
        h('tr', {}, ...this.#columns.map(([, value], i) => h(i ? 'td' : 'th', i ? {} : { scope: 'row' }, String(value(row))))),
      ),
    );
  }

  #turn() {
    this.#isTable = !this.#isTable;
    mark(this.#toggle, 'aria-pressed', this.#isTable);
    this.#fill();
    this.#show();
  }

  #show() {
    const some = this.#rows.length > 0;
    this.#table.hidden = !some || !this.#isTable;
    this.#chart.element.hidden = !some || this.#isTable;
  }

  #save(id) {
    const lines = [
      this.#columns.map(([name]) => name),
      ...this.#rows.map((row) => this.#columns.map(([, value, exact]) => (exact ?? value)(row))),
    ];
    const text = lines.map((line) => line.map(cell).join(',')).join('\r\n');
    const url = URL.createObjectURL(new Blob([text, '\r\n'], { type: 'text/csv' }));
    h('a', { href: url, download: `lotwatch-${id}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }
}

/** A cell as RFC 4180 has it; one that a spreadsheet would take for a formula begins with an apostrophe. */
function cell(value) {
  const text = String(value ?? '');
  const safe = /^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
