// The inspector's form on a phone: filled in, reloaded, crashed, exported; and the troubles that a phone can have.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { AGAIN, ALL, ONE, changedForm, exported, fits, formFile, formFiles, importedByProgram, packed, phone, photos, root, scoredByProgram } from './form.mjs';
import { launch } from './pages.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const card = (tab, id) => tab.locator(`#c-${id}`);
// Between two pages there is none for a moment.
const saved = (tab) => tab.waitForFunction(() => /已存在这部手机/.test(document.querySelector('.kept')?.textContent ?? ''));

/** Full marks, or what is said instead. */
async function full(tab, ...ids) {
  for (const id of ids) await card(tab, id).getByRole('button', { name: /^满分/ }).click();
}

/** Chooses a day by its wheels. */
async function day(field, ...parts) {
  for (const [index, part] of parts.entries()) await field.getByRole('combobox').nth(index).selectOption(String(part));
}

async function audit(tab, what) {
  await tab.evaluate(axe);
  const found = await tab.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes[0].html}`), [], what);
  assert.ok(await fits(tab), `${what} is too wide`);
}

/** Everything that can be pressed is at least 48 px high. */
async function targets(tab) {
  const small = await tab.evaluate(() => [...document.querySelectorAll('button, .button, summary, input:not([type=file]), select, textarea')]
    .filter((node) => node.offsetParent && Math.round(node.getBoundingClientRect().height) < 48).map((node) => node.outerHTML.slice(0, 80)));
  assert.deepEqual(small, []);
}

async function sign(tab, role, name) {
  await tab.getByRole('button', { name: '加一个签名' }).click();
  await tab.locator('.pad').getByRole('button', { name: role, exact: true }).click();
  await tab.getByLabel('姓名').fill(name);
  const canvas = tab.locator('canvas');
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  await tab.mouse.move(box.x + 30, box.y + 30);
  await tab.mouse.down();
  for (let i = 1; i <= 8; i += 1) await tab.mouse.move(box.x + 30 + 25 * i, box.y + 30 + (i % 2) * 40);
  await tab.mouse.up();
  await tab.getByRole('button', { name: '签好了' }).click();
  await tab.getByAltText(`${name}的签名`).waitFor();
}

test('a whole form of Wenling on 360 px: three photos, a reload, a crash, signatures, export; the program scores it alike', async () => {
  const own = await phone(browser, { permissions: ['geolocation'], geolocation: { latitude: 28.4056, longitude: 121.4402, accuracy: 12 } });
  let tab = await own.open(ALL);
  await audit(tab, 'the start');
  await tab.getByLabel('找服务点').fill('柏树里');
  await tab.getByRole('button', { name: /开始检查：/ }).click();
  await tab.waitForSelector('.bar');
  assert.match(await tab.locator('.bar strong').textContent(), /0～98分.*待补数据/);
  await tab.getByLabel('检查人（用顿号隔开）').fill('张三、李四');
  await tab.getByLabel('陪同（服务点在场的人）').fill('王五');
  await full(tab, 'leadership', 'staffing');
  await card(tab, 'signs').getByRole('button', { name: /缺：室内/ }).click();
  assert.match(await card(tab, 'signs').locator('.state').textContent(), /由检查人酌情评分，还没有给分/);
  await card(tab, 'signs').getByLabel('酌情得分，满分2').fill('１．５');
  await card(tab, 'signs').getByLabel('原因或说明').fill('室内标识被柜子挡住');
  await full(tab, 'service-area');
  const [first, second, third] = await photos(browser, 3);
  await card(tab, 'service-area').getByLabel(/^拍照/).setInputFiles(first);
  await card(tab, 'service-area').locator('figure img').waitFor();
  assert.match(await card(tab, 'service-area').locator('figure').textContent(), /拍摄 2026-11-27 09:10/);
  await card(tab, 'service-area').getByLabel('照片说明').fill('柜台');
  await saved(tab);

  // Reloaded: the same form, as it was.
  await tab.reload();
  await tab.waitForSelector('.bar');
  assert.equal(await card(tab, 'signs').getByLabel('酌情得分，满分2').inputValue(), '1.5');
  assert.equal(await card(tab, 'service-area').getByLabel('照片说明').inputValue(), '柜台');
  // The point declares none; the inspector finds one.
  assert.match(await card(tab, 'terminal').textContent(), /填报：0台/);
  await card(tab, 'terminal').getByLabel('自助服务终端（台）').fill('1');
  assert.match(await card(tab, 'terminal').textContent(), /与以前的不同/);
  await full(tab, 'tidy');
  await card(tab, 'tidy').getByRole('button', { name: '得分，少0.5分' }).click();
  assert.match(await card(tab, 'tidy').textContent(), /扣了分，请写原因/);
  await card(tab, 'tidy').getByLabel('原因或说明').fill('打印机放在地上');
  // What is to be put right is in sight as soon as something is not met.
  await card(tab, 'tidy').getByLabel('要求整改什么').fill('打印机上桌');
  await day(card(tab, 'tidy').getByRole('group', { name: '整改期限' }), 2026, 12, 31);
  await card(tab, 'handbooks').getByRole('button', { name: '齐全' }).click();
  await card(tab, 'handbooks').getByLabel(/^选照片/).setInputFiles([second, third]);
  await card(tab, 'handbooks').locator('figure').nth(1).waitFor();
  await full(tab, 'publicity', 'knowledge', 'training', 'manners', 'confidentiality', 'nearby');
  await saved(tab);

  // The tab crashes; another one takes up where it was.
  const address = tab.url();
  const cdp = await own.context.newCDPSession(tab);
  const gone = tab.waitForEvent('crash');
  cdp.send('Page.crash').catch(() => undefined);
  await gone;
  tab = await own.open(ALL);
  assert.match(await tab.locator('.notice.wrong').textContent(), /1 份表单的改动没有导出/);
  await tab.getByRole('button', { name: /^接着填：/ }).click();
  await tab.waitForSelector('.bar');
  assert.equal(tab.url(), address);
  assert.equal(await tab.locator('figure').count(), 3);
  await full(tab, 'first-asked', 'one-notice');
  // The way to what is left. The cases that the town counted earlier are known.
  await tab.getByRole('button', { name: '下一项' }).click();
  assert.equal(await tab.evaluate(() => document.activeElement.id), 'c-enrolment');
  await full(tab, 'enrolment');
  assert.match(await card(tab, 'case-share').textContent(), /镇审核：52件.*待定|待定.*镇审核：52件/s);
  await card(tab, 'case-share').getByLabel('该村办件量（件）').fill('120');
  await card(tab, 'case-share').getByLabel('该镇办件量（件）', { exact: true }).fill('1500');
  await card(tab, 'case-share').getByLabel('该镇市级办件量（件）').fill('780');
  assert.match(await card(tab, 'case-share').textContent(), /120÷\(120\+1500\+780\)；120 ≥ 5% × 2400 = 120/);
  await tab.getByRole('button', { name: '记录定位' }).click();
  await tab.getByText(/已记录定位：28\.405600/).waitFor();
  await audit(tab, 'the sheet');
  await targets(tab);

  await tab.getByRole('button', { name: '去核对' }).click();
  await tab.waitForSelector('.total');
  await sign(tab, '检查人', '张三');
  await sign(tab, '服务点', '王五');
  await audit(tab, 'the review');
  await targets(tab);
  const display = await tab.locator('.total').textContent();
  assert.match(display, /^99分　三星$/);
  assert.match(await tab.locator('main').textContent(), /有改动没有导出/);
  const zip = await exported(tab);
  assert.match(zip.name, /^检查-云塘镇柏树里村医保经办服务点-现场核查-\d{4}-\d\d-\d\d\.zip$/);
  assert.equal(`${zip.manifest.outcome.total}分　${zip.manifest.outcome.grade}`, display);
  assert.equal(Object.keys(zip.files).filter((name) => name.startsWith('photos/')).length, 3);
  assert.equal(zip.record.signatures.length, 2);
  assert.deepEqual(zip.record.findings['tidy'].mend, { what: '打印机上桌', deadline: '2026-12-31' });
  assert.deepEqual(zip.record.facts, { 自助服务终端: '1', 该村办件量: '120', 该镇办件量: '1500', 该镇市级办件量: '780' });
  assert.deepEqual(Object.keys(zip.record.position), ['latitude', 'longitude', 'accuracy', 'taken']);
  await tab.getByText(/已全部导出/).waitFor();
  const photo = zip.record.findings['service-area'].photos[0];
  assert.equal(photo.taken, '2026-11-27 09:10');
  const size = await tab.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/jpeg;base64,${base64}`;
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  }, Buffer.from(zip.files[photo.file]).toString('base64'));
  assert.deepEqual(size, [1600, 1200]);
  assert.equal(scoredByProgram(zip).total, '99');
  console.log(`taken in by the program: ${importedByProgram(zip) ? 'yes' : 'not asked, it has no such command'}`);
  // A change after the export is red again.
  await tab.getByRole('button', { name: '‹ 回去填写' }).click();
  await tab.getByLabel('内部备注').fill('补记');
  await tab.waitForSelector('.kept.wrong');
  assert.match(await tab.locator('.kept').textContent(), /有改动没有导出/);
  assert.deepEqual(own.trouble, []);
  await own.context.close();
});

test('two phones, one point: the file of one is opened on the other, beside what is there', async () => {
  const phones = [await phone(browser), await phone(browser)];
  const zips = [];
  const tabs = [];
  for (const [i, own] of phones.entries()) {
    const tab = await own.open(ONE);
    await tab.getByRole('button', { name: /开始检查：/ }).click();
    await full(tab, i === 0 ? 'leadership' : 'staffing');
    await tab.getByRole('button', { name: '核对、签名、导出' }).click();
    zips.push(await exported(tab));
    tabs.push(tab);
  }
  assert.notEqual(zips[0].record.form, zips[1].record.form);
  const [tab] = tabs;
  await tab.goto(tab.url().split('#')[0]);
  const open = async (zip) => tab.getByLabel('打开导出的文件').setInputFiles({ name: 'a.zip', mimeType: 'application/zip', buffer: zip.bytes });
  await open(zips[1]);
  await tab.locator('.form').nth(1).waitFor();
  assert.match(await tab.locator('.point').textContent(), /导入的一份/);
  // What is in the file has left the other phone already.
  assert.equal(await tab.locator('.form p.wrong').count(), 0);
  // It lives on here under an identity of its own: both phones may go on, and neither takes the place of the other at the bureau.
  await tab.locator('.form', { hasText: '导入的一份' }).getByRole('button', { name: /^接着填/ }).click();
  await full(tab, 'training');
  await tab.getByRole('button', { name: '核对、签名、导出' }).click();
  const moved = await exported(tab);
  assert.notEqual(moved.record.form, zips[1].record.form);
  assert.deepEqual(Object.keys(moved.record.findings), ['staffing', 'training']);
  // The same file again, and one's own: they are here already, and are opened, or kept beside.
  await tab.goto(tab.url().split('#')[0]);
  await open(zips[1]);
  await tab.getByText(/这份表单这里已经有了：导入的一份/).waitFor();
  assert.equal(await tab.locator('.form').count(), 2);
  await targets(tab);
  await tab.getByRole('button', { name: '打开已有的' }).click();
  await tab.waitForSelector('.bar');
  assert.match(await card(tab, 'training').locator('.state').textContent(), /符合/);
  await tab.goto(tab.url().split('#')[0]);
  await open(zips[0]);
  await tab.getByText(/这份表单这里已经有了：在这部手机上填的一份/).waitFor();
  await tab.getByRole('button', { name: '另存一份' }).click();
  await tab.locator('.form').nth(2).waitFor();
  // A file that changed on its way is refused.
  const broken = Buffer.from(zips[0].bytes);
  broken[60] ^= 1;
  await tab.getByLabel('打开导出的文件').setInputFiles({ name: 'b.zip', mimeType: 'application/zip', buffer: broken });
  await tab.locator('.card p.wrong[role=status]').waitFor();
  assert.equal(await tab.locator('.form').count(), 3);
  for (const own of phones) {
    assert.deepEqual(own.trouble, []);
    await own.context.close();
  }
});

test('storage refused: it says so, still works, and exports', async () => {
  for (const refuse of [() => { indexedDB.open = () => { throw new DOMException('no', 'SecurityError'); }; }, () => { Object.defineProperty(window, 'indexedDB', { value: undefined }); }]) {
    const own = await phone(browser);
    await own.context.addInitScript(refuse);
    const tab = await own.open(ONE);
    assert.match(await tab.locator('.warning').textContent(), /不让页面保存内容/);
    await tab.getByRole('button', { name: /开始检查：/ }).click();
    await full(tab, 'leadership');
    assert.match(await tab.locator('.kept').textContent(), /没有存进手机/);
    const [photo] = await photos(browser, 1);
    await card(tab, 'tidy').getByLabel(/^拍照/).setInputFiles(photo);
    await card(tab, 'tidy').locator('figure').waitFor();
    await tab.getByRole('button', { name: '核对、签名、导出' }).click();
    const zip = await exported(tab);
    assert.equal(Object.keys(zip.files).length, 3);
    assert.deepEqual(own.trouble, []);
    await own.context.close();
  }
});

test('photos that are still being made smaller when somebody leaves the form are in it all the same', async () => {
  const own = await phone(browser);
  const tab = await own.open(ONE);
  await tab.getByRole('button', { name: /开始检查：/ }).click();
  await full(tab, 'leadership');
  await tab.getByRole('button', { name: '核对、签名、导出' }).click();
  await exported(tab);
  await tab.getByRole('button', { name: '‹ 回去填写' }).click();
  await card(tab, 'tidy').getByLabel(/^选照片/).setInputFiles(await photos(browser, 6));
  await tab.getByRole('button', { name: '‹ 首页' }).click();
  // The start says that there is something new.
  await tab.locator('.form p.wrong', { hasText: '有改动没有导出' }).waitFor();
  // Opened again while some are still to come: the same form, and nothing of what is typed now is written over.
  await tab.getByRole('button', { name: /^接着填：/ }).click();
  await full(tab, 'staffing');
  await card(tab, 'tidy').locator('figure').nth(5).waitFor();
  await saved(tab);
  await tab.reload();
  await card(tab, 'tidy').locator('figure').nth(5).waitFor();
  await tab.getByRole('button', { name: '核对、签名、导出' }).click();
  const zip = await exported(tab);
  assert.deepEqual(Object.keys(zip.record.findings), ['leadership', 'staffing', 'tidy']);
  assert.equal(zip.record.findings.tidy.photos.length, 6);
  assert.deepEqual(own.trouble, []);
  await own.context.close();
});

test('nothing is said to be kept before it is', async () => {
  const own = await phone(browser);
  await own.context.addInitScript(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (value) {
      const request = put.call(this, value);
      const hold = () => { if (globalThis.slow) this.get('-').onsuccess = hold; };
      hold();
      return request;
    };
  });
  const tab = await own.open(ONE);
  await tab.getByRole('button', { name: /开始检查：/ }).click();
  await full(tab, 'leadership');
  await saved(tab);
  await tab.evaluate(() => { globalThis.slow = true; });
  await full(tab, 'staffing');
  assert.match(await tab.locator('.kept').textContent(), /^正在存进这部手机/);
  await tab.evaluate(() => { globalThis.slow = false; });
  await saved(tab);
  assert.deepEqual(own.trouble, []);
  await own.context.close();
});

test('no room for a photo: it stays in the page, it is said in red, the export has it, and it is kept once there is room', async () => {
  const own = await phone(browser);
  await own.context.addInitScript(() => {
    globalThis.full = true;
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (value) {
      if (globalThis.full && this.name === 'pictures') throw new DOMException('no room', 'QuotaExceededError');
      return put.call(this, value);
    };
  });
  const tab = await own.open(ONE);
  await tab.getByRole('button', { name: /开始检查：/ }).click();
  const [photo] = await photos(browser, 1);
  await card(tab, 'tidy').getByLabel(/^拍照/).setInputFiles(photo);
  await card(tab, 'tidy').locator('figure img').waitFor();
  await tab.locator('.kept.wrong', { hasText: '手机空间不够，照片还没有存下，先导出' }).waitFor();
  await tab.locator('.bar .wrong', { hasText: '手机空间不够' }).waitFor();
  assert.equal(await tab.getByText(/照片打不开/).count(), 0);
  await audit(tab, 'the sheet without room');
  await tab.getByRole('button', { name: '核对、签名、导出' }).click();
  await sign(tab, '检查人', '张三');
  const zip = await exported(tab);
  assert.deepEqual(Object.keys(zip.files).map((name) => name.split('/')[0]).sort(), ['manifest.json', 'photos', 'record.json', 'signatures']);
  // Room again: the next change writes everything.
  await tab.evaluate(() => { globalThis.full = false; });
  await tab.getByRole('button', { name: '‹ 回去填写' }).click();
  await full(tab, 'leadership');
  await saved(tab);
  await tab.waitForFunction(() => document.querySelector('.bar .wrong').hidden);
  await tab.reload();
  await card(tab, 'tidy').locator('figure img[src]').waitFor();
  assert.deepEqual(own.trouble, []);
  await own.context.close();
});

test('the connection to what is kept is lost, as in the background on an iPhone: it is opened again', async () => {
  const own = await phone(browser);
  await own.context.addInitScript(() => {
    const open = indexedDB.open.bind(indexedDB);
    const connections = [];
    globalThis.refused = false;
    globalThis.lose = () => connections.forEach((one) => one.close());
    indexedDB.open = (...of) => {
      if (globalThis.refused) throw new DOMException('lost', 'UnknownError');
      const request = open(...of);
      request.addEventListener('success', () => connections.push(request.result));
      return request;
    };
    // A connection that is there and never answers.
    globalThis.hang = () => connections.forEach((one) => {
      one.transaction = () => ({ objectStore: () => ({ put: () => ({}), get: () => ({}), getAll: () => ({}) }) });
    });
  });
  const tab = await own.open(ONE);
  await tab.getByRole('button', { name: /开始检查：/ }).click();
  await full(tab, 'leadership');
  await saved(tab);
  // Lost once: nobody notices.
  await tab.evaluate(() => globalThis.lose());
  await full(tab, 'staffing');
  await saved(tab);
  await tab.evaluate(() => globalThis.lose());
  await tab.getByRole('button', { name: '‹ 首页' }).click();
  await tab.getByRole('button', { name: /^接着填：/ }).click();
  await tab.waitForSelector('.bar');
  await tab.evaluate(() => globalThis.hang());
  await full(tab, 'service-area');
  await tab.waitForFunction(async () => {
    const db = await new Promise((resolve) => { indexedDB.open('yizhan-inspect', 1).onsuccess = (event) => resolve(event.target.result); });
    const forms = await new Promise((resolve) => { db.transaction('forms').objectStore('forms').getAll().onsuccess = (event) => resolve(event.target.result); });
    return Boolean(forms[0].findings['service-area']);
  });
  // Lost for a while: it is said, and made good afterwards, pictures too.
  await tab.evaluate(() => { globalThis.refused = true; globalThis.lose(); });
  await full(tab, 'training');
  await tab.locator('.kept.wrong', { hasText: '没有存进手机' }).waitFor();
  const [photo] = await photos(browser, 1);
  await card(tab, 'tidy').getByLabel(/^拍照/).setInputFiles(photo);
  await card(tab, 'tidy').locator('figure img[src]').waitFor();
  await tab.getByRole('button', { name: '‹ 首页' }).click();
  await tab.getByText(/读不出这部手机里存下的表单/).waitFor();
  await tab.evaluate(() => { globalThis.refused = false; document.dispatchEvent(new Event('visibilitychange')); });
  await tab.getByRole('button', { name: /^接着填：/ }).click();
  await saved(tab);
  await tab.reload();
  await card(tab, 'tidy').locator('figure img[src]').waitFor();
  for (const id of ['leadership', 'staffing', 'service-area', 'training']) assert.match(await card(tab, id).locator('.state').textContent(), /符合/);
  assert.deepEqual(own.trouble, []);
  await own.context.close();
});

test('the kit is made again from a changed standard: the old form is listed, counts as unsent, and leaves as it is', async () => {
  const own = await phone(browser);
  const tab = await own.open(ONE);
  await tab.getByRole('button', { name: /开始检查：/ }).click();
  await full(tab, 'leadership', 'tidy');
  const [photo] = await photos(browser, 1);
  await card(tab, 'tidy').getByLabel(/^拍照/).setInputFiles(photo);
  await card(tab, 'tidy').locator('figure').waitFor();
  await tab.getByRole('button', { name: '核对、签名、导出' }).click();
  await sign(tab, '检查人', '张三');
  const before = await packed(tab);
  const { name, hash } = changedForm(ONE, 'tidy');
  const next = await own.open(name);
  assert.match(await next.locator('.notice.wrong').textContent(), /1 份表单的改动没有导出/);
  const kin = next.locator('.kin');
  assert.match(await kin.textContent(), /旧版表单.*云塘镇柏树里村.*按标准的另一版填写.*有改动没有导出/);
  assert.equal(await kin.getByRole('button', { name: /^删除/ }).count(), 0);
  await kin.getByRole('button', { name: /^照原样导出/ }).click();
  await audit(next, 'the start with an old form');
  await targets(next);
  const zip = await exported(next);
  assert.notEqual(zip.manifest.standardHash, hash);
  assert.equal(zip.name, before.name);
  assert.deepEqual(zip.record, before.record);
  assert.deepEqual(zip.manifest.outcome, before.manifest.outcome);
  assert.deepEqual(Object.keys(zip.files).sort(), Object.keys(before.files).sort());
  // Once it has left the phone it may be removed.
  await kin.getByRole('button', { name: /^删除/ }).click();
  await kin.getByRole('button', { name: /^删除/ }).click();
  await next.waitForFunction(() => !document.querySelector('.kin'));
  assert.equal(await next.locator('.notice.wrong').count(), 0);
  assert.deepEqual(own.trouble, []);
  await own.context.close();
});

test('only what is known to have left the phone counts as exported', async () => {
  const begin = async (own) => {
    const tab = await own.open(ONE);
    await tab.getByRole('button', { name: /开始.*：/ }).click();
    await full(tab, 'leadership');
    return tab;
  };
  const unsent = async (tab) => assert.match(await tab.locator('.kept').textContent(), /没有导出/);
  const own = await phone(browser);
  await own.context.addInitScript(() => {
    navigator.canShare = () => true;
    navigator.share = async () => { throw new DOMException('no', 'AbortError'); };
  });
  const tab = await begin(own);
  const [photo] = await photos(browser, 1);
  await card(tab, 'tidy').getByLabel(/^拍照/).setInputFiles(photo);
  await card(tab, 'tidy').locator('figure').waitFor();
  await tab.getByRole('button', { name: '核对、签名、导出' }).click();
  await packed(tab);
  await tab.getByText('文件存下来了吗？').waitFor();
  await unsent(tab);
  await targets(tab);
  await tab.getByRole('button', { name: '没有', exact: true }).click();
  await tab.getByText(/还没有导出。请再下载一次/).waitFor();
  await unsent(tab);
  // A share that was called off.
  await tab.getByRole('button', { name: '分享' }).click();
  await unsent(tab);
  // Text that was sent leaves the photo behind.
  await tab.getByText('文件发不出去时：复制文字').click();
  await tab.getByRole('button', { name: '复制' }).click();
  await tab.getByText(/文字发出去了吗？照片和签名不在里面，还要另外导出文件/).waitFor();
  await unsent(tab);
  await tab.getByRole('button', { name: '发出去了' }).click();
  await tab.locator('.kept.wrong', { hasText: '文字已发出，照片和签名没有导出' }).waitFor();
  await exported(tab);
  await tab.getByText(/已全部导出/).waitFor();
  assert.deepEqual(own.trouble, []);
  await own.context.close();
  // Inside WeChat a download is none.
  const inside = await phone(browser, { userAgent: 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36 MicroMessenger/8.0.50' });
  const other = await begin(inside);
  await other.getByRole('button', { name: '核对、签名、导出' }).click();
  await packed(other);
  await other.getByText(/微信里下载的文件多半存不下来/).waitFor();
  assert.equal(await other.getByRole('button', { name: '存下来了' }).count(), 0);
  await unsent(other);
  await other.getByText('文件发不出去时：复制文字').click();
  await other.getByRole('button', { name: '复制' }).click();
  await other.getByRole('button', { name: '发出去了' }).click();
  await other.getByText(/已全部导出/).waitFor();
  await inside.context.close();
});

test('a fact that is no number is told at once and is not in the export; units and spaces between names are read', async () => {
  const one = await phone(browser);
  const tab = await one.open(ONE);
  await tab.getByRole('button', { name: /开始检查：/ }).click();
  await tab.getByLabel('检查人（用顿号隔开）').fill('张示例 李示例');
  const cases = tab.getByLabel('该村办件量（件）');
  const wrong = card(tab, 'case-share').getByRole('alert').filter({ hasText: '写一个数' }).first();
  for (const text of ['1百', '-5', '九成']) {
    await cases.fill(text);
    await wrong.waitFor();
  }
  await cases.fill('188件');
  await wrong.waitFor({ state: 'hidden' });
  await tab.getByRole('button', { name: '核对、签名、导出' }).click();
  const { record } = await exported(tab);
  assert.deepEqual(record.inspectors, ['张示例', '李示例']);
  assert.equal(record.facts['该村办件量'], '188');
});

test('forty photos at once, one after the other, and all in the export', async () => {
  const own = await phone(browser);
  const tab = await own.open(ONE);
  await tab.getByRole('button', { name: /开始检查：/ }).click();
  const many = await photos(browser, 40);
  const began = Date.now();
  await card(tab, 'publicity').getByLabel(/^选照片/).setInputFiles(many);
  await card(tab, 'publicity').locator('figure').nth(39).waitFor({ timeout: 120000 });
  const took = Date.now() - began;
  await saved(tab);
  await tab.reload();
  await card(tab, 'publicity').locator('figure').nth(39).waitFor();
  await tab.getByRole('button', { name: '核对、签名、导出' }).click();
  const zip = await exported(tab);
  assert.equal(zip.record.findings.publicity.photos.length, 40);
  console.log(`40 photos: ${(took / 1000).toFixed(1)} s, ${(zip.bytes.length / 1e6).toFixed(1)} MB`);
  assert.deepEqual(own.trouble, []);
  await own.context.close();
});

test('inside WeChat, DingTalk, Alipay and QQ it warns before anybody starts', async () => {
  const agents = { 微信: 'MicroMessenger/8.0.50', 钉钉: 'DingTalk/7.6', 支付宝: 'AlipayClient/10.6', QQ: 'QQ/9.0.0' };
  for (const [name, mark] of Object.entries(agents)) {
    const own = await phone(browser, { userAgent: `Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36 ${mark}` });
    const tab = await own.open(ONE);
    assert.match(await tab.locator('.warning').textContent(), new RegExp(`不要在${name}里填写.*在浏览器打开`));
    assert.equal(await tab.getByRole('button', { name: /开始.*：/ }).textContent(), `仍在${name}里开始`);
    await audit(tab, name);
    await own.context.close();
  }
  const own = await phone(browser);
  assert.equal(await (await own.open(ONE)).locator('.warning').count(), 0);
  await own.context.close();
});

test('a re-inspection asks only for what was left, with the earlier finding beside', async () => {
  const own = await phone(browser, { colorScheme: 'dark' });
  const tab = await own.open(AGAIN);
  await audit(tab, 'the start in the dark');
  await tab.getByRole('button', { name: /开始检查：/ }).click();
  await tab.waitForSelector('.bar');
  const cards = await tab.locator('article').count();
  assert.ok(cards > 0 && cards < 17, String(cards));
  assert.match(await tab.locator('.notice').textContent(), new RegExp(`${cards} 项`));
  assert.match(await tab.locator('article dl').first().textContent(), /上一轮/);
  // Carried over is not looked at again.
  assert.match(await tab.locator('article .state').first().textContent(), /还没有复查：/);
  assert.match(await tab.locator('.bar').textContent(), new RegExp(`已查 0/${cards}`));
  await audit(tab, 'the sheet in the dark');
  const whole = tab.locator('article').getByRole('button', { name: /^满分/ });
  for (let i = 0; i < await whole.count(); i += 1) if (await whole.nth(i).isVisible()) await whole.nth(i).click();
  await tab.getByRole('button', { name: '核对、签名、导出' }).click();
  await audit(tab, 'the review in the dark');
  const zip = await exported(tab);
  assert.ok(Object.keys(zip.record.findings).length <= cards);
  assert.deepEqual(own.trouble, []);
  await own.context.close();
});

test('from a server without https: no fingerprints of the browser, no place, and it works all the same', async (t) => {
  const server = createServer((request, response) => response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(readFileSync(new URL(formFile(ONE)))));
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  server.unref();
  // By a name, for the address of this machine counts as safe.
  const other = await launch(['--host-resolver-rules=MAP intranet.example 127.0.0.1']);
  t.after(() => other.close());
  const tab = await (await other.newContext({ viewport: { width: 360, height: 740 }, acceptDownloads: true })).newPage();
  tab.setDefaultTimeout(15000);
  await tab.goto(`http://intranet.example:${server.address().port}/form.html`);
  assert.equal(await tab.evaluate(() => globalThis.isSecureContext), false);
  await tab.getByRole('button', { name: /开始检查：/ }).click();
  await full(tab, 'leadership');
  const [photo] = await photos(browser, 1);
  await card(tab, 'tidy').getByLabel(/^拍照/).setInputFiles(photo);
  await card(tab, 'tidy').locator('figure').waitFor();
  await tab.getByRole('button', { name: '记录定位' }).click();
  await tab.getByText('这个页面不能定位，不影响填写').waitFor();
  await tab.getByRole('button', { name: '核对、签名、导出' }).click();
  assert.equal(Object.keys((await exported(tab)).files).length, 3);
});

test('shared where the phone can, and the text to copy where no file leaves it', async () => {
  const own = await phone(browser);
  await own.context.addInitScript(() => {
    navigator.canShare = ({ files }) => files.length === 1;
    navigator.share = async ({ files }) => { globalThis.shared = files[0].name; };
  });
  const tab = await own.open(ONE);
  await tab.getByRole('button', { name: /开始检查：/ }).click();
  await full(tab, 'leadership');
  await tab.getByRole('button', { name: '核对、签名、导出' }).click();
  await tab.getByRole('button', { name: '打包成一个文件' }).click();
  await tab.getByRole('button', { name: '分享' }).click();
  await tab.getByText(/已全部导出/).waitFor();
  assert.match(await tab.evaluate(() => globalThis.shared), /^检查-.*\.zip$/);
  await tab.getByText('文件发不出去时：复制文字').click();
  const text = JSON.parse(await tab.locator('details textarea').inputValue());
  assert.deepEqual(text.findings, { leadership: { marks: '5' } });
  assert.equal(text.standard, 'wenling-village-stars');
  // It has no manifest, and says itself whose it is and how old.
  assert.equal(text.bureau, 'wenling');
  assert.match(text.exported, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
  // From the review to a clause that is open.
  await tab.getByRole('button', { name: '6 环境整洁' }).click();
  await tab.waitForFunction(() => document.activeElement.id === 'c-tidy');
  assert.deepEqual(own.trouble, []);
  await own.context.close();
});

test('a rule of every kind has its control; the program scores what they say alike', async () => {
  const own = await phone(browser);
  const tab = await own.open(formFiles.find((name) => /东/.test(name)));
  await tab.getByRole('button', { name: /开始检查：/ }).click();
  const of = (id) => card(tab, id);
  const more = async (id, name) => of(id).getByRole('button', { name: `${name}，多一` }).click();
  const stands = async (id, words) => assert.match(await of(id).locator('.state').textContent(), words);
  await of('deduct').getByRole('button', { name: '没有发现扣分情形' }).click();
  await stands('deduct', /符合，10分/);
  await more('deduct', '错（每次扣1.5分）');
  await more('deduct', '错（每次扣1.5分）');
  await more('deduct', '漏：市发现（每次扣3分）');
  await stands('deduct', /4分.*错2次，漏（市发现）1次10-1\.5×2-3×1=4/);
  await of('deduct').getByRole('button', { name: /^说明/ }).click();
  await of('deduct').getByLabel('原因或说明').fill('台账');
  await of('sample').getByRole('textbox', { name: '抽查了几个（应抽5个）' }).fill('5');
  await stands('sample', /没有抽查记录/);
  await of('sample').getByRole('textbox', { name: '其中不合格' }).fill('2');
  await stands('sample', /8分/);
  await of('external').getByLabel('第三方评分，满分100').fill('87.5');
  await of('ratio').getByLabel('办结（件）').fill('90');
  await of('ratio').getByLabel('受理（件）').fill('100');
  await stands('ratio', /9\.38分.*10×\(90÷100\)÷96%≈9\.38/);
  await stands('tiers', /6分/);
  await of('cases').getByLabel('得分，满分10').fill('11');
  assert.ok(await of('cases').getByText('写 0 到 10 的数').isVisible());
  await stands('cases', /没有检查记录/);
  await of('cases').getByLabel('得分，满分10').fill('5');
  await stands('cases', /5分/);
  // Another area: another level, and another case with another control.
  await of('tiers').getByLabel('面积（平方米）').fill('１２０');
  await stands('tiers', /符合，10分/);
  await of('cases').getByRole('button', { name: '符合', exact: true }).click();
  assert.equal(await of('cases').getByLabel('面积（平方米）').inputValue(), '120');
  await of('steps').getByLabel('培训（次）').fill('3');
  await stands('zones', /缺少等候区、填单区/);
  await of('zones').getByRole('button', { name: '缺：填单区' }).click();
  await stands('zones', /8分：缺少填单区/);
  await of('lift').getByRole('button', { name: '否' }).click();
  await stands('lift', /0分/);
  await of('lift').getByRole('button', { name: /^更多/ }).click();
  await of('lift').getByText('这一项不适用').click();
  await of('lift').getByLabel('为什么不适用').fill('是');
  await stands('lift', /0分/);
  await of('lift').getByLabel('为什么不适用').fill('平房');
  await stands('lift', /不适用：不适用：平房/);
  await of('happy').getByLabel('满意度（%）').fill('90');
  await of('happy').getByLabel('酌情得分，满分10').fill('7');
  await of('happy').getByLabel('原因或说明').fill('差五个点');
  await of('extra').getByLabel('得分，满分5').fill('3');
  await of('extra').getByLabel('原因或说明').fill('一项创新');
  await of('strict').getByRole('button', { name: '不符合（一票否决）' }).click();
  assert.match(await tab.locator('.bar strong').textContent(), /一票否决/);
  await of('strict').getByRole('button', { name: '符合', exact: true }).click();
  await audit(tab, 'every kind');
  await targets(tab);
  assert.match(await tab.locator('.bar').textContent(), /84\.76分　乙等.*12 项都有结论/);
  await tab.reload();
  await tab.waitForSelector('.bar');
  assert.match(await tab.locator('.bar').textContent(), /84\.76分　乙等/);
  await tab.getByRole('button', { name: '去核对' }).click();
  const zip = await exported(tab);
  assert.equal(scoredByProgram(zip, `${root}/tests/browser/kinds`).total, '84.76');
  importedByProgram(zip, `${root}/tests/browser/kinds`);
  assert.deepEqual(zip.record.findings.deduct, { reason: '台账', faults: { 错: 2, 漏: { 市: 1 } } });
  assert.deepEqual(own.trouble, []);
  await own.context.close();
});

test('every form of the sample opens, and what is declared of each rule has a control', async () => {
  for (const name of formFiles.filter((file) => !/星级评定|东/.test(file))) {
    const own = await phone(browser);
    const tab = await own.open(name);
    await tab.getByRole('button', { name: /开始检查：/ }).first().click();
    await tab.waitForSelector('.bar');
    await audit(tab, name);
    assert.deepEqual(own.trouble, [], name);
    await own.context.close();
  }
});
