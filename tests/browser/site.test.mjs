// Every page of the built sample in a real browser, opened from the disk as an office without a server would.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { address, launch, open as openIn, pages, site } from './pages.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** One page of each kind, for what takes long. */
const kinds = [
  'index.html', 'wushen/index.html', 'wushen/items/index.html', 'wushen/items/enrol-employee/index.html',
  'wushen/points/index.html', 'wushen/points/_compare/index.html', 'wushen/channels/index.html', 'wushen/plan/index.html', 'beilun/services/index.html',
  'wenling/ratings/index.html', 'wushen/search/index.html', 'wushen/about/index.html', 'wushen/notices/index.html', 'wushen/notices/tuke-terminal/index.html', 'wushen/items/_category-0/index.html', 'wushen/reach/index.html', 'wushen/handbooks/guide_3/index.html', 'about/index.html', 'accessibility/index.html', 'wenling/handbooks/index.html', 'wushen/v/index.html',
].filter((p) => pages.includes(p));
const first = (part) => pages.find((p) => p.startsWith(part) && !p.includes('/_') && p.split('/').length === part.split('/').length + 1);
for (const part of ['wushen/points/', 'wushen/channels/', 'beilun/points/', 'wushen/items/', 'wushen/v/']) {
  const page = first(part);
  if (page && !kinds.includes(page)) kinds.push(page);
}

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
const open = (page, options) => openIn(browser, page, options);

/** What is wider than the window and is not in a box that scrolls. */
const overflow = (tab) => tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Settings of a reader who sees less well: the site's own large letters, and letters of 32 px set in the browser. */
const LARGE = [['长辈版', true, []], ['letters of 32 px', false, ['--blink-settings=defaultFontSize=32']], ['both', true, ['--blink-settings=defaultFontSize=32']]];
for (const [name, elder, args] of LARGE) {
  test(`${name}: nothing is wider than the window on any kind of page at any width`, async () => {
    const own = await launch(args);
    const wide = [];
    for (const page of kinds) {
      const { context, tab } = await openIn(own, page, { viewport: { width: 360, height: 800 } });
      if (elder) await tab.evaluate(() => document.documentElement.classList.add('elder'));
      for (const width of [320, 360, 412, 600, 768, 960, 1024, 1280]) {
        await tab.setViewportSize({ width, height: 800 });
        const over = await overflow(tab);
        if (over > 0) wide.push(`${page} at ${width} px: ${over} px`);
      }
      await context.close();
    }
    await own.close();
    assert.deepEqual(wide, []);
  });
}

test('the page for lost addresses has its style and its links in any folder', async () => {
  const server = createServer((request, response) => {
    const name = new URL(request.url, 'http://x').pathname;
    try {
      const bytes = readFileSync(path.join(site, name));
      response.writeHead(200, { 'Content-Type': name.endsWith('.css') ? 'text/css' : 'text/javascript' }).end(bytes);
    } catch {
      response.writeHead(404, { 'Content-Type': 'text/html; charset=utf-8' }).end(readFileSync(path.join(site, '404.html')));
    }
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  const root = `http://127.0.0.1:${server.address().port}`;
  for (const lost of ['/lost', '/wushen/lost/', '/wushen/points/lost/index.html', '/a/b/c/d']) {
    const tab = await browser.newPage();
    await tab.goto(root + lost);
    assert.equal(await tab.locator('main h1').textContent(), '没有这个页面');
    assert.equal(await tab.evaluate(() => getComputedStyle(document.querySelector('.menu, .rows')).listStyleType), 'none', `${lost} has no style`);
    const first = await tab.locator('main a').first().evaluate((link) => link.href);
    assert.equal(first, `${root}/index.html`);
    await tab.close();
  }
  server.close();
});

test('there is a page of every kind', () => {
  assert.ok(pages.length > 100, `only ${pages.length} pages`);
  assert.ok(kinds.length >= 13, `only ${kinds.join(', ')}`);
});

for (const page of kinds) {
  for (const width of [320, 390, 1280]) {
    test(`${page} at ${width} px: no trouble, nothing wider than the window`, async () => {
      const { context, tab, trouble } = await open(page, { viewport: { width, height: 800 } });
      assert.deepEqual(trouble, []);
      const wide = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${wide} px too wide`);
      await context.close();
    });
  }

  for (const colorScheme of ['light', 'dark']) {
    test(`${page}: axe finds nothing (${colorScheme})`, async () => {
      const { context, tab } = await open(page, { bypassCSP: true, colorScheme });
      await tab.addScriptTag({ content: axe });
      const found = await tab.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
      const list = found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join('; ')}`);
      assert.deepEqual(list, []);
      await context.close();
    });
  }

  test(`${page}: everything to press is at least 24 px, and says what it is without JavaScript`, async () => {
    const { context, tab } = await open(page, { viewport: { width: 390, height: 800 }, javaScriptEnabled: true });
    const small = await tab.evaluate(() => [...document.querySelectorAll('nav a, button, .button, summary, a[href^="tel:"]')]
      .map((e) => [e.textContent.trim(), e.getBoundingClientRect()])
      .filter(([, r]) => r.width > 0 && r.height > 0 && r.height < 24)
      .map(([text, r]) => `${text} (${Math.round(r.height)} px)`));
    assert.deepEqual(small, []);
    await context.close();
  });

  test(`${page}: reads without JavaScript`, async () => {
    const { context, tab } = await open(page, { javaScriptEnabled: false });
    assert.ok((await tab.locator('main h1').first().textContent()).trim().length > 0);
    await context.close();
  });
}

test('every link and asset of every page is there', () => {
  const broken = [];
  const reference = /(?:href|src)="([^"]*)"/g;
  for (const page of pages) {
    const html = readFileSync(path.join(site, page), 'utf8');
    for (const [, raw] of html.matchAll(reference)) {
      const target = raw.replaceAll('&amp;', '&');
      if (/^(https?:|mailto:|tel:|geo:|data:|#|$)/.test(target)) continue;
      // A server shows this page under any address, so it names everything from the root.
      const url = page === '404.html' ? new URL(target.slice(1), address('x')) : new URL(target, address(page));
      const file = fileURLToPath(url.href.replace(/[#?].*$/, ''));
      try {
        if (statSync(file).isDirectory()) broken.push(`${page}: ${target} is a folder, which a disk does not open`);
      } catch {
        broken.push(`${page}: ${target}`);
      }
    }
  }
  assert.deepEqual(broken.slice(0, 20), []);
});

test('an item page weighs at most 60 KB with its stylesheet and script', () => {
  const assets = readdirSync(path.join(site, 'assets')).filter((n) => /\.(css|js)$/.test(n));
  const shared = assets.reduce((sum, n) => sum + statSync(path.join(site, 'assets', n)).size, 0);
  const heaviest = pages.filter((p) => /^wushen\/items\/[^/]+\/index\.html$/.test(p))
    .map((p) => [statSync(path.join(site, p)).size + shared, p]).sort((a, b) => b[0] - a[0])[0];
  assert.ok(heaviest[0] <= 60_000, `${heaviest[1]}: ${heaviest[0]} bytes`);
});

test('no page holds anything internal', () => {
  const secret = /inspections\/|检查人|陪同|整改责任/;
  assert.deepEqual(pages.filter((p) => secret.test(readFileSync(path.join(site, p), 'utf8'))), []);
});

test('in large letters the example in the search field is whole on a narrow phone', async () => {
  for (const width of [360, 390]) {
    const { context, tab, trouble } = await open('index.html', { viewport: { width, height: 740 } });
    await tab.evaluate(() => document.documentElement.classList.add('elder'));
    const [needs, has] = await tab.evaluate(() => {
      const field = document.getElementById('q');
      const { fontFamily, paddingLeft, paddingRight } = getComputedStyle(field);
      const pen = document.createElement('canvas').getContext('2d');
      pen.font = `${getComputedStyle(field, '::placeholder').fontSize} ${fontFamily}`;
      return [pen.measureText(field.placeholder).width, field.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)];
    });
    assert.ok(needs <= has, `${width} px: ${needs} > ${has}`);
    assert.deepEqual(trouble, []);
    await context.close();
  }
});
