// Facts with three values: known, or unknown with the reason. Declared by the point, overridden by each later round.
// A value is {number: '98.5'}, {yes: true}, {text: '…'} or {list: ['…']}; a mapping is a list of pairs, which keeps its order and
// knows no names of its own.

import { Gap, ZERO, add, compare, hundredth, isNegative, parse, parseAmount, show, tried } from './decimal.js';

/** The value of a key in a list of pairs. */
export const get = (pairs, key) => pairs?.find(([name]) => name === key)?.[1];

/** A fact as it prints. */
export function showFact(value, unit) {
  if (value.number !== undefined) return `${show(parse(value.number))}${unit}`;
  if (value.yes !== undefined) return value.yes ? '是' : '否';
  if (value.text !== undefined) return value.text;
  return value.list.length === 0 ? '无' : value.list.join('、');
}

/** The number of a fact in `unit`, or null when it is none. */
export function numberOf(value, unit) {
  if (value.number !== undefined) {
    const number = parse(value.number);
    return unit === '%' ? tried(() => hundredth(number)) : number;
  }
  const read = value.text === undefined ? null : parseAmount(value.text);
  return read?.percent ? read.value : null;
}

const noData = (name) => new Gap(`没有“${name}”的数据`);

/** Where the facts of one case come from; the earliest round comes first in `layers`. */
export class Facts {
  constructor(standard, layers, point, place) {
    Object.assign(this, { standard, layers, point, place });
  }

  /** A channel's name from the catalog; its id where the catalog does not know it. */
  channel(id) {
    return this.place.channels.find((c) => c.id === id)?.name ?? `渠道${id}`;
  }

  declared(name) {
    const definition = get(this.standard.facts, name);
    return definition && get(this.point?.facts, definition.from ?? name);
  }

  measured(name) {
    for (const layer of [...this.layers].reverse()) {
      const value = get(layer.facts, name);
      if (value) return value;
    }
    return undefined;
  }

  /** The value that counts: the latest round's, else what was declared. */
  value(name) {
    return this.measured(name) ?? this.declared(name);
  }

  unit(name) {
    return get(this.standard.facts, name)?.unit ?? '';
  }

  /** A fact for people: declared, and what each round found. */
  found(name) {
    const unit = this.unit(name);
    const declared = this.declared(name);
    const rounds = this.layers.map((layer) => [layer.round, get(layer.facts, name)]).filter(([, value]) => value);
    const same = (a, b) => {
      const [x, y] = [numberOf(a, unit), numberOf(b, unit)];
      return x && y ? compare(x, y) === 0 : showFact(a, unit) === showFact(b, unit);
    };
    const counts = rounds[rounds.length - 1]?.[1];
    const others = [...(declared ? [declared] : []), ...rounds.map(([, value]) => value)];
    return {
      name,
      declared: declared ? showFact(declared, unit) : null,
      rounds: rounds.map(([round, value]) => [round, showFact(value, unit)]),
      differs: counts !== undefined && others.some((other) => !same(other, counts)),
    };
  }

  /** A fact as a number that is not negative, and as it prints. */
  number(name) {
    const value = this.value(name);
    if (!value) throw noData(name);
    const unit = this.unit(name);
    const number = numberOf(value, unit);
    if (!number) throw new Gap(`“${name}”写的是“${showFact(value, '')}”，不是数`);
    if (isNegative(number)) throw new Gap(`“${name}”写的是${showFact(value, unit)}，不能是负数`);
    return { value: number, text: showFact(value, unit) };
  }

  /** The sum of facts, and its terms as they print. Every fact that is missing is named, not only the first. */
  sum(names) {
    const missing = names.filter((name) => !this.value(name)).map((name) => `“${name}”`);
    if (missing.length > 0) throw new Gap(`没有${missing.join('、')}的数据`);
    const terms = [];
    let total = ZERO;
    for (const name of names) {
      const number = this.number(name);
      total = add(total, number.value);
      terms.push(show(number.value));
    }
    return { total, terms };
  }

  /** A fact as an answer. */
  yesNo(name) {
    const value = this.value(name);
    if (!value) throw noData(name);
    if (value.yes === undefined) throw new Gap(`“${name}”写的是“${showFact(value, '')}”，应写是或否`);
    return value.yes;
  }

  /** A fact as a list of things. */
  list(name) {
    const value = this.value(name);
    if (!value) throw noData(name);
    if (value.list !== undefined) return value.list;
    if (value.text !== undefined) return [value.text];
    throw new Gap(`“${name}”写的是“${showFact(value, '')}”，应是列表`);
  }

  /** A number of the standard as it compares with a fact in `unit`, and as it prints. */
  amount(amount, unit) {
    let given = amount;
    if (amount.parameter !== undefined) {
      given = get(this.standard.parameters, amount.parameter)?.value;
      if (given?.number === undefined) throw new Gap(`“${amount.parameter}”由其他文件规定，标准里没有给出数值`, true);
    }
    const value = parse(given.number);
    return {
      value: unit === '%' && !given.percent ? hundredth(value) : value,
      text: given.percent ? given.text : `${given.text}${unit}`,
    };
  }
}
