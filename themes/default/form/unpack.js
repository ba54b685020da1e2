// A zip that was exported on another phone, opened here again. It never takes the place of a form that is here already.

import { criteria, kit, pointOf, roundZh } from './kit.js';
import { formOf, identity, picturesOf } from './form.js';
import { allForms, putForm, putPicture } from './store.js';
import { outcomeOf } from './session.js';
import { sha256 } from './sha256.js';
import { unzipSync } from './vendor.js';

/** More than any form holds: what is larger is something else. */
const MOST_BYTES = 300e6;
const PATH = /^(manifest\.json|record\.json|photos\/[^/\\]+\.(jpg|jpeg|png|webp)|signatures\/[^/\\]+\.png)$/;
const TYPES = { png: 'image/png', webp: 'image/webp', jpg: 'image/jpeg', jpeg: 'image/jpeg' };

/** Why a file cannot be opened, for people. */
export class Refused extends Error {}

/** Opens a zip and keeps it as a form: gives the form, or throws why not. */
export async function unpack(buffer, now) {
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
  const others = await allForms();
  const twin = others.find((form) => form.form === record.form);
  const key = identity();
  const form = formOf(record, (path) => `${key}/${path}`, now);
  form.key = key;
  form.from = `导入的一份（${String(manifest.made).slice(0, 16).replace('T', ' ')}导出）`;
  // From here on the two are filled in apart: they are two forms.
  if (twin) form.form = identity();
  try {
    outcomeOf(form);
  } catch {
    throw new Refused('文件里有读不懂的内容');
  }
  for (const { key: own, path } of picturesOf(form)) {
    const bytes = files[path];
    if (!bytes) throw new Refused(`文件不完整：缺少 ${path}`);
    const type = TYPES[path.split('.').pop()];
    await putPicture({ key: own, bytes: bytes.slice().buffer, type, sha256: sha256(bytes) });
  }
  form.change = 1;
  // What is in the file has been exported already; a twin's new identity has not.
  form.exported = twin ? null : { change: 1, at: String(manifest.made) };
  await putForm(form);
  return form;
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
