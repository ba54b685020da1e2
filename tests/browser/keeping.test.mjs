// What the form says of what can be lost, before and during the work, and how it leaves the phone; and the faults that it refuses.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ONE, changedForm, exported, formFile, phone, photos } from './form.mjs';
import { launch } from './pages.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const card = (tab, id) => tab.locator(`#c-${id}`);
const begin = (tab) => tab.getByRole('button', { name: /开始检查：/ }).click();
const full = async (tab, ...ids) => { for (const id of ids) await card(tab, id).getByRole('button', { name: /^满分/ }).click(); };
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';

test('the form opens and keeps while the browser waits for an answer about keeping, as Firefox does', async () => {
  const own = await phone(browser);
  await own.context.addInitScript(() => {
    globalThis.asked = [];
    const never = (name) => () => { globalThis.asked.push(name); return new Promise(() => undefined); };
    Object.defineProperty(navigator, 'storage', { value: { persist: never('persist'), persisted: never('persisted') } });
  });
  const tab = await own.open(ONE);
  assert.deepEqual(await tab.evaluate(() => globalThis.asked), ['persisted']);
  await begin(tab);
  await full(tab, 'leadership');
  await tab.locator('.kept', { hasText: '已存在这部手机（无痕窗口除外）' }).waitFor();
  assert.deepEqual(await tab.evaluate(() => globalThis.asked), ['persisted', 'persist']);
  assert.deepEqual(own.trouble, []);
  await own.context.close();
});

test('a browser that answers late closes nothing that somebody has opened meanwhile', async () => {
  const own = await phone(browser);
  await own.context.addInitScript(() => {
    const answer = new Promise((done) => { globalThis.answer = () => done(true); });
    Object.defineProperty(navigator, 'storage', { value: { persist: () => answer, persisted: () => answer } });
  });
  const tab = await own.open(ONE);
  await begin(tab);
  await full(tab, 'leadership');
  await tab.locator('.kept', { hasText: '已存在这部手机' }).waitFor();
  const next = await own.open(changedForm(ONE, 'tidy').name);
  await next.getByRole('button', { name: /^照原样导出/ }).click();
  await next.evaluate(() => globalThis.answer());
  await next.waitForFunction(() => !/无痕/.test(document.querySelector('.keep').textContent));
  assert.equal(await next.getByRole('button', { name: '打包成一个文件' }).count(), 1);
  await exported(next);
  await next.getByRole('button', { name: /^删除/ }).waitFor();
  assert.deepEqual(own.trouble, []);
  await own.context.close();
});

test('every cause of loss is told in words that are true of this browser', async () => {
  const told = async (options, script) => {
    const own = await phone(browser, options);
    if (script) await own.context.addInitScript(script);
    const tab = await own.open(ONE);
    const words = await tab.locator('.keep').textContent();
    await own.context.close();
    return words;
  };
  const plain = await told();
  assert.match(plain, /无痕（隐私）窗口里填的，关掉窗口就没有了/);
  assert.match(plain, /空间不够/);
  assert.match(plain, /每次用同一个浏览器打开同一个文件/);
  assert.doesNotMatch(plain, /苹果/);
  assert.match(await told({ userAgent: IPHONE }), /苹果手机上，七天里/);
  // What the browser promised to keep is not cleared for want of room, and is no private window.
  const firm = await told({}, () => Object.defineProperty(navigator, 'storage', { value: { persisted: async () => true, persist: async () => true } }));
  assert.doesNotMatch(firm, /无痕|空间不够/);
  assert.match(firm, /清除浏览数据/);
  const home = await told({ userAgent: IPHONE }, () => { navigator.standalone = true; });
  assert.doesNotMatch(home, /七天/);
  assert.match(home, /删掉主屏幕上的图标/);
});

test('nothing can be kept: the cause is named, and an export is offered as soon as there is something', async () => {
  const own = await phone(browser);
  await own.context.addInitScript(() => { indexedDB.open = () => { throw new DOMException('no', 'SecurityError'); }; });
  const tab = await own.open(ONE);
  assert.match(await tab.locator('.warning').textContent(), /可能是无痕窗口，也可能是浏览器设成了不存网站数据/);
  assert.equal(await tab.locator('.keep').count(), 0);
  await begin(tab);
  assert.equal(await tab.locator('.foot:visible').count(), 0);
  await full(tab, 'leadership');
  const foot = tab.locator('.foot:visible');
  assert.match(await foot.textContent(), /没有存进手机，现在就导出一次/);
  assert.match(await tab.locator('.bar .wrong').textContent(), /没有存进手机/);
  await foot.getByRole('button', { name: /^导出一次/ }).click();
  await foot.getByRole('link', { name: '下载' }).waitFor();
  assert.deepEqual(own.trouble, []);
  await own.context.close();
});

test('after each section an export is offered, and what was exported there counts', async () => {
  const own = await phone(browser);
  const tab = await own.open(ONE);
  await begin(tab);
  await full(tab, 'leadership');
  assert.equal(await tab.locator('.foot:visible').count(), 0);
  await full(tab, 'staffing');
  const foot = tab.getByRole('region', { name: '导出：组织机构' });
  assert.match(await foot.textContent(), /“组织机构”查完了/);
  await foot.getByRole('button', { name: /^导出一次/ }).click();
  const link = foot.getByRole('link', { name: '下载' });
  const [download] = await Promise.all([tab.waitForEvent('download'), link.click()]);
  assert.match(download.suggestedFilename(), /^检查-云塘镇柏树里村.*\.zip$/);
  await foot.getByRole('button', { name: '存下来了' }).click();
  await tab.locator('.kept', { hasText: '已全部导出' }).waitFor();
  assert.match(await foot.textContent(), /已经导出/);
  assert.deepEqual(own.trouble, []);
  await own.context.close();
});

test('what has not left the phone for three days is called out, and younger is told with its age', async () => {
  for (const [days, late] of [[0, false], [2, false], [3, true], [9, true]]) {
    const own = await phone(browser);
    let tab = await own.open(ONE);
    await begin(tab);
    await full(tab, 'leadership');
    await tab.locator('.kept', { hasText: '已存在这部手机' }).waitFor();
    await tab.close();
    await own.context.addInitScript((away) => {
      const real = Date;
      globalThis.Date = class extends real {
        constructor(...of) { super(...(of.length > 0 ? of : [real.now() + away])); }
        static now() { return real.now() + away; }
      };
    }, days * 864e5 + 1000);
    tab = await own.open(ONE);
    const alarm = await tab.locator('.notice.wrong').textContent();
    const line = await tab.locator('.form p.wrong').textContent();
    assert.equal(/超过三天（最久 \d 天），今天就导出/.test(alarm), late, alarm);
    assert.equal(line, days === 0 ? '有改动没有导出' : `有改动没有导出（${days} 天了${late ? '，今天就导出' : ''}）`);
    await tab.getByRole('button', { name: /^接着填：/ }).click();
    await tab.waitForSelector('.bar');
    assert.equal(await tab.locator('.bar .wrong').isVisible(), late);
    // A change does not make it younger; an export does.
    await full(tab, 'staffing');
    assert.match(await tab.locator('.kept').textContent(), days === 0 ? /有改动没有导出$/ : new RegExp(`（${days} 天了`));
    await tab.getByRole('button', { name: '核对、签名、导出' }).click();
    await exported(tab);
    await tab.getByRole('button', { name: '‹ 回去填写' }).click();
    await full(tab, 'tidy');
    await tab.locator('.kept', { hasText: /有改动没有导出$/ }).waitFor();
    assert.deepEqual(own.trouble, []);
    await own.context.close();
  }
});

test('a share that the phone promises and refuses says so and leaves the download; nothing but the file is shared', async () => {
  const own = await phone(browser);
  await own.context.addInitScript(() => {
    navigator.canShare = () => true;
    navigator.share = async (what) => { globalThis.keys = Object.keys(what); throw new DOMException('no', 'NotAllowedError'); };
  });
  const tab = await own.open(ONE);
  await begin(tab);
  await full(tab, 'leadership');
  await tab.getByRole('button', { name: '核对、签名、导出' }).click();
  await tab.getByRole('button', { name: '打包成一个文件' }).click();
  const [first, second] = await tab.locator('.actions', { has: tab.getByRole('link', { name: '下载' }) }).locator('a, button').all();
  assert.equal(await first.textContent(), '下载');
  await second.click();
  await tab.getByText('这个浏览器分享不了压缩包').waitFor();
  assert.deepEqual(await tab.evaluate(() => globalThis.keys), ['files']);
  assert.equal(await tab.getByRole('button', { name: '分享' }).count(), 0);
  assert.match(await tab.locator('.kept').textContent(), /没有导出/);
  await tab.getByRole('button', { name: '打包成一个文件' }).click();
  await tab.getByRole('link', { name: '下载' }).waitFor();
  assert.equal(await tab.getByRole('button', { name: '分享' }).count(), 0);
  await own.context.close();
});

test('a percentage of a part over 100 is refused, a very small one is asked about', async () => {
  const own = await phone(browser);
  const tab = await own.open(ONE);
  await begin(tab);
  const rate = card(tab, 'enrolment').getByLabel(/参保率（%）/);
  await rate.fill('120');
  await card(tab, 'enrolment').getByText('百分数最多 100，没有记下来：请核对').waitFor();
  await rate.fill('0.96');
  await card(tab, 'enrolment').getByText(/现在是 0\.96%。百分之九十六写 96/).waitFor();
  await rate.fill('100%');
  assert.equal(await card(tab, 'enrolment').getByText(/百分数最多|百分之九十六/).filter({ visible: true }).count(), 0);
  await rate.fill('120');
  await tab.getByRole('button', { name: '核对、签名、导出' }).click();
  assert.equal((await exported(tab)).record.facts, undefined);
  await own.context.close();
});

test('a photo that is cut off is refused with words, of every kind; one with something behind its end is taken', async () => {
  const own = await phone(browser);
  const tab = await own.open(ONE);
  await begin(tab);
  const [photo] = await photos(browser, 1);
  const kinds = await tab.evaluate(async () => {
    const canvas = document.createElement('canvas');
    return ['image/png', 'image/webp'].map((type, index) => {
      [canvas.width, canvas.height] = [64 + index, 64];
      canvas.getContext('2d').fillRect(5, 5, 20, 20);
      return canvas.toDataURL(type).split(',')[1];
    });
  });
  const file = (name, mimeType, buffer) => ({ name, mimeType, buffer });
  const [png, webp] = kinds.map((text) => Buffer.from(text, 'base64'));
  const add = (...files) => card(tab, 'tidy').getByLabel(/^选照片/).setInputFiles(files);
  await add(file('a.jpg', 'image/jpeg', photo.buffer.subarray(0, 2000)), file('b.jpg', 'image/jpeg', photo.buffer.subarray(0, -2)),
    file('c.png', 'image/png', png.subarray(0, -8)), file('d.webp', 'image/webp', webp.subarray(0, -9)), file('e.jpg', 'image/jpeg', Buffer.from('text')));
  await card(tab, 'tidy').getByText(/4 张照片不完整，多半没有传完，没有加进来.*1 张照片打不开/).waitFor();
  assert.equal(await card(tab, 'tidy').locator('figure').count(), 0);
  // A film behind the picture, as phones put it there.
  await add(file('f.jpg', 'image/jpeg', Buffer.concat([photo.buffer, Buffer.from('ftypmp42')])), file('g.png', 'image/png', png), file('h.webp', 'image/webp', webp));
  await card(tab, 'tidy').locator('figure').nth(2).waitFor();
  assert.equal(await card(tab, 'tidy').getByText(/不完整|打不开/).filter({ visible: true }).count(), 0);
  assert.deepEqual(own.trouble, []);
  await own.context.close();
});

test('what nobody looked at yet is a state of its own, counted at each section and below', async () => {
  const own = await phone(browser);
  const tab = await own.open(ONE);
  await begin(tab);
  assert.match(await card(tab, 'tidy').locator('.state').textContent(), /^○ 还没查，/);
  const head = tab.locator('h2.section', { hasText: '组织机构' });
  assert.match(await head.textContent(), /还没查 2 项/);
  assert.match(await tab.locator('.bar').textContent(), /还没查 \d+/);
  await full(tab, 'leadership', 'staffing');
  assert.doesNotMatch(await head.textContent(), /还没查/);
  // Looked at and not whole is another state.
  await card(tab, 'signs').getByRole('button', { name: /缺：室内/ }).click();
  assert.match(await card(tab, 'signs').locator('.state').textContent(), /^？ 待补数据/);
  assert.match(await tab.locator('.bar').textContent(), /没做完 1/);
  await tab.getByRole('button', { name: '核对、签名、导出' }).click();
  await tab.getByRole('heading', { name: /^还没查的 \d+ 项/ }).waitFor();
  await tab.getByRole('heading', { name: '没有做完的 1 项' }).waitFor();
  await own.context.close();
});

test('days are chosen in Chinese in an English browser, and a day that there is not is told', async () => {
  const own = await phone(browser, { locale: 'en-US' });
  const tab = await own.open(ONE);
  await begin(tab);
  const wheels = tab.getByRole('group', { name: '日期' }).getByRole('combobox');
  assert.match((await wheels.nth(1).locator('option').nth(3).textContent()), /^3月$/);
  assert.equal(await tab.locator('input[type=date]').count(), 0);
  await wheels.nth(0).selectOption('2026');
  await wheels.nth(1).selectOption('2');
  await wheels.nth(2).selectOption('30');
  await tab.getByText('没有这一天').first().waitFor();
  await wheels.nth(2).selectOption('28');
  await tab.getByRole('button', { name: '核对、签名、导出' }).click();
  assert.equal((await exported(tab)).record.date, '2026-02-28');
  await own.context.close();
});

test('what is to be put right is in sight once something is not met, and stands in the review', async () => {
  const own = await phone(browser);
  const tab = await own.open(ONE);
  await begin(tab);
  const what = card(tab, 'tidy').getByLabel(/^要求整改什么/);
  assert.equal(await what.isVisible(), false);
  await full(tab, 'tidy');
  assert.equal(await what.isVisible(), false);
  await card(tab, 'tidy').getByRole('button', { name: '得分，少0.5分' }).click();
  await what.fill('打印机上桌');
  await card(tab, 'tidy').getByLabel('责任人').fill('王五');
  await tab.getByRole('button', { name: '核对、签名、导出' }).click();
  const { textContent } = { textContent: await tab.locator('main').textContent() };
  assert.match(textContent, /要求整改的 1 项.*环境整洁：打印机上桌王五/s);
  await own.context.close();
});

test('without scripts the page says what to do on an iPhone and on Android', async () => {
  const own = await browser.newContext({ viewport: { width: 360, height: 740 }, javaScriptEnabled: false });
  const tab = await own.newPage();
  await tab.goto(formFile(ONE));
  await tab.waitForTimeout(2500);
  const words = await tab.locator('main').innerText();
  assert.match(words, /这里打不开表单/);
  assert.match(words, /苹果手机、平板\s+直接点文件打不开/);
  // Where the round has a page of a server, its address is told instead.
  assert.match(words, /安卓手机\s+(把文件存到手机|请用手机自带的浏览器)/);
  assert.match(words, /纸质评分表/);
  await own.close();
});
