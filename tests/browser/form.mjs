// What the tests of the form share: its files, a phone, photos as a camera makes them, and what an export holds.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { unzipSync } from '../../themes/default/form/vendor.js';

export const root = path.join(import.meta.dirname, '../..');
const program = process.env.YIZHAN_PROGRAM;
const kits = process.env.YIZHAN_KIT;

/** The `yizhan inspect import` of the other half: on once the program has the command. */
const IMPORTS = /^ +import\b/m.test(run('inspect', '--help'));

function run(...args) {
  return execFileSync(program, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LC_ALL: 'en_US.UTF-8', SOURCE_DATE_EPOCH: '1796083200' } });
}

export const formFile = (name) => pathToFileURL(path.join(kits, name)).href;

export const formFiles = readdirSync(kits).sort();

const named = (...parts) => formFiles.find((name) => !name.startsWith('changed-') && parts.every((part) => name.includes(part)));

/** The forms of a round of Wenling, of one of its points, and of one that is inspected again. */
export const [ALL, ONE, AGAIN] = [named('星级评定', '现场核查', '全部服务点'), named('星级评定', '现场核查', '柏树里'), named('星级评定', '复查', '村医保')];


/** The page of a form as if its kit had been made again from a standard without one criterion. */
export function changedForm(from, criterion) {
  const html = readFileSync(path.join(kits, from), 'utf8');
  const hash = 'f'.repeat(64);
  const [whole, text] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html);
  const data = JSON.parse(text);
  data.standardHash = hash;
  for (const section of data.standard.sections) section.criteria = section.criteria.filter((c) => c.id !== criterion);
  writeFileSync(path.join(kits, `changed-${from}`), html.replace(whole, () => whole.replace(text, () => JSON.stringify(data).replaceAll('<', '\\u003c'))));
  return { name: `changed-${from}`, hash };
}

/** A phone of 360 px; `trouble` gathers errors and requests that leave the disk. */
export async function phone(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, acceptDownloads: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...options });
  const trouble = [];
  const open = async (name) => {
    const tab = await context.newPage();
    tab.setDefaultTimeout(15000);
    tab.on('console', (m) => { if (['error', 'warning'].includes(m.type())) trouble.push(m.text()); });
    tab.on('pageerror', (e) => trouble.push(String(e)));
    tab.on('request', (r) => { if (!/^(file|blob|data):/.test(r.url())) trouble.push(`asks for ${r.url()}`); });
    await tab.goto(formFile(name));
    await tab.waitForSelector('h1');
    return tab;
  };
  return { context, trouble, open };
}

/** Nothing is too wide. */
export const fits = (tab) => tab.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

let plates = [];

/** Photos of 2400 × 1800 px with the time that a camera writes into them. */
export async function photos(browser, count) {
  if (plates.length < count) {
    const tab = await browser.newPage();
    plates = (await tab.evaluate((n) => Array.from({ length: n }, (_, i) => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [2400, 1800];
      const pen = canvas.getContext('2d');
      for (let y = 0; y < 1800; y += 60) for (let x = 0; x < 2400; x += 60) {
        pen.fillStyle = `hsl(${(x * 7 + y * 13 + i * 37) % 360} 60% 50%)`;
        pen.fillRect(x, y, 60, 60);
      }
      return canvas.toDataURL('image/jpeg', 0.8).split(',')[1];
    }), count)).map((text) => Buffer.from(text, 'base64'));
    await tab.close();
  }
  return plates.slice(0, count).map((plain, i) => ({ name: `IMG_${i}.jpg`, mimeType: 'image/jpeg', buffer: withExif(plain, `2026:11:27 09:${String(10 + i).padStart(2, '0')}:30`) }));
}

/** A JPEG with DateTimeOriginal. */
function withExif(jpeg, time) {
  const tiff = Buffer.alloc(26 + 18 + 20);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  const entry = (at, tag, type, n, value) => {
    tiff.writeUInt16LE(tag, at);
    tiff.writeUInt16LE(type, at + 2);
    tiff.writeUInt32LE(n, at + 4);
    tiff.writeUInt32LE(value, at + 8);
  };
  entry(10, 0x8769, 4, 1, 26);
  tiff.writeUInt16LE(1, 26);
  entry(28, 0x9003, 2, 20, 44);
  tiff.write(`${time}\0`, 44, 'latin1');
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Packs and downloads the form that is open for review, and says that the file arrived, which only a person knows. */
export async function exported(tab) {
  const zip = await packed(tab);
  await tab.getByRole('button', { name: '存下来了' }).click();
  return zip;
}

/** Packs and downloads. Gives the zip, and what is in it once it has been held against the contract. */
export async function packed(tab) {
  await tab.getByRole('button', { name: '打包成一个文件' }).click();
  const link = tab.getByRole('link', { name: '下载' });
  await link.waitFor();
  const [download] = await Promise.all([tab.waitForEvent('download'), link.click()]);
  const bytes = readFileSync(await download.path());
  const files = unzipSync(new Uint8Array(bytes));
  const json = (name) => JSON.parse(new TextDecoder().decode(files[name]));
  const [manifest, record] = [json('manifest.json'), json('record.json')];
  assert.equal(manifest.format, 'yizhan-inspection');
  assert.equal(manifest.formatVersion, 1);
  assert.match(manifest.standardHash, /^[0-9a-f]{64}$/);
  assert.match(manifest.made, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
  assert.match(manifest.form, /^[0-9a-f]{32}$/);
  assert.equal(manifest.form, record.form);
  const others = Object.keys(files).filter((name) => name !== 'manifest.json').sort();
  assert.deepEqual(Object.keys(manifest.files).sort(), others);
  for (const name of others) {
    assert.match(name, /^(record\.json|photos\/[\w-]+\.jpg|signatures\/[\w-]+\.png)$/);
    assert.deepEqual(manifest.files[name], { sha256: sha256(files[name]), size: files[name].length });
  }
  const named = [...Object.values(record.findings ?? {}).flatMap((f) => f.photos ?? []), ...(record.signatures ?? [])].map((p) => p.file);
  assert.deepEqual(named.sort(), others.filter((name) => name !== 'record.json'));
  for (const key of ['published', 'sample', 'revision', 'sheets']) assert.ok(!(key in record), key);
  return { bytes, name: download.suggestedFilename(), files, manifest, record };
}

/** A copy of a workspace with one bureau, and without its records. */
function workspaceWithout(from, bureau) {
  const folder = mkdtempSync(path.join(tmpdir(), 'yizhan-form-'));
  for (const part of ['yizhan.yaml', 'calendar.yaml', 'checklists', `content/${bureau}`, 'content/national']) {
    if (existsSync(path.join(from, part))) cpSync(path.join(from, part), path.join(folder, part), { recursive: true });
  }
  rmSync(path.join(folder, `content/${bureau}/inspections`), { recursive: true, force: true });
  return folder;
}

/** What the program says about an export: its score of the record, put into a copy of the workspace. The two must agree to the digit. */
export function scoredByProgram({ record, manifest, files }, from = root) {
  const folder = workspaceWithout(from, manifest.bureau);
  try {
    const inspections = path.join(folder, `content/${manifest.bureau}/inspections`);
    for (const [name, bytes] of Object.entries(files).filter(([name]) => name.includes('/'))) {
      mkdirSync(path.dirname(path.join(inspections, name)), { recursive: true });
      writeFileSync(path.join(inspections, name), bytes);
    }
    mkdirSync(inspections, { recursive: true });
    const file = path.join(inspections, 'form.yaml');
    writeFileSync(file, JSON.stringify(record));
    const said = JSON.parse(run('inspect', 'score', file, '-C', folder, '--format', 'json'));
    const one = Array.isArray(said) ? said[0] : said;
    assert.equal(one.state, manifest.outcome.state);
    assert.equal(one.grade, manifest.outcome.grade);
    if (manifest.outcome.total !== null) assert.equal(one.total, manifest.outcome.total);
    for (const c of one.criteria) {
      assert.equal(c.state, manifest.outcome.criteria[c.id].state, c.id);
      if (c.awarded !== null) assert.equal(c.awarded, manifest.outcome.criteria[c.id].low, c.id);
    }
    return one;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Takes an export in, where the program can. */
export function importedByProgram({ bytes, name, manifest }, from = root) {
  if (!IMPORTS) return false;
  const folder = workspaceWithout(from, manifest.bureau);
  try {
    const file = path.join(folder, name);
    writeFileSync(file, bytes);
    const record = run('inspect', 'import', file, '-C', folder).trim();
    // The report says the form's total, to the last digit.
    if (manifest.outcome.total !== null) {
      const report = path.join(folder, 'report.pdf');
      run('inspect', 'report', path.join(folder, record), '-o', report, '-C', folder);
      const words = execFileSync('pdftotext', ['-layout', report, '-'], { encoding: 'utf8' }).replaceAll(/\s/g, '');
      if (!words.includes(manifest.outcome.total)) throw new Error(`the report does not say ${manifest.outcome.total}`);
    }
    return true;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
