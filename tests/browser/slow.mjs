// How long a search takes where it matters: 2,000 points, a slow network (400 kbit/s, 400 ms there and back) and a phone six times slower than
// this machine. `node slow.mjs [PROGRAM]` builds a county, serves it uncompressed, prints bytes and times, and ends with 1 where a limit is broken.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { county } from './county.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const program = process.argv[2] ?? path.join(process.env.CARGO_TARGET_DIR ?? path.join(root, 'target'), 'release/yizhan');
const POINTS = Number(process.env.POINTS ?? 2000);
/** Seconds: from the address to something to read; from the address of a search, and from a letter typed on a page that is there, to a result; from
    the address of all points to their towns, and from the tick at “open now” on that page to the first that is open. */
const LIMITS = { page: 2.5, cold: 4, typed: 4, points: 4, open: 4 };

const folder = mkdtempSync(path.join(tmpdir(), 'yizhan-slow-'));
let server;
let browser;
try {
  const list = county(folder, POINTS);
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
  {
    const { context, tab } = await slow();
    await tab.clock.setFixedTime(new Date('2026-06-03T10:00:00+08:00'));
    figures.points = await seconds(async () => {
      await tab.goto(`${at}xian/points/index.html`, { waitUntil: 'commit' });
      await tab.waitForSelector('.areas a', { timeout: 60_000 });
    });
    await tab.waitForLoadState('load');
    figures.open = await seconds(async () => {
      await tab.check('#only-open');
      await tab.waitForSelector('#nearest .now.open', { timeout: 60_000 });
    });
    await context.close();
  }
  const pages = readdirSync(site, { recursive: true }).filter((name) => name.endsWith('.html')).map((name) => [size(name), name]).sort((a, b) => b[0] - a[0]);
  console.log(`${pages.length} pages, the heaviest: ${pages.slice(0, 4).map(([bytes, name]) => `${name} ${bytes}`).join(', ')}`);
  const parts = readdirSync(path.join(site, 'xian')).filter((n) => /^points.*\.js$/.test(n)).map((n) => size(`xian/${n}`));
  console.log(`points: ${parts.length} files of data, the largest ${Math.max(...parts)} bytes, together ${parts.reduce((sum, n) => sum + n, 0)}`);
  assert.ok(pages[0][0] <= 200_000, `${pages[0][1]} has ${pages[0][0]} bytes`);
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(7)} ${value.toFixed(2)} s${LIMITS[name] ? ` (at most ${LIMITS[name]})` : ''}`);
  for (const [name, most] of Object.entries(LIMITS)) assert.ok(figures[name] <= most, `${name}: ${figures[name].toFixed(2)} s`);
} finally {
  await browser?.close();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
}
