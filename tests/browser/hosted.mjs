// What the tests of hosted forms share: pages of rounds as `inspect form --web` makes them, and a plain web server for them.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '../..');
const TYPES = { html: 'text/html; charset=utf-8', js: 'text/javascript', png: 'image/png', webmanifest: 'application/manifest+json' };

/** A copy of the sample with one bureau, in which a test may write. */
export function workspace() {
  const folder = mkdtempSync(path.join(tmpdir(), 'yizhan-web-'));
  for (const part of ['yizhan.yaml', 'calendar.yaml', 'checklists', 'content/wenling', 'content/national']) {
    if (existsSync(path.join(root, part))) cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  }
  // The theme as it is edited here, and not as it was when the program was built.
  cpSync(path.join(root, 'themes/default/form'), path.join(folder, 'themes/default/form'), { recursive: true });
  return folder;
}

/** Makes the page of the round on site again, for an address. Gives its path below that address. */
export function make(folder, at) {
  const said = execFileSync(process.env.YIZHAN_PROGRAM, ['inspect', 'form', '-q', '-C', folder, '--standard', 'wenling-village-stars', '--bureau', 'wenling',
    '--points', 'baishuli,songtang', '--web', path.join(folder, 'web'), '--at', at], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const found = /^(https?:\/\/\S+)$/m.exec(said);
  return found[1].slice(at.length);
}

/** A plain server for a folder: {at, asked, close}. `down` makes it answer nobody; `caching` is what it says of how long an answer holds. */
export async function serve(folder) {
  const asked = [];
  const state = { down: false, caching: 'no-store' };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://x');
    asked.push(pathname);
    if (state.down) {
      request.socket.destroy();
      return;
    }
    try {
      const bytes = readFileSync(path.join(folder, decodeURIComponent(pathname)));
      response.writeHead(200, { 'Content-Type': TYPES[pathname.split('.').pop()] ?? 'application/octet-stream', 'Cache-Control': state.caching }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  server.unref();
  return { at: `http://127.0.0.1:${server.address().port}`, asked, state, close: () => server.close() };
}
