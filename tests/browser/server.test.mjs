// What a person sees of the two servers: the upload page while the network and the bureau's machine fail, and a preview that is open in many tabs.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as ask } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect } from 'node:tls';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';

const root = path.join(import.meta.dirname, '../..');
const axe = readFileSync(path.join(import.meta.dirname, 'node_modules/axe-core/axe.min.js'), 'utf8');
let browser;
let folder;
const running = [];

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
  folder = mkdtempSync(path.join(tmpdir(), 'yizhan-'));
  for (const part of ['yizhan.yaml', 'calendar.yaml', 'checklists', 'content']) cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
});
after(async () => {
  running.forEach((child) => child.kill('SIGKILL'));
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the program, and gives what fits in what it says first. */
async function start(args, wanted) {
  const child = spawn(process.env.YIZHAN_PROGRAM, ['serve', ...args, '-q', '--lang', 'zh', '-C', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  running.push(child);
  let said = '';
  return new Promise((resolve, reject) => {
    child.on('exit', () => reject(new Error(`it ended: ${said}`)));
    child.stdout.on('data', (part) => {
      said += part;
      const found = wanted.exec(said);
      if (found) resolve(found);
    });
  });
}

/** A network between a browser and the program. `plan` holds for each path what becomes of the next requests: gone, busy, slow; then they pass. */
async function network(port, plan) {
  const seen = [];
  const server = createServer((request, response) => {
    const fate = plan[request.url]?.shift();
    seen.push(`${request.url} ${fate ?? 'passes'}`);
    if (fate === 'gone') {
      request.once('data', () => request.destroy());
      if (!Number(request.headers['content-length'])) request.destroy();
      return;
    }
    if (fate === 'busy') {
      request.resume();
      request.on('end', () => response.writeHead(503, { 'Retry-After': '1', 'Content-Type': 'text/plain; charset=utf-8' }).end('现在交的人太多，1 秒后自动再交'));
      return;
    }
    const onward = ask({ port, host: '127.0.0.1', method: request.method, path: request.url, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  server.unref();
  return { port: server.address().port, seen };
}

async function phone() {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'zh-CN' });
  const tab = await context.newPage();
  tab.setDefaultTimeout(30000);
  const trouble = [];
  tab.on('pageerror', (e) => trouble.push(String(e)));
  tab.on('console', (m) => { if (m.type() === 'error' && !/Failed to load resource/.test(m.text())) trouble.push(m.text()); });
  return { tab, trouble, context };
}

async function audit(tab, where) {
  await tab.evaluate(axe);
  const { violations } = await tab.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map((v) => `${where}: ${v.id} ${v.nodes.map((n) => n.target)}`), []);
  assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${where} is too wide`);
}

const result = (campaign) => ({
  name: `结果-${campaign}.json`,
  mimeType: 'application/json',
  buffer: Buffer.from(JSON.stringify({
    standard: 'wenling-village-stars', version: '2023', point: 'juyuan', round: 'site', date: '2026-06-08', campaign, form: '00112233445566778899aabbccddee' + campaign.slice(-2),
    inspectors: ['张示例'], findings: { tidy: { marks: '2' } },
  })),
});

test('the page says what goes wrong, tries again by itself, and loses nothing', async () => {
  const [, port, code] = await start(['--intake', '--inspector', '张示例', '--host', '127.0.0.1'], /http:\/\/127\.0\.0\.1:(\d+)\/[\s\S]*张示例　(\d{8})/);
  const plan = { '/hello': ['gone'], '/upload': ['busy', 'gone'] };
  const way = await network(Number(port), plan);
  const { tab, trouble, context } = await phone();
  await tab.goto(`http://127.0.0.1:${way.port}/#${code}`);
  assert.equal(await tab.getByLabel('检查人编号（8 位）').inputValue(), code);
  assert.ok(!tab.url().includes(code), 'the code does not stay in the address');
  await audit(tab, 'the page');
  await tab.getByLabel('文件').setInputFiles([result('2077'), { name: '坏的.zip', mimeType: 'application/zip', buffer: Buffer.from('PK\x03\x04 broken') }]);
  await tab.getByRole('button', { name: '交上去' }).click();
  const item = tab.locator('li', { hasText: '结果-2077.json' });
  await item.getByText(/网络断了/).waitFor();
  assert.match(await item.textContent(), /秒后 自动再交（第 2 次）/);
  assert.match(await tab.locator('#state').textContent(), /还有 2 个文件没有交完/);
  await audit(tab, 'while it waits');
  await item.getByRole('button', { name: '现在就交' }).click();
  await item.getByText(/现在交的人太多/).waitFor();
  await item.getByText(/✓ 收下了/).waitFor();
  const broken = tab.locator('li', { hasText: '坏的.zip' });
  await broken.getByText(/✗ 没有收：/).waitFor();
  assert.match(await broken.textContent(), /压缩包打不开/);
  assert.equal(await tab.locator('#state').textContent(), '');
  assert.deepEqual(plan, { '/hello': [], '/upload': [] });
  assert.deepEqual(trouble, []);
  const records = readdirSync(path.join(folder, 'content/wenling/inspections')).filter((name) => name.startsWith('juyuan-'));
  assert.equal(records.length, 1, 'what was cut off on the way and sent again is one record');

  // A wrong code stops, and keeps what was chosen; a file that is too large is told before it goes; one can be taken out.
  await tab.getByLabel('检查人编号（8 位）').fill(code === '00000000' ? '11111111' : '00000000');
  await tab.getByLabel('文件').setInputFiles([result('2078'), result('2079')]);
  await tab.getByRole('button', { name: '交上去' }).click();
  await tab.getByText(/检查人编号：编号不对/).waitFor();
  await tab.locator('li', { hasText: '结果-2079.json' }).getByRole('button', { name: '不交了' }).click();
  assert.match(await tab.locator('li', { hasText: '结果-2078.json' }).textContent(), /等着交/);
  await tab.getByLabel('检查人编号（8 位）').fill(code);
  await tab.getByRole('button', { name: '交上去' }).click();
  await tab.locator('li', { hasText: '结果-2078.json' }).getByText(/✓ 收下了/).waitFor();
  assert.match(await tab.locator('li', { hasText: '结果-2079.json' }).textContent(), /没有交/);
  assert.deepEqual(trouble, []);
  await context.close();
});

test('the form that the bureau hands out: the code is brought along, what is filled in is handed in, and a wrong code or no network loses nothing', async () => {
  const args = ['--intake', '--inspector', '张示例', '--form', 'wenling-village-stars', '--bureau', 'wenling', '--points', 'songtang', '--campaign', '2081'];
  const [, form, code] = await start(args, /^(http:\/\/127\.0\.0\.1:\d+\/[0-9a-z]{20}\/index\.html)$[\s\S]*张示例　(\d{8})/m);
  const records = () => readdirSync(path.join(folder, 'content/wenling/inspections')).filter((name) => name.endsWith('.yaml'));
  const before = records();
  const { tab, trouble, context } = await phone();
  await tab.goto(`${form}#code=${code}`);
  assert.equal(tab.url(), form);
  await tab.getByRole('button', { name: /开始检查：/ }).click();
  await tab.getByLabel('检查人（用顿号隔开）').fill('张示例');
  await tab.locator('#c-leadership').getByRole('button', { name: /^满分/ }).click();
  await tab.getByRole('button', { name: '核对、签名、导出' }).click();
  await tab.getByRole('button', { name: '打包成一个文件' }).click();
  const field = tab.getByLabel('检查人编号（8 位）');
  assert.equal(await field.inputValue(), code);
  await audit(tab, 'handing in');
  const send = tab.getByRole('button', { name: '交给局里' });
  await context.setOffline(true);
  await send.click();
  await tab.getByText('连不上局里的电脑').waitFor();
  await context.setOffline(false);
  await field.fill(code === '00000000' ? '11111111' : '00000000');
  await send.click();
  await tab.getByText(/没有交成：编号不对/).waitFor();
  assert.match(await tab.locator('.kept').textContent(), /有改动没有导出/);
  await field.fill(code);
  await send.click();
  await tab.getByText(/交到了。收下了/).waitFor();
  await tab.locator('.kept', { hasText: '已全部导出' }).waitFor();
  const written = records().filter((name) => !before.includes(name));
  assert.equal(written.length, 1, 'the record');
  assert.match(readFileSync(path.join(folder, 'content/wenling/inspections', written[0]), 'utf8'), /张示例/);
  // A browser keeps the page of this machine as it does one of https.
  await tab.goto(form);
  await tab.getByText('不联网也能打开').waitFor({ state: 'attached' });
  await context.setOffline(true);
  await tab.goto(form);
  await tab.getByRole('button', { name: /^接着填：/ }).waitFor();
  assert.deepEqual(trouble, []);
  await context.close();
});

test('over TLS the form opens offline where the phone trusts the certificate, and says so where it does not', async () => {
  const args = ['--intake', '--inspector', '张示例', '--form', 'wenling-village-stars', '--bureau', 'wenling', '--points', 'songtang', '--tls', 'self'];
  const [, form, port] = await start(args, /^(https:\/\/127\.0\.0\.1:(\d+)\/[0-9a-z]{20}\/index\.html)$/m);
  // A browser that knows the key, as one whose phone has the certificate's authority.
  const key = await new Promise((done, fail) => {
    const socket = connect({ host: '127.0.0.1', port: Number(port), rejectUnauthorized: false }, () => {
      done(createHash('sha256').update(socket.getPeerX509Certificate().publicKey.export({ type: 'spki', format: 'der' })).digest('base64'));
      socket.destroy();
    });
    socket.on('error', fail);
  });
  const trusting = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', `--ignore-certificate-errors-spki-list=${key}`] });
  const good = await trusting.newContext({ viewport: { width: 360, height: 740 } });
  const tab = await good.newPage();
  tab.setDefaultTimeout(30000);
  await tab.goto(form);
  await tab.getByText('这一页已经存在手机里').waitFor();
  await good.setOffline(true);
  await tab.goto(form);
  await tab.getByRole('button', { name: /开始检查：/ }).waitFor();
  await trusting.close();
  // One that was told to go on all the same.
  const warned = await browser.newContext({ viewport: { width: 360, height: 740 }, ignoreHTTPSErrors: true });
  const other = await warned.newPage();
  other.setDefaultTimeout(30000);
  await other.goto(form);
  await other.getByText('这一页存不进手机，不联网打不开').waitFor();
  await warned.close();
});

test('an edit reaches ten tabs, though a browser opens six connections', async () => {
  const [, port] = await start(['--port', '0'], /http:\/\/127\.0\.0\.1:(\d+)\//);
  const { trouble, context } = await phone();
  const tabs = [];
  for (let n = 0; n < 10; n += 1) {
    const tab = await context.newPage();
    tab.setDefaultTimeout(30000);
    tab.on('pageerror', (e) => trouble.push(String(e)));
    tab.on('console', (m) => { if (m.type() === 'error') trouble.push(m.text()); });
    await tab.goto(`http://127.0.0.1:${port}/wenling/points/juyuan/`);
    tabs.push(tab);
  }
  const file = path.join(folder, 'content/wenling/points/juyuan.yaml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/^((?:name|名称): )(.*)$/m, '$1改过的村站'));
  await Promise.all(tabs.map((tab) => tab.getByRole('heading', { level: 1, name: /改过的村站/ }).waitFor()));
  writeFileSync(file, `${text}\nno_such_key: 1\n`);
  await Promise.all(tabs.map((tab) => tab.locator('#yizhan-errors').waitFor()));
  writeFileSync(file, text);
  await Promise.all(tabs.map((tab) => tab.locator('#yizhan-errors').waitFor({ state: 'detached' })));
  assert.deepEqual(trouble, []);
  await context.close();
});
