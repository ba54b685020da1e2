// A form as one zip to hand in: record, pictures, and a manifest with the fingerprint of every file and the outcome as the phone saw it.

import { show } from './engine/decimal.js';
import { kit, pointOf } from './kit.js';
import { momentOf } from './values.js';
import { fileOf, picturesOf } from './form.js';
import { outcomeOf } from './session.js';
import { picture } from './store.js';
import { sha256 } from './sha256.js';
import { zipSync } from './vendor.js';

const encoded = (value) => new TextEncoder().encode(`${JSON.stringify(value, null, 1)}\n`);

/** The record as text, for where no file leaves the phone. */
export const recordText = (form) => JSON.stringify(fileOf(form), null, 1);

/** 检查-示例村服务点-现场核查-2026-11-27.zip, without what a file name must not hold. */
export function nameOf(form) {
  const name = pointOf(form.point).name.replace(/[\\/:*?"<>|\s]+/g, '');
  return `检查-${name}-${kit.roundZh}-${form.date}.zip`;
}

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
    outcome: outcomeInFile(outcomeOf(form)),
    files: Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, { sha256: sha256(bytes), size: bytes.length }])),
  };
  const entries = Object.entries({ 'manifest.json': encoded(manifest), ...files });
  const level = (path) => (path.endsWith('.json') ? 6 : 0);
  const bytes = zipSync(Object.fromEntries(entries.map(([path, data]) => [path, [data, { level: level(path), mtime: now }]])));
  return { name: nameOf(form), bytes, change, at: now.toISOString() };
}

function outcomeInFile(outcome) {
  const scored = Boolean(kit.standard.total);
  const criteria = outcome.sections.flatMap((s) => s.criteria).map((c) => [c.id, {
    state: c.state,
    low: c.maximum ? show(c.low) : null,
    high: c.maximum ? show(c.high) : null,
  }]);
  return {
    total: outcome.total ? show(outcome.total) : null,
    low: scored ? show(outcome.low) : null,
    high: scored ? show(outcome.high) : null,
    grade: outcome.grade,
    state: outcome.state,
    criteria: Object.fromEntries(criteria),
  };
}
