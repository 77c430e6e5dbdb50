/** Money in words. */

/**
 * How many digits the minor units of a currency have where it is not 2: ISO 4217, list one, as the server's `Money`
 * has it. Browsers follow the habits of shops instead: they would take 100 fillér for a whole forint and more.
 */
const DIGITS = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3]),
  ['CLF', 4],
]);

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
    const digits = DIGITS.get(currency) ?? 2;
    const written = new Intl.NumberFormat([], {
      style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits,
    });
    return { format: (amount) => written.format(amount), unit: 10 ** digits, digits };
  } catch {
    // Not a code of ISO 4217: nobody knows its minor units.
    return { format: (amount) => `${amount} ${currency}`, unit: 1, digits: 0 };
  }
}
