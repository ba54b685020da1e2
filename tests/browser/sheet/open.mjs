// The page with a sheet in Chromium, and what the tests do with it.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { serve } from './serve.mjs';

let browser;
let server;

export async function start() {
  server = await serve();
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

export async function stop() {
  await browser.close();
  server.close();
}

export const origin = () => server.origin;

/** The page with a sheet, and what a test does with it. */
export async function open(query = '', options = {}) {
  const context = await browser.newContext({ viewport: { width: 1218, height: 700 }, permissions: ['clipboard-read', 'clipboard-write'], ...options });
  const tab = await context.newPage();
  const trouble = [];
  tab.on('pageerror', (error) => trouble.push(String(error)));
  tab.on('console', (message) => { if (/error|warning/.test(message.type())) trouble.push(message.text()); });
  await tab.goto(`${server.origin}/?${query}`);
  await tab.waitForFunction(() => document.documentElement.dataset.ready);
  const cdp = await context.newCDPSession(tab);
  const s = {
    context, tab, trouble, cdp,
    run: (work, of) => tab.evaluate(work, of),
    press: async (...keys) => { for (const key of keys) await tab.keyboard.press(key); },
    type: (text) => tab.keyboard.type(text),
    /** Puts the current cell somewhere and the focus into the sheet. */
    at: (row, column) => tab.evaluate(([r, c]) => { window.t.sheet.select(r, c); window.t.sheet.focus(); }, [row, column]),
    text: (row, column) => tab.evaluate(([r, c]) => window.t.text(r, c), [row, column]),
    where: () => tab.evaluate(() => `${window.t.selected.row} ${window.t.selected.column}`),
    range: () => tab.evaluate(() => { const b = window.t.sheet.selection.box; return [b.top, b.left, b.bottom, b.right].join(','); }),
    changes: () => tab.evaluate(() => window.t.changes),
    last: () => tab.evaluate(() => window.t.changes.at(-1)),
    count: () => tab.evaluate(() => window.t.changes.length),
    said: () => tab.evaluate(() => window.t.said.join('\n')),
    editing: () => tab.evaluate(() => window.t.sheet.editor.editing),
    box: (row, column) => tab.evaluate(([r, c]) => { const b = window.t.cell(r, c).getBoundingClientRect(); return { x: b.x, y: b.y, width: b.width, height: b.height, mx: b.x + b.width / 2, my: b.y + b.height / 2 }; }, [row, column]),
    click: async (row, column, how) => { const b = await s.box(row, column); await tab.mouse.click(b.mx, b.my, how); },
    /** A key that goes to an input method, then what it composes. */
    compose: async (...steps) => {
      for (const text of steps) {
        await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', windowsVirtualKeyCode: 229, key: 'Process', code: 'KeyA' });
        await cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
      }
    },
    commit: (text) => cdp.send('Input.insertText', { text }),
    /** Puts something into the clipboard as another program would, and pastes it. */
    paste: (html, text = '') => tab.evaluate(([h, t]) => {
      const data = new DataTransfer();
      if (h) data.setData('text/html', h);
      if (t) data.setData('text/plain', t);
      document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, [html, text]),
    /** What copying puts into the clipboard. */
    copied: (kind = 'copy') => tab.evaluate((k) => {
      const data = new DataTransfer();
      document.activeElement.dispatchEvent(new ClipboardEvent(k, { clipboardData: data, bubbles: true, cancelable: true }));
      return { text: data.getData('text/plain'), html: data.getData('text/html') };
    }, kind),
    done: async () => {
      assert.deepEqual(await tab.evaluate(() => window.t.violations), [], 'the policy of the page');
      assert.deepEqual(trouble, []);
      await context.close();
    },
  };
  return s;
}
