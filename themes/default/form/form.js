// A form: what somebody filled in about one point in one round. Plain values, as they are kept on the phone; here is how one begins, how
// scoring reads it, and how it becomes the record of an export and comes out of one.

import { criteria, isAsked, kit } from './kit.js';
import { arrival } from './arrival.js';
import { dayOf, factFromFile, factInFile, names } from './values.js';

/** 32 hexadecimal digits that nobody else has. */
export function identity() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A form of which nothing is filled in. */
export function newForm(point, now) {
  const id = identity();
  return {
    key: id,
    form: id,
    bureau: kit.bureau.id,
    standard: kit.standard.id,
    version: kit.standard.version,
    hash: kit.standardHash,
    point: point.id,
    round: kit.round,
    campaign: kit.campaign,
    begun: now.toISOString(),
    date: dayOf(now),
    inspectors: names(arrival.by),
    attended: [],
    note: '',
    facts: [],
    findings: {},
    waivers: {},
    position: null,
    signatures: [],
    // Counts changes, so that an export knows which of them it holds.
    change: 0,
    exported: null,
    // Since when it holds something that has not left the phone.
    unsent: null,
    // Where it was opened from a file: the identity that it had there, and when that file was made. Only to be shown.
    from: null,
    // What it came to when it was last written.
    last: null,
  };
}

/** Whether a form kept on the phone belongs to this page. */
export function isOurs(form) {
  return form.bureau === kit.bureau.id && form.standard === kit.standard.id && form.hash === kit.standardHash
    && form.round === kit.round && form.campaign === kit.campaign && kit.points.some((point) => point.id === form.point);
}

/** Whether a form belongs to this bureau and standard, but not to this page: the standard, the round or the points are others. */
export const isKin = (form) => !isOurs(form) && form.bureau === kit.bureau.id && form.standard === kit.standard.id;

/** What has not left the phone: `change` since the last export, `pictures` where only the text was sent, or null. */
function unsentWhat(form) {
  if (form.change > (form.exported?.change ?? 0)) return 'change';
  return form.exported?.text && picturesOf(form).length > 0 ? 'pictures' : null;
}

export const isUnsent = (form) => unsentWhat(form) !== null;

/** After so many days what has not left the phone is called out. */
const LONG = 3;

/** For how many whole days something of a form has not left the phone. Forms that were kept by older versions do not say it themselves. */
export function unsentDays(form, now = new Date()) {
  if (!isUnsent(form)) return 0;
  const since = new Date(form.unsent ?? form.exported?.at ?? form.begun);
  return Math.max(0, Math.floor((now - since) / 864e5)) || 0;
}

export const isOverdue = (form) => unsentDays(form) >= LONG;

/** The same in words, with its age, or null. */
export function unsentZh(form) {
  const what = unsentWhat(form);
  if (!what) return null;
  const days = unsentDays(form);
  const age = days > 0 ? `（${days} 天了${days >= LONG ? '，今天就导出' : ''}）` : '';
  return `${what === 'change' ? '有改动没有导出' : '文字已发出，照片和签名没有导出'}${age}`;
}

/** 导入的一份（2026-11-27 09:31导出）, of a form that came from a file. */
export function fromZh({ from }) {
  if (!from || typeof from === 'string') return from;
  return `导入的一份（${from.made.slice(0, 16).replace('T', ' ')}导出）`;
}

/** What was found, in the printed order. A form of another version of the standard may have criteria that this one has not. */
function findingsOf(form) {
  const known = criteria.map((c) => c.id).filter((id) => form.findings[id]);
  return [...new Set([...known, ...Object.keys(form.findings)])].map((id) => [id, form.findings[id]]);
}

/** The keys of all pictures of a form, with their paths in an export. */
export function picturesOf(form) {
  const photos = findingsOf(form).flatMap(([, finding]) => (finding?.photos ?? []).map((p) => ({ key: p.key, path: p.file })));
  return [...photos, ...form.signatures.map((s) => ({ key: s.key, path: s.file }))];
}

/** Whether a form says nothing about a criterion: no finding, no datum that it asks for, no waiver. */
export function isUntouched(form, id) {
  const { asks } = criteria.find((c) => c.id === id);
  return isEmpty(form.findings[id]) && !form.waivers[id]?.reason && !form.facts.some(([name]) => asks.includes(name));
}

/** A waiver counts once it says why and until when. */
const isWhole = (waiver) => Boolean(waiver?.reason && waiver?.expires);

/** A form as scoring reads it. */
export function recordOf(form) {
  const findings = criteria.filter((c) => !isEmpty(form.findings[c.id])).map((c) => [c.id, forScoring(form.findings[c.id])]);
  const waivers = Object.entries(form.waivers).filter(([, waiver]) => isWhole(waiver));
  return {
    round: form.round,
    date: form.date,
    facts: form.facts,
    findings,
    sheets: [],
    merge: null,
    waivers: waivers.map(([criterion, waiver]) => ({ criterion, ...waiver })),
  };
}

function forScoring(finding) {
  return { ...finding, reason: finding.reason || null, not_applicable: finding.not_applicable || null, sample: wholeSample(finding) };
}

/** A sample of which both numbers are known. */
function wholeSample({ sample }) {
  return sample && sample.checked !== null && sample.failed !== null ? sample : null;
}

/** Whether a finding says nothing at all: it is then left out, and what an earlier round found still stands. */
export const isEmpty = (finding) => !finding || Object.keys(findingInFile(finding)).length === 0;

/** Leaves out what is empty. */
function only(keys) {
  return Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)));
}

/** The record of an export (record.json): what was not answered is left out. */
export function fileOf(form) {
  const findings = Object.fromEntries(findingsOf(form).filter(([, finding]) => !isEmpty(finding)).map(([id, finding]) => [id, findingInFile(finding)]));
  const waivers = Object.entries(form.waivers).filter(([, waiver]) => isWhole(waiver));
  return only({
    standard: form.standard,
    version: form.version,
    point: form.point,
    round: form.round,
    date: form.date,
    campaign: form.campaign,
    inspectors: form.inspectors,
    attended: form.attended,
    facts: form.facts.length > 0 ? Object.fromEntries(form.facts.map(([name, value]) => [name, factInFile(value)])) : null,
    findings,
    waivers: waivers.map(([criterion, waiver]) => only({ criterion, ...waiver })),
    note: form.note,
    form: form.form,
    position: form.position,
    signatures: form.signatures.map(({ name, role, file }) => ({ name, role, file })),
  });
}

function findingInFile(found) {
  const counts = (value) => (Array.isArray(value) ? Object.fromEntries(value) : value);
  return {
    ...only({
      marks: found.marks,
      met: found.met,
      sample: wholeSample(found),
      reason: found.reason,
      evidence: found.evidence,
      photos: found.photos?.map(({ file, caption, taken }) => only({ file, caption, taken })),
      not_applicable: found.not_applicable,
      mend: found.mend?.what ? only(found.mend) : null,
    }),
    // Looked at, and nothing is wrong: an answer, though it is empty.
    ...(found.faults ? { faults: Object.fromEntries(found.faults.map(([name, count]) => [name, counts(count)])) } : {}),
    ...(found.missing ? { missing: found.missing } : {}),
  };
}

/**
 * A form out of the record of an export, with an identity of its own: filled in further on two phones, the two would be taken for an earlier
 * and a later state of one form, and the later would replace the other. `keyOf` gives the key under which a picture of a path is kept, by the form's own key.
 */
export function formOf(file, keyOf, now) {
  const form = newForm({ id: file.point }, now);
  const pairs = (value) => (value !== null && typeof value === 'object' ? Object.entries(value) : value);
  for (const c of criteria) {
    const found = file.findings?.[c.id];
    if (!found) continue;
    form.findings[c.id] = {
      ...found,
      marks: found.marks === undefined ? null : String(found.marks),
      faults: found.faults ? Object.entries(found.faults).map(([name, count]) => [name, pairs(count)]) : null,
      photos: (found.photos ?? []).map((photo) => ({ ...photo, key: keyOf(photo.file, form.key) })),
    };
  }
  for (const { criterion, ...waiver } of file.waivers ?? []) {
    if (criteria.some((c) => c.id === criterion)) form.waivers[criterion] = waiver;
  }
  return Object.assign(form, {
    date: file.date,
    inspectors: file.inspectors ?? [],
    attended: file.attended ?? [],
    note: file.note ?? '',
    facts: Object.entries(file.facts ?? {}).map(([name, value]) => [name, factFromFile(value)]),
    position: file.position ?? null,
    signatures: (file.signatures ?? []).map((s) => ({ ...s, key: keyOf(s.file, form.key) })),
  });
}

/** The criteria that a form asks about. */
export const askedOf = (point) => criteria.filter((c) => isAsked(point, c.id));
