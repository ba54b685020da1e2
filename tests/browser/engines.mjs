// Firefox and WebKit for the tests of the form, behind one small interface: open a page, run a function in it, put files into a field, restart.
// Firefox is driven over WebDriver BiDi (puppeteer-core), WebKitGTK over WebDriver by the driver that Debian has for it. Clicks and inputs are made
// in the page, which is the same in both.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const { FIREFOX, WEBKIT_DRIVER } = process.env;

const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

/** A tab of Firefox. `isPrivate` makes all of its windows private ones. */
async function firefox({ isPrivate }) {
  const { launch } = await import('puppeteer-core');
  const profile = mkdtempSync(path.join(tmpdir(), 'yizhan-firefox-'));
  const start = () => launch({
    browser: 'firefox', executablePath: FIREFOX, headless: true, userDataDir: profile,
    extraPrefsFirefox: { 'browser.privatebrowsing.autostart': isPrivate, 'intl.accept_languages': 'en-US' },
  });
  let browser = await start();
  let page;
  const trouble = [];
  const tab = async () => {
    page = await browser.newPage();
    await page.setViewport({ width: 390, height: 760 });
    page.on('pageerror', (error) => trouble.push(String(error)));
    page.on('console', (message) => { if (message.type() === 'error') trouble.push(message.text()); });
  };
  await tab();
  return {
    trouble,
    goto: (url) => page.goto(url),
    reload: () => page.reload(),
    run: (work, ...of) => page.evaluate(work, ...of),
    put: async (selector, ...files) => (await page.$(selector)).uploadFile(...files),
    shot: (file) => page.screenshot({ path: file }),
    // Another tab, as after a crash.
    restart: async () => {
      await page.close().catch(() => undefined);
      await tab();
    },
    close: async () => {
      await browser.close();
      browser = null;
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** A window of WebKitGTK's MiniBrowser. Windows that are driven keep nothing when they are closed, as private ones do. */
async function webkit() {
  const port = await freePort();
  const driver = spawn(WEBKIT_DRIVER, [`--port=${port}`], { stdio: 'ignore' });
  const ask = async (method, way, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${way}`, { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  for (let tries = 0; ; tries += 1) {
    try {
      await ask('GET', '/status');
      break;
    } catch (error) {
      if (tries > 50) throw error;
      await pause(100);
    }
  }
  const browser = { binary: process.env.WEBKIT_BROWSER, args: ['--automation'] };
  const { sessionId } = await ask('POST', '/session', { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': browser } } });
  const of = `/session/${sessionId}`;
  await ask('POST', `${of}/timeouts`, { script: 30000, pageLoad: 30000 });
  await ask('POST', `${of}/window/rect`, { width: 390, height: 760 }).catch(() => undefined);
  const run = async (work, ...args) => {
    // What a function gives is waited for, as in Firefox.
    const script = `const [args, done] = [[...arguments].slice(0, -1), arguments[arguments.length - 1]];
      Promise.resolve().then(() => (${work})(...args)).then((value) => done({ value }), (error) => done({ error: String(error && error.stack || error) }));`;
    const { value, error } = await ask('POST', `${of}/execute/async`, { script, args });
    if (error) throw new Error(error);
    return value;
  };
  return {
    trouble: [],
    goto: (url) => ask('POST', `${of}/url`, { url }),
    reload: () => ask('POST', `${of}/refresh`, {}),
    run,
    put: async (selector, ...files) => {
      const found = await ask('POST', `${of}/element`, { using: 'css selector', value: selector });
      await ask('POST', `${of}/element/${Object.values(found)[0]}/value`, { text: files.join('\n') });
    },
    shot: async (file) => writeFileSync(file, Buffer.from(await ask('GET', `${of}/screenshot`), 'base64')),
    restart: async () => {
      const { handle } = await ask('POST', `${of}/window/new`, { type: 'tab' });
      await ask('DELETE', `${of}/window`);
      await ask('POST', `${of}/window`, { handle });
    },
    close: async () => {
      await ask('DELETE', of).catch(() => undefined);
      driver.kill();
    },
  };
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** The engines, each with what keeps it from being tested here. */
export const engines = [
  { name: 'Firefox', agent: /Firefox\//, open: firefox, missing: FIREFOX && existsSync(FIREFOX) ? null : 'LEFT OUT: there is no Firefox here (apt-get install firefox-esr)' },
  {
    name: 'WebKitGTK',
    agent: /AppleWebKit\/(?!537)/,
    open: webkit,
    missing: WEBKIT_DRIVER && existsSync(WEBKIT_DRIVER) && process.env.DISPLAY
      ? null : 'LEFT OUT: there is no WebKitGTK here (apt-get install webkit2gtk-driver xvfb)',
  },
];

/** Waits until a function of the page gives something. */
export async function until(tab, work, ...of) {
  const end = Date.now() + 15000;
  for (;;) {
    // A page that is being replaced answers nothing.
    const found = await tab.run(work, ...of).catch(() => null);
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited in vain for ${String(work).slice(0, 200)} ${JSON.stringify(of)}`);
    await pause(60);
  }
}
