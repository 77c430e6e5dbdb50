/** Money in words. */

const FORMATS = new Map();

/** An amount in minor units, as the viewer's language writes it. */
export function money(minor, currency) {
  const { format, unit } = FORMATS.get(currency) ?? learn(currency);
  return format(minor / unit);
}

/** The same as a number that programs read: a point before the minor units, nothing else. */
export function amount(minor, currency) {
  const { digits } = FORMATS.get(currency) ?? learn(currency);
  return (minor / 10 ** digits).toFixed(digits);
}

/** What these sessions cost together: an amount for each currency. */
export function total(sessions) {
  const sums = new Map();
  for (const { cost, currency } of sessions) {
    sums.set(currency, (sums.get(currency) ?? 0) + cost);
  }
  return [...sums].sort().map(([currency, sum]) => money(sum, currency)).join(' + ');
}

function learn(currency) {
  const learned = formatOf(currency);
  FORMATS.set(currency, learned);
  return learned;
}

function formatOf(currency) {
  try {
    const written = new Intl.NumberFormat([], { style: 'currency', currency });
    const digits = written.resolvedOptions().maximumFractionDigits;
    return { format: (amount) => written.format(amount), unit: 10 ** digits, digits };
  } catch {
    // Not a code of ISO 4217: nobody knows its minor units.
    return { format: (amount) => `${amount} ${currency}`, unit: 1, digits: 0 };
  }
}
