// A form as one zip to hand in: record, pictures, and a manifest with the fingerprint of every file and the outcome as the phone saw it.

import { kit, pointOf, roundZh } from './kit.js';
import { momentOf } from './values.js';
import { fileOf, picturesOf } from './form.js';
import { exportedOutcome } from './outcome.js';
import { picture } from './store.js';
import { sha256 } from './sha256.js';
import { zipSync } from './vendor.js';

const encoded = (value) => new TextEncoder().encode(`${JSON.stringify(value, null, 1)}\n`);

/** The record as text, for where no file leaves the phone. It has no manifest, so it says itself whose it is and how old. */
export function recordText(form, now) {
  return JSON.stringify({ exported: momentOf(now), bureau: form.bureau, ...fileOf(form) }, null, 1);
}

/** 检查-示例村服务点-现场核查-2026-11-27.zip, without what a file name must not hold. */
export function nameOf(form) {
  const name = pointNameOf(form).replace(/[\\/:*?"<>|\s]+/g, '');
  return `检查-${name}-${roundOf(form)}-${form.date}.zip`;
}

/** A form of an earlier kit may be of a point or a round that this page does not know. */
export const pointNameOf = (form) => pointOf(form.point)?.name ?? form.last?.pointName ?? form.point;

export const roundOf = (form) => (form.round === kit.round ? kit.roundZh : form.last?.roundZh ?? roundZh(form.round));

/** The zip: {name, bytes, change}. Pictures are stored as they are, for they are packed already. */
export async function pack(form, now) {
  const { change } = form;
  const files = { 'record.json': encoded(fileOf(form)) };
  for (const { key, path } of picturesOf(form)) {
    const kept = await picture(key);
    if (!kept) throw new Error(path);
    files[path] = new Uint8Array(kept.bytes);
  }
  const manifest = {
    format: 'yizhan-inspection',
    formatVersion: 1,
    bureau: form.bureau,
    standardHash: form.hash,
    form: form.form,
    made: momentOf(now),
    program: kit.program,
    outcome: exportedOutcome(form),
    files: Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, { sha256: sha256(bytes), size: bytes.length }])),
  };
  const entries = Object.entries({ 'manifest.json': encoded(manifest), ...files });
  const level = (path) => (path.endsWith('.json') ? 6 : 0);
  const bytes = zipSync(Object.fromEntries(entries.map(([path, data]) => [path, [data, { level: level(path), mtime: now }]])));
  return { name: nameOf(form), bytes, change, at: now.toISOString() };
}
