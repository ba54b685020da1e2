// How long a search takes where it matters: 2,000 points, a slow network (400 kbit/s, 400 ms there and back) and a phone six times slower than
// this machine. `node slow.mjs [PROGRAM]` builds a county, serves it uncompressed, prints bytes and times, and ends with 1 where a limit is broken.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const program = process.argv[2] ?? path.join(process.env.CARGO_TARGET_DIR ?? path.join(root, 'target'), 'release/yizhan');
const POINTS = Number(process.env.POINTS ?? 2000);
/** Seconds: from the address to something to read; from the address of a search, and from a letter typed on a page that is there, to a result. */
const LIMITS = { page: 2.5, cold: 4, typed: 4 };

/** A county with names as counties have them: towns, villages of five syllables, and what stands behind them. No clock, no dice of the machine. */
function county(folder) {
  let seed = 7;
  const dice = (n) => { seed = (seed * 48271) % 2147483647; return seed % n; };
  const pick = (text) => text[dice(text.length)];
  const names = '王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高梁郑罗宋谢唐许邓韩冯曹石桥河湾山岭沟坪坝塘井泉柳槐松杏桃梅竹兰';
  const towns = Array.from({ length: 25 }, () => `${pick(names)}${pick('家庄坊店集沟湾岭坪屯寨营堡台塬')}${pick('镇镇乡')}`);
  const made = path.join(folder, 'content/xian');
  mkdirSync(path.join(made, 'points'), { recursive: true });
  for (const file of ['catalog.yaml', 'guides']) cpSync(path.join(root, 'content/wushen', file), path.join(made, file), { recursive: true });
  cpSync(path.join(root, 'calendar.yaml'), path.join(folder, 'calendar.yaml'));
  writeFileSync(path.join(folder, 'yizhan.yaml'), 'title: 测试\n');
  writeFileSync(path.join(made, 'bureau.yaml'), 'name: 临河县医疗保障局\nshort_name: 临河医保\nhotline: 0477-0000000\ncomplaint_phone: 0477-0000099\nedition: "2026-04"\n');
  const seen = new Set();
  const list = [];
  for (const town of towns) {
    list.push([town, 'township', `${town}便民服务中心医保服务站`, `${town}政府路${dice(99) + 1}号`], [town, 'clinic', `${town}卫生院医保服务窗口`, `${town}健康街${dice(99) + 1}号`]);
  }
  while (list.length < POINTS) {
    const town = towns[dice(towns.length)];
    const village = `${pick(names)}${pick(names)}${pick('庄沟湾店营')}`;
    if (seen.has(town + village)) continue;
    seen.add(town + village);
    list.push(dice(4) ? [town, 'village', `${town}${village}村党群服务中心医保服务点`, `${town}${village}村村委会院内`] : [town, 'village-clinic', `${town}${village}村卫生室医保服务点`, `${town}${village}村${dice(9) + 1}组`]);
  }
  list.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  const number = (n, width) => String(n).padStart(width, '0');
  writeFileSync(path.join(made, 'points/all.yaml'), list.map(([, channel, name, address], n) => `- {id: p${number(n, 5)}, name: ${name}, channel: ${channel}, address: ${address}, phone: 0477-${number(n, 7)}, hours: "Mo-Fr 08:30-11:30,14:30-17:30; PH off", location: {lat: 38.${number(n, 5)}, lon: 108.${number(n, 5)}}}\n`).join(''));
  return list;
}

const folder = mkdtempSync(path.join(tmpdir(), 'yizhan-slow-'));
let server;
let browser;
try {
  const list = county(folder);
  execFileSync(program, ['build', '-q', '--only', 'site', '-C', folder, '-o', path.join(folder, 'out')]);
  const site = path.join(folder, 'out/site');
  const size = (file) => statSync(path.join(site, file)).size;
  const index = readdirSync(path.join(site, 'xian')).filter((n) => /^search.*\.js$/.test(n)).sort();
  console.log(`${list.length} points: ${index.map((n) => `${n} ${size(`xian/${n}`)}`).join(', ')}; together ${index.reduce((sum, n) => sum + size(`xian/${n}`), 0)} bytes; the search's script ${size('assets/search/search.js')} bytes`);
  const kinds = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
  server = http.createServer((request, response) => {
    const file = path.join(site, decodeURIComponent(request.url.replace(/[?#].*/, '')));
    try {
      const bytes = readFileSync(file);
      response.writeHead(200, { 'content-type': kinds[path.extname(file)] ?? 'application/octet-stream' });
      response.end(bytes);
    } catch { response.writeHead(404).end(); }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const at = `http://127.0.0.1:${server.address().port}/`;
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });

  const slow = async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 780 } });
    const tab = await context.newPage();
    const cdp = await context.newCDPSession(tab);
    await cdp.send('Network.enable');
    await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: 400 * 1024 / 8, uploadThroughput: 400 * 1024 / 8 });
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 6 });
    return { context, tab };
  };
  const result = (tab) => tab.waitForSelector('.found a', { timeout: 60_000 });
  const seconds = async (what) => { const from = performance.now(); await what(); return (performance.now() - from) / 1000; };

  const figures = {};
  const village = list[Math.floor(list.length / 2)];
  {
    const { context, tab } = await slow();
    await tab.goto(`${at}xian/index.html`);
    figures.page = await tab.evaluate(() => new Promise((done) => {
      const paint = performance.getEntriesByName('first-contentful-paint')[0];
      if (paint) done(paint.startTime / 1000);
      else new PerformanceObserver((seen) => done(seen.getEntries()[0].startTime / 1000)).observe({ type: 'paint', buffered: true });
    }));
    figures.typed = await seconds(async () => { await tab.focus('#q'); await tab.keyboard.type('转院'); await result(tab); });
    await context.close();
  }
  {
    const { context, tab } = await slow();
    figures.cold = await seconds(async () => { await tab.goto(`${at}xian/search/index.html?q=${encodeURIComponent('高血压')}`, { waitUntil: 'commit' }); await result(tab); });
    await context.close();
  }
  {
    const { context, tab } = await slow();
    await tab.goto(`${at}xian/index.html`);
    figures.point = await seconds(async () => {
      await tab.focus('#q');
      await tab.keyboard.type(village[2].slice(0, 7));
      await tab.waitForFunction((name) => [...document.querySelectorAll('.found a')].some((a) => a.textContent.includes(name)), village[2], { timeout: 60_000 });
    });
    await tab.waitForSelector('form[aria-busy=false]', { timeout: 60_000 });
    // What a letter costs once everything is there: as typed, and where nothing is as it was typed.
    figures.letter = await tab.evaluate(() => {
      let most = 0;
      for (const words of ['参保', 'cbdj', '便民服务', '参宝登计', 'canbaodegnji', '没有这个东西呀']) {
        const from = performance.now();
        globalThis.yizhan.find(words);
        most = Math.max(most, performance.now() - from);
      }
      return most / 1000;
    });
    await context.close();
  }
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(7)} ${value.toFixed(2)} s${LIMITS[name] ? ` (at most ${LIMITS[name]})` : ''}`);
  for (const [name, most] of Object.entries(LIMITS)) assert.ok(figures[name] <= most, `${name}: ${figures[name].toFixed(2)} s`);
} finally {
  await browser?.close();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
}
