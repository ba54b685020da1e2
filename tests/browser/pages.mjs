// What the browser tests share: the built sample, its pages, and a browser that notes every trouble.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

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

export const address = (page) => pathToFileURL(path.join(site, page)).href;

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});

/** Opens a page from the disk; `trouble` gathers errors, refused content and requests that leave the disk. */
export async function open(browser, page, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const tab = await context.newPage();
  const trouble = [];
  tab.on('console', (m) => { if (['error', 'warning'].includes(m.type())) trouble.push(m.text()); });
  tab.on('pageerror', (e) => trouble.push(String(e)));
  tab.on('request', (r) => { if (!r.url().startsWith('file:') && !r.url().startsWith('data:')) trouble.push(`asks for ${r.url()}`); });
  tab.on('requestfailed', (r) => trouble.push(`cannot load ${r.url()}`));
  await tab.goto(address(page));
  return { context, tab, trouble };
}
