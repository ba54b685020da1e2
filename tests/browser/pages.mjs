// What the browser tests share: the built sample, its pages, and a browser that notes every trouble.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { troubles } from './trouble.mjs';

export const site = process.env.YIZHAN_SITE;

/** Every page of the site, as paths relative to it. */
export const pages = [];
(function walk(folder) {
  for (const name of readdirSync(folder).sort()) {
    const full = path.join(folder, name);
    if (statSync(full).isDirectory()) walk(full);
    else if (name.endsWith('.html')) pages.push(path.relative(site, full));
  }
})(site);

const TYPES = { html: 'text/html; charset=utf-8', css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml', png: 'image/png', jpg: 'image/jpeg', pdf: 'application/pdf' };

/** With YIZHAN_OVER=http the pages come from a server on this machine, else from the disk. */
async function served() {
  if (process.env.YIZHAN_OVER !== 'http') return null;
  const server = createServer((request, response) => {
    const file = path.join(site, decodeURIComponent(new URL(request.url, 'http://x').pathname));
    try {
      response.writeHead(200, { 'Content-Type': TYPES[file.split('.').pop()] ?? 'application/octet-stream' }).end(readFileSync(file));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  server.unref();
  return `http://127.0.0.1:${server.address().port}`;
}

const origin = await served();

export const address = (page) => (origin ? `${origin}/${page}` : pathToFileURL(path.join(site, page)).href);

export const launch = (more = []) => chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', ...more],
});

/** Opens a page; `trouble` gathers what goes wrong, a request that leaves the disk or the server of these tests among it. */
export async function open(browser, page, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const tab = await context.newPage();
  const trouble = troubles(tab, origin ?? 'file:');
  await tab.goto(address(page));
  return { context, tab, trouble };
}
