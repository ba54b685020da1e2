// The form in Firefox and WebKit: filled in whole, reloaded, kept, exported; from a server without a network; without storage; in a private window.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { unzipSync } from '../../themes/default/form/vendor.js';
import { engines, until } from './engines.mjs';
import { ONE, formFile, importedByProgram, photos, scoredByProgram } from './form.mjs';
import { make, serve, workspace } from './hosted.mjs';
import { launch } from './pages.mjs';

let folder;
let pictures;
before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'yizhan-engines-'));
  const chromium = await launch();
  const [photo] = await photos(chromium, 1);
  await chromium.close();
  pictures = { whole: path.join(folder, 'whole.jpg'), cut: path.join(folder, 'cut.jpg') };
  writeFileSync(pictures.whole, photo.buffer);
  writeFileSync(pictures.cut, photo.buffer.subarray(0, 2000));
});
after(() => rmSync(folder, { recursive: true }));

// Each runs in the page.
const shows = (words) => document.body.innerText.includes(words);
const press = (within, words) => {
  const node = [...document.querySelectorAll(`${within} button, ${within} a.button`)]
    .find((one) => one.offsetParent && (one.textContent.trim().startsWith(words) || (one.getAttribute('aria-label') ?? '').startsWith(words)));
  if (!node) return false;
  node.click();
  return true;
};
const type = (within, label, text) => {
  const name = [...document.querySelectorAll(`${within} label`)].find((one) => one.textContent.startsWith(label));
  const node = name ? document.getElementById(name.htmlFor) : document.querySelector(`${within} input[aria-label^="${label}"]`);
  if (!node) return false;
  node.value = text;
  node.dispatchEvent(new Event('input', { bubbles: true }));
  return true;
};

const wait = (tab, words) => until(tab, shows, words);
const click = (tab, within, words) => until(tab, press, within, words);
const write = (tab, within, label, text) => until(tab, type, within, label, text);
const kept = (tab) => until(tab, () => document.querySelector('.kept')?.textContent.startsWith('已存在这部手机'));
const full = async (tab, ...ids) => { for (const id of ids) await click(tab, `#c-${id}`, '满分'); };

/** What is downloaded, as the page hands it to the browser. */
async function exported(tab, within = 'main') {
  await tab.run(() => {
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob) => {
      if (blob.type === 'application/zip') globalThis.handedOut = blob;
      return make(blob);
    };
  });
  await click(tab, within, within === 'main' ? '打包成一个文件' : '导出一次');
  const name = await until(tab, (place) => document.querySelector(`${place} a[download]`)?.download, within);
  const text = await tab.run(async () => {
    const bytes = new Uint8Array(await new Response(globalThis.handedOut).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  });
  const bytes = Buffer.from(text, 'base64');
  const files = unzipSync(new Uint8Array(bytes));
  const json = (file) => JSON.parse(new TextDecoder().decode(files[file]));
  const [manifest, record] = [json('manifest.json'), json('record.json')];
  for (const [file, { sha256 }] of Object.entries(manifest.files)) assert.equal(createHash('sha256').update(files[file]).digest('hex'), sha256, file);
  return { name, bytes, files, manifest, record };
}

/** The form in a page that has no place of its own to keep anything, as one that another program handed to the browser. */
async function withoutPlace() {
  const bytes = readFileSync(fileURLToPath(formFile(ONE)));
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': 'sandbox allow-scripts allow-downloads' };
  const server = createServer((request, response) => response.writeHead(200, headers).end(bytes));
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  server.unref();
  return `http://127.0.0.1:${server.address().port}/form.html`;
}

for (const { name, agent, open, missing } of engines) {
  const within = (what, work, options = {}) => test(`${name}: ${what}`, { skip: missing ?? false, timeout: 120000 }, async () => {
    const tab = await open({ isPrivate: false, ...options });
    try {
      assert.match(await tab.run(() => navigator.userAgent), agent);
      await work(tab);
      assert.deepEqual(tab.trouble, []);
    } finally {
      await tab.close();
    }
  });

  within('the whole form, with a reload, another tab, photos and signatures; the program scores and takes it in', async (tab) => {
    await tab.goto(formFile(ONE));
    await wait(tab, '填之前看一眼');
    await click(tab, 'main', '开始检查');
    await write(tab, 'main', '检查人', '张三、李四');
    await full(tab, 'leadership', 'staffing', 'service-area');
    await click(tab, '#c-signs', '缺：室内');
    await write(tab, '#c-signs', '酌情得分', '１．５');
    await write(tab, '#c-signs', '原因', '室内标识被柜子挡住');
    await tab.put('#c-tidy input[type=file]:not([capture])', pictures.cut);
    await wait(tab, '1 张照片不完整');
    await tab.put('#c-tidy input[type=file]:not([capture])', pictures.whole);
    await until(tab, () => document.querySelector('#c-tidy figure img')?.naturalWidth === 1600);
    await kept(tab);
    await tab.reload();
    await until(tab, () => document.querySelector('#c-signs .marks input')?.value === '1.5');
    const address = await tab.run(() => location.href);
    await tab.restart();
    await tab.goto(address);
    await until(tab, () => document.querySelector('#c-tidy figure img')?.naturalWidth === 1600);
    await full(tab, 'tidy', 'publicity', 'knowledge', 'training', 'manners', 'confidentiality', 'nearby', 'first-asked', 'one-notice', 'enrolment');
    await write(tab, '#c-enrolment', '该村参保率', '120');
    await wait(tab, '百分数最多 100');
    await write(tab, '#c-enrolment', '该村参保率', '');
    await click(tab, '#c-handbooks', '齐全');
    await write(tab, '#c-case-share', '该村办件量', '120');
    await write(tab, '#c-case-share', '该镇办件量', '1500');
    await write(tab, '#c-case-share', '该镇市级办件量', '780');
    const left = await tab.run(() => document.querySelector('.bar').innerText);
    await click(tab, 'main', '核对、签名、导出');
    await click(tab, 'main', '加一个签名');
    await write(tab, '.pad', '姓名', '张三');
    await tab.run(() => {
      const canvas = document.querySelector('canvas');
      canvas.setPointerCapture = () => undefined;
      const box = canvas.getBoundingClientRect();
      const send = (kind, x, y) => canvas.dispatchEvent(new PointerEvent(kind, { clientX: box.left + x, clientY: box.top + y, pointerId: 1, bubbles: true }));
      send('pointerdown', 20, 20);
      for (let i = 1; i <= 8; i += 1) send('pointermove', 20 + 25 * i, 20 + (i % 2) * 40);
      send('pointerup', 220, 20);
    });
    await click(tab, '.pad', '签好了');
    await until(tab, () => document.querySelector('figure.signature img')?.naturalWidth === 640);
    const zip = await exported(tab);
    assert.match(zip.name, /^检查-云塘镇柏树里村医保经办服务点-现场核查-.*\.zip$/, left);
    assert.equal(Object.keys(zip.files).length, 4);
    assert.equal(zip.record.findings.signs.marks, '1.5');
    assert.equal(scoredByProgram(zip).total, zip.manifest.outcome.total);
    importedByProgram(zip);
    await click(tab, 'main', '下载');
    await click(tab, 'main', '存下来了');
    await wait(tab, '已全部导出');
  });

  within('from a server it opens without a network after one visit', async (tab) => {
    const own = workspace();
    const server = await serve(path.join(own, 'web'));
    try {
      const page = server.at + make(own, server.at);
      await tab.goto(page);
      await wait(tab, '不联网也能打开');
      server.state.down = true;
      await tab.goto(page);
      await click(tab, 'main', '开始检查');
      await full(tab, 'leadership');
      await kept(tab);
      await tab.reload();
      await until(tab, () => document.querySelector('#c-leadership .state')?.textContent.includes('符合'));
    } finally {
      server.close();
      rmSync(own, { recursive: true });
    }
  });

  within('without a place to keep anything it says so, and offers an export at once', async (tab) => {
    await tab.goto(await withoutPlace());
    await wait(tab, '这个浏览器不让页面保存内容');
    await wait(tab, '页面是从文件管理器或别的程序里点开的文件');
    await click(tab, 'main', '开始检查');
    await full(tab, 'leadership');
    await wait(tab, '没有存进手机，现在就导出一次');
    const zip = await exported(tab, '.foot:not([hidden])');
    assert.deepEqual(Object.keys(zip.record.findings), ['leadership']);
  });

  within('in a private window it keeps while the window is open, and says what becomes of it', async (tab) => {
    await tab.goto(formFile(ONE));
    await wait(tab, '无痕（隐私）窗口里填的，关掉窗口就没有了');
    await click(tab, 'main', '开始检查');
    await full(tab, 'leadership');
    // Kept as long as the window, or only in the page: either way it is said, and can be exported.
    const words = await until(tab, () => /无痕窗口除外|没有存进手机/.exec(document.querySelector('.kept')?.textContent ?? '')?.[0]);
    if (words === '无痕窗口除外') {
      await tab.reload();
      await until(tab, () => document.querySelector('#c-leadership .state')?.textContent.includes('符合'));
    }
    await click(tab, 'main', '核对、签名、导出');
    assert.deepEqual(Object.keys((await exported(tab)).record.findings), ['leadership']);
  }, { isPrivate: true });
}
