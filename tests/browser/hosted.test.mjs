// The form as a page of a web server: offline after one visit, installable, replaced by a newer version without losing what is filled in.
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { exported } from './form.mjs';
import { make, serve, workspace } from './hosted.mjs';
import { launch } from './pages.mjs';

let browser;
let folder;
let server;
before(async () => {
  browser = await launch();
  folder = workspace();
  server = await serve(path.join(folder, 'web'));
});
after(async () => {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true });
});

async function phone(options = {}) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'zh-CN', acceptDownloads: true, ...options });
  const tab = await context.newPage();
  tab.setDefaultTimeout(15000);
  const trouble = [];
  tab.on('pageerror', (e) => trouble.push(String(e)));
  tab.on('console', (m) => { if (m.type() === 'error' && !/Failed to load resource|ERR_/.test(m.text())) trouble.push(m.text()); });
  return { context, tab, trouble };
}

const full = (tab, id) => tab.locator(`#c-${id}`).getByRole('button', { name: /^满分/ }).click();
const kept = (tab) => tab.locator('.kept', { hasText: '已存在这部手机' }).waitFor();

test('one visit, and the page opens without a network; a new version takes its place and loses nothing', async () => {
  const page = server.at + make(folder, server.at);
  const { context, tab, trouble } = await phone();
  await tab.goto(page);
  await tab.getByText('这一页已经存在手机里，不联网也能打开').waitFor();
  server.state.down = true;
  await tab.goto(page);
  await tab.locator('.point', { hasText: '柏树里' }).getByRole('button', { name: /开始检查：/ }).click();
  await full(tab, 'leadership');
  await kept(tab);
  await tab.close();
  const again = await context.newPage();
  again.setDefaultTimeout(15000);
  await again.goto(page);
  await again.getByRole('button', { name: /^接着填：/ }).click();
  await full(again, 'staffing');
  await kept(again);

  // The bureau makes the page again: a criterion reads otherwise, so the standard has another fingerprint.
  server.state.down = false;
  const standard = path.join(folder, 'content/wenling/points/baishuli.yaml');
  writeFileSync(standard, readFileSync(standard, 'utf8').replace(/^((?:address|地址): )(.*)$/m, '$1温岭市新地址99号'));
  assert.equal(server.at + make(folder, server.at), page);
  // Somebody comes back to the page that is open: it is told there, and nothing is replaced under their hands.
  await again.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await again.getByText('局里更新了这张表单').waitFor();
  assert.equal(await again.getByText('温岭市新地址99号').count(), 0);
  await again.getByRole('button', { name: '换成新版' }).click();
  await again.waitForSelector('.bar');
  await again.getByRole('button', { name: /^‹/ }).click();
  await again.getByText('温岭市新地址99号').waitFor();
  // What was filled in is there, and leaves the phone as it should.
  await again.getByRole('button', { name: /^接着填：/ }).click();
  await again.getByRole('button', { name: '核对、签名、导出' }).click();
  const zip = await exported(again);
  assert.deepEqual(Object.keys(zip.record.findings), ['leadership', 'staffing']);
  // The old version is not kept beside the new one.
  assert.equal(await again.evaluate(async () => (await caches.keys()).length), 1);
  assert.deepEqual(trouble, []);
  await context.close();
});

test('a newer version is told in a page that was opened for the first time, too', async () => {
  const page = server.at + make(folder, server.at);
  const { context, tab, trouble } = await phone();
  await tab.goto(page);
  await tab.getByText('不联网也能打开').first().waitFor();
  const point = path.join(folder, 'content/wenling/points/songtang.yaml');
  writeFileSync(point, readFileSync(point, 'utf8').replace(/^((?:address|地址): )(.*)$/m, '$1温岭市又一处7号'));
  make(folder, server.at);
  await tab.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await tab.getByRole('button', { name: '换成新版' }).click();
  await tab.getByText('温岭市又一处7号').waitFor();
  assert.deepEqual(trouble, []);
  await context.close();
});

test('a changed standard, on a server whose answers hold for an hour: what was filled in by the old one is listed and leaves as it is', async () => {
  server.state.caching = 'max-age=3600';
  const page = server.at + make(folder, server.at);
  const { context, tab } = await phone();
  await tab.goto(page);
  await tab.getByText('不联网也能打开').first().waitFor();
  await tab.locator('.point', { hasText: '柏树里' }).getByRole('button', { name: /开始检查：/ }).click();
  await full(tab, 'leadership');
  await kept(tab);
  const standard = path.join(folder, 'checklists/wenling-village-stars.yaml');
  const text = readFileSync(standard, 'utf8');
  writeFileSync(standard, text.replace('环境整洁', '环境卫生'));
  make(folder, server.at);
  await tab.goto(page);
  await tab.getByRole('button', { name: '换成新版' }).click();
  await tab.locator('.kin', { hasText: '按标准的另一版填写' }).waitFor();
  await tab.getByRole('button', { name: /^照原样导出/ }).click();
  const zip = await exported(tab);
  assert.deepEqual(Object.keys(zip.record.findings), ['leadership']);
  writeFileSync(standard, text);
  server.state.caching = 'no-store';
  await context.close();
});

test('a phone that is scanned for: the name is there, stays for the next time, and is not in the address', async () => {
  const page = server.at + make(folder, server.at);
  const { context, tab, trouble } = await phone();
  await tab.goto(`${page}#by=${encodeURIComponent('张示例')}`);
  await tab.getByText('检查人：张示例').waitFor();
  assert.equal(tab.url(), page);
  await tab.goto(page);
  await tab.getByRole('button', { name: /开始检查：/ }).first().click();
  assert.equal(await tab.getByLabel('检查人（用顿号隔开）').inputValue(), '张示例');
  assert.ok(server.asked.every((one) => !one.includes('by=')));
  assert.deepEqual(trouble, []);
  await context.close();
});

test('what a phone is told of its home screen: Android, an iPhone, one that has it there already', async () => {
  const page = server.at + make(folder, server.at);
  const agents = [
    ['Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36', /先添加到主屏幕，再填：点浏览器的菜单/, null],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1', /用 Safari 打开，点“分享”.*各存各的.*七天里/s, null],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148', /删掉主屏幕上的图标/, () => { navigator.standalone = true; }],
  ];
  for (const [userAgent, told, script] of agents) {
    const { context, tab } = await phone({ userAgent });
    if (script) await context.addInitScript(script);
    await tab.goto(page);
    const words = await tab.locator('.keep').textContent();
    assert.match(words, told);
    if (script) assert.doesNotMatch(words, /先添加到主屏幕|七天/);
    assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
    await context.close();
  }
});

test('where the page cannot be kept it says so; where the browser lets it ask, a button puts it on the home screen', async () => {
  const way = make(folder, server.at);
  // By a name, for the address of this machine counts as safe.
  const other = await launch(['--host-resolver-rules=MAP intranet.example 127.0.0.1']);
  const plain = await (await other.newContext({ viewport: { width: 360, height: 740 } })).newPage();
  await plain.goto(server.at.replace('127.0.0.1', 'intranet.example') + way);
  await plain.getByText('这一页存不进手机，不联网打不开').waitFor();
  assert.doesNotMatch(await plain.locator('.keep').textContent(), /不联网也能/);
  await other.close();
  const { context, tab, trouble } = await phone();
  await tab.goto(server.at + way);
  await tab.evaluate(() => window.dispatchEvent(Object.assign(new Event('beforeinstallprompt'), { prompt: () => { globalThis.asked = true; } })));
  await tab.getByRole('button', { name: '添加到主屏幕' }).click();
  assert.equal(await tab.evaluate(() => globalThis.asked), true);
  await tab.getByRole('button', { name: '添加到主屏幕' }).waitFor({ state: 'detached' });
  assert.deepEqual(trouble, []);
  await context.close();
});

test('inside WeChat a page of a server tells its own address', async () => {
  const page = server.at + make(folder, server.at);
  const { context, tab } = await phone({ userAgent: 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36 MicroMessenger/8.0.50' });
  await tab.goto(page);
  assert.ok((await tab.locator('.warning').textContent()).includes(`用手机自带的浏览器打开 ${page}`));
  await context.close();
});

test('the browser finds everything that it asks for in a page to install', async () => {
  const page = server.at + make(folder, server.at);
  const { context, tab } = await phone();
  await tab.goto(page);
  const cdp = await context.newCDPSession(tab);
  const { errors, data } = await cdp.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  assert.match(JSON.parse(data).name, /现场核查/);
  const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors');
  // A window of a test is a private one to the browser.
  assert.deepEqual(installabilityErrors.filter((one) => one.errorId !== 'in-incognito'), []);
  await context.close();
});
