// Exact decimals as BigInt and scale, with the limits of the program's own: 96 bits, 28 decimals. A result that does not fit is
// refused, never rounded, so that the form and the program answer alike. Binary floats are nowhere.

const MOST = 2n ** 96n - 1n;
const MOST_DECIMALS = 28;

/** Why something is not known, as it prints; `open`: the standard itself leaves it open. */
export class Gap extends Error {
  constructor(text, open = false) {
    super(text);
    this.text = text;
    this.open = open;
  }

  /** The sentence with what follows from it. */
  sentence() {
    return `${this.text}，${this.open ? '待定' : '待补数据'}`;
  }
}

function tooLong() {
  return new Gap('数的位数过多，无法精确计算');
}

/** The value of `work`, or null where it meets a gap. */
export function tried(work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof Gap) return null;
    throw error;
  }
}

const power = (digits) => 10n ** BigInt(digits);
const abs = (n) => (n < 0n ? -n : n);

/** Without idle zeros. */
function normal(n, s) {
  while (s > 0 && n % 10n === 0n) {
    n /= 10n;
    s -= 1;
  }
  return { n, s };
}

function fitting(n, s) {
  if (abs(n) > MOST || s > MOST_DECIMALS) throw tooLong();
  return normal(n, s);
}

export const ZERO = { n: 0n, s: 0 };
export const ONE = { n: 1n, s: 0 };
const HUNDRED = { n: 100n, s: 0 };

/** A whole number of JavaScript. */
export const whole = (count) => ({ n: BigInt(count), s: 0 });

/** Digits as written, idle zeros included; null when it is no number or has too many digits. */
function written(text) {
  const [, sign, before, after] = /^([+-]?)(?=[0-9]|\.[0-9])([0-9_]*)(?:\.([0-9_]*))?$/.exec(text) ?? [];
  if (sign === undefined) return null;
  const left = before.replaceAll('_', '');
  const right = (after ?? '').replaceAll('_', '');
  const n = BigInt(left + right || '0');
  if (n > MOST || right.length > MOST_DECIMALS) return null;
  return { n: sign === '-' ? -n : n, s: right.length };
}

/** Reads `38.5`; null when it is no number. */
export function parse(text) {
  const number = written(text);
  return number && normal(number.n, number.s);
}

/** Reads a number with or without per-cent sign, 5% as 0.05; null when it is none. */
export function parseAmount(text) {
  const plain = text.trim();
  const percent = plain.endsWith('%');
  const number = written(percent ? plain.slice(0, -1).trimEnd() : plain);
  if (!number || (percent && number.s + 2 > MOST_DECIMALS)) return null;
  return { value: normal(number.n, percent ? number.s + 2 : number.s), percent };
}

/** As it prints: no exponent, no idle zeros. */
export function show({ n, s }) {
  const digits = abs(n).toString().padStart(s + 1, '0');
  const text = s === 0 ? digits : `${digits.slice(0, -s)}.${digits.slice(-s)}`;
  return n < 0n ? `-${text}` : text;
}

/** Below 0, 0, or above 0, as `a` is less than, equal to, or more than `b`. */
export function compare(a, b) {
  const s = Math.max(a.s, b.s);
  const [x, y] = [a.n * power(s - a.s), b.n * power(s - b.s)];
  return x < y ? -1 : Number(x > y);
}

export const isZero = (a) => a.n === 0n;
export const isNegative = (a) => a.n < 0n;
export const negated = (a) => ({ n: -a.n, s: a.s });
export const least = (a, b) => (compare(a, b) <= 0 ? a : b);
export const most = (a, b) => (compare(a, b) >= 0 ? a : b);
export const clamp = (value, low, high) => least(most(value, low), high);

/** The exact sum. */
export function add(a, b) {
  const s = Math.max(a.s, b.s);
  return fitting(a.n * power(s - a.s) + b.n * power(s - b.s), s);
}

/** The exact difference. */
export const sub = (a, b) => add(a, negated(b));

/** The exact product. */
export function mul(a, b) {
  return isZero(a) || isZero(b) ? ZERO : fitting(a.n * b.n, a.s + b.s);
}

/** The exact sum of many. */
export const sum = (values) => values.reduce(add, ZERO);

/** The whole part of `a ÷ b` for `a` not negative and `b` positive, and what remains. */
export function wholeSteps(a, b) {
  if (b.n <= 0n || a.n < 0n) throw tooLong();
  const s = Math.max(a.s, b.s);
  const [x, y] = [a.n * power(s - a.s), b.n * power(s - b.s)];
  const rest = normal(x % y, s);
  sub(a, rest);
  return { steps: fitting(x / y, 0), rest };
}

/** `num ÷ den` rounded once, from the exact quotient. `den` is positive. */
export function quotient(num, den, digits, mode) {
  if (digits > MOST_DECIMALS) throw tooLong();
  const unit = { n: 1n, s: digits };
  const step = mul(den, unit);
  const { steps, rest } = wholeSteps({ n: abs(num.n), s: num.s }, step);
  const half = compare(mul(rest, whole(2)), step);
  // Normal numbers lose zeros only behind the point: a whole number keeps its last digit.
  const odd = steps.n % 2n === 1n;
  const up = {
    half_up: half >= 0,
    half_even: half > 0 || (half === 0 && odd),
    down: false,
    up: !isZero(rest),
  }[mode];
  const value = mul(up ? add(steps, ONE) : steps, unit);
  return isNegative(num) ? negated(value) : value;
}

/** A hundredth, exactly. */
export const hundredth = (a) => mul(a, { n: 1n, s: 2 });

/** A hundred times as much, exactly. */
export const hundredfold = (a) => mul(a, HUNDRED);
