// A zip that was exported on another phone, opened here as a form of its own. It never takes the place of a form that is here already.

import { criteria, kit, pointOf, roundZh } from './kit.js';
import { formOf, isOurs, picturesOf } from './form.js';
import { allForms, putForm, putPicture } from './store.js';
import { lastOf, outcomeOf } from './outcome.js';
import { sha256 } from './sha256.js';
import { unzipSync } from './vendor.js';

/** More than any form holds: what is larger is something else. */
const MOST_BYTES = 300e6;
const PATH = /^(manifest\.json|record\.json|photos\/[^/\\]+\.(jpg|jpeg|png|webp)|signatures\/[^/\\]+\.png)$/;
const TYPES = { png: 'image/png', webp: 'image/webp', jpg: 'image/jpeg', jpeg: 'image/jpeg' };

/** Why a file cannot be opened, for people. */
export class Refused extends Error {}

/** Reads a zip: a form that is not kept yet with its pictures, or throws why not. */
export function unpack(buffer, now) {
  const files = entriesOf(buffer);
  const json = (path) => {
    try {
      return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(files[path]));
    } catch {
      throw new Refused(`文件不完整：读不出 ${path}`);
    }
  };
  const [manifest, record] = [json('manifest.json'), json('record.json')];
  check(manifest, record, files);
  const form = formOf(record, (path, key) => `${key}/${path}`, now);
  form.from = { form: String(record.form), made: String(manifest.made) };
  // What is in the file has left a phone already.
  form.change = 1;
  form.exported = { change: 1, at: form.from.made };
  try {
    form.last = lastOf(form, outcomeOf(form));
  } catch {
    throw new Refused('文件里有读不懂的内容');
  }
  const pictures = picturesOf(form).map(({ key, path }) => {
    const bytes = files[path];
    if (!bytes) throw new Refused(`文件不完整：缺少 ${path}`);
    return { key, bytes: bytes.slice().buffer, type: TYPES[path.split('.').pop()], sha256: sha256(bytes) };
  });
  return { form, pictures };
}

/** What is on this phone of the form of a file: the form that was exported, and what was opened of it earlier; the newest first. */
export async function twinsOf({ from }) {
  const twins = (await allForms()).filter((one) => isOurs(one) && (one.form === from.form || one.from?.form === from.form));
  return twins.sort((a, b) => (a.begun < b.begun ? 1 : -1));
}

/** Keeps what was read, beside everything that is there. */
export async function keepUnpacked({ form, pictures }) {
  for (const one of pictures) await putPicture(one);
  await putForm(form);
}

function entriesOf(buffer) {
  let total = 0;
  try {
    return unzipSync(new Uint8Array(buffer), {
      filter: ({ name, originalSize }) => {
        total += originalSize;
        if (!PATH.test(name) || total > MOST_BYTES) throw new Refused(`这不是检查表单导出的文件：${name.slice(0, 80)}`);
        return true;
      },
    });
  } catch (error) {
    throw error instanceof Refused ? error : new Refused('这不是检查表单导出的文件，或者文件坏了');
  }
}

function check(manifest, record, files) {
  if (manifest?.format !== 'yizhan-inspection' || manifest.formatVersion !== 1) throw new Refused('这不是检查表单导出的文件');
  for (const [path, bytes] of Object.entries(files)) {
    if (path === 'manifest.json') continue;
    if (manifest.files?.[path]?.sha256 !== sha256(bytes)) throw new Refused(`文件在路上变了：${path}`);
  }
  if (manifest.bureau !== kit.bureau.id || record.standard !== kit.standard.id) throw new Refused('这是另一个局或另一个标准的表单');
  if (manifest.standardHash !== kit.standardHash) throw new Refused('这份表单按标准的另一版填写，不能在这里接着填');
  if (record.round !== kit.round || record.campaign !== kit.campaign) {
    throw new Refused(`这份表单是批次 ${record.campaign} 的${roundZh(record.round)}，不是这一轮的`);
  }
  if (!pointOf(record.point)) throw new Refused('这份表单的服务点不在这里');
  if (Object.keys(record.findings ?? {}).some((id) => !criteria.some((c) => c.id === id))) throw new Refused('这份表单有标准里没有的项');
}
