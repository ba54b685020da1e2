// What people type, read as the program reads it from a file.

import { compare, parse, show } from './engine/decimal.js';

/** Full-width digits and signs as the half-width ones. */
const halfWidth = (text) => text.replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/　/g, ' ');

/** A number as text, exact; null for nothing; undefined for what is no number. */
export function readNumber(text) {
  const plain = halfWidth(text).trim();
  if (plain === '') return null;
  const number = parse(plain);
  return number ? show(number) : undefined;
}

/** A number that was measured, with or without its unit: 188件, 96%. Null for nothing, undefined for what is none, or below nothing. */
export function readMeasure(text, unit) {
  let plain = halfWidth(text).trim();
  if (plain === '') return null;
  for (const tail of [unit, '%']) if (tail && plain.endsWith(tail)) { plain = plain.slice(0, -tail.length); break; }
  const number = readNumber(plain.replaceAll(',', ''));
  return number && !number.startsWith('-') ? { number } : undefined;
}

/** What may be more than the whole: a plan that was more than fulfilled, a growth. */
const BEYOND_WHOLE = /完成|增长|增幅|增速|增加|同比|环比|超额/;

/** Whether a percentage says more than all, where it is a part of something. */
export const isPercentTooHigh = (name, value) => Boolean(value?.number) && !BEYOND_WHOLE.test(name) && compare(parse(value.number), parse('100')) > 0;

/** The question that a very small percentage asks: 0.96 was meant as 96, most likely. Empty where there is none. */
export function doubtfulPercent(value) {
  const number = value?.number ? parse(value.number) : null;
  if (!number || compare(number, parse('0')) === 0 || compare(number, parse('1')) >= 0) return '';
  return `现在是 ${value.number}%。百分之九十六写 96，核对一下`;
}

/** A value of a fact, or null for nothing: a number, 是 or 否, a text; a list of things where one is wanted. */
export function readFact(text, kind) {
  const plain = text.trim();
  if (plain === '') return null;
  if (kind === 'list') return { list: plain.split(/[、,，;；\n]/).map((thing) => thing.trim()).filter(Boolean) };
  if (['true', '是', '有'].includes(plain)) return { yes: true };
  if (['false', '否', '无'].includes(plain)) return { yes: false };
  const number = readNumber(plain);
  if (number) return { number };
  // 95％ with a full-width sign is what somebody means who types 95%.
  const half = halfWidth(plain);
  return { text: /^[0-9.+ -]+%$/.test(half) ? half : plain };
}

/** A value of a fact as somebody would type it. */
export function typed(value) {
  if (!value) return '';
  if (value.yes !== undefined) return value.yes ? '是' : '否';
  return value.number ?? value.text ?? value.list.join('、');
}

/** A value of a fact as a record holds it. */
export function factInFile(value) {
  return value.yes ?? value.number ?? value.text ?? value.list;
}

/** A value of a fact out of a record. */
export function factFromFile(value) {
  if (Array.isArray(value)) return { list: value.map(String) };
  return readFact(String(value), null);
}

const two = (n) => String(n).padStart(2, '0');

/** 2026-11-27 of a clock in the place where the phone is. */
export const dayOf = (time) => `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;

/** 2026-11-27 09:31, as a record writes the time of a photo. */
export const minuteOf = (time) => `${dayOf(time)} ${two(time.getHours())}:${two(time.getMinutes())}`;

/** With seconds and the distance from Greenwich. */
export function momentOf(time) {
  const away = -time.getTimezoneOffset();
  const zone = `${away < 0 ? '-' : '+'}${two(Math.floor(Math.abs(away) / 60))}:${two(Math.abs(away) % 60)}`;
  return `${dayOf(time)}T${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}${zone}`;
}

/** Names that stand in one line, with commas of any kind. */
export const names = (text) => text.split(/[、,，;；]/).flatMap(apart).filter((name) => name && !['无', '没有', '-', '—'].includes(name));

/** Between Chinese names a space parts them too. */
function apart(text) {
  const parts = text.trim().split(/\s+/);
  return parts.length > 1 && parts.every((part) => /^[\u3400-\u9fff]{2,4}$/.test(part)) ? parts : [text.trim()];
}

/** 1.2 MB. */
export const sizeZh = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1e6).toFixed(1)} MB`);
