// The sheet of the desk, by keyboard, mouse, clipboard and input method, under the desk's policy. `tests/browser/sheet/` has its page, its
// contents and the clipboards of Excel, WPS and LibreOffice.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from './sheet/serve.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser;
let server;

before(async () => {
  server = await serve();
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
});
after(async () => {
  await browser.close();
  server.close();
});

/** The page with a sheet, and what a test does with it. */
async function open(query = '', options = {}) {
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

test('arrows, Tab, Enter, Home, End and jumps; groups are stepped over; with Shift a range', async () => {
  const s = await open();
  await s.at('s1', 'name');
  await s.press('ArrowDown', 'ArrowRight');
  assert.equal(await s.where(), 's2 kind');
  await s.press('Tab', 'Tab', 'Enter');
  assert.equal(await s.where(), 's3 kind', 'Enter goes back to where Tab began');
  await s.press('Shift+Tab', 'Shift+Enter');
  assert.equal(await s.where(), 's2 kind');
  await s.press('End');
  assert.equal(await s.where(), 's2 online');
  await s.press('Home', 'Control+End');
  assert.equal(await s.where(), 's60 online');
  await s.press('Control+Home');
  assert.equal(await s.where(), 's1 name');
  await s.press('Control+ArrowDown');
  assert.equal(await s.where(), 's60 name');
  await s.at('s28', 'name');
  await s.press('ArrowDown');
  assert.equal(await s.where(), 's29 name', 'over the head of the second group');
  await s.press('ArrowUp', 'Shift+ArrowDown', 'Shift+ArrowRight');
  const selected = await s.run(() => window.t.selected);
  assert.deepEqual([selected.rows, selected.columns, selected.count], [['s28', 's29'], ['name', 'kind'], 4]);
  await s.press('Enter');
  assert.equal(await s.where(), 's29 name', 'Enter stays within the range');
  await s.press('Enter');
  assert.equal(await s.where(), 's28 kind');
  await s.press('Control+a');
  assert.equal(await s.run(() => window.t.selected.rows.length), 60);
  await s.press('PageDown');
  assert.notEqual(await s.where(), 's28 kind');
  assert.equal(await s.count(), 0);
  await s.done();
});

test('typing replaces, F2 goes on, Esc leaves as it was, Enter and arrows write', async () => {
  const s = await open();
  await s.at('s1', 'basis');
  await s.type('甲');
  assert.equal(await s.editing(), true);
  await s.press('Enter');
  assert.deepEqual([await s.text('s1', 'basis'), await s.where()], ['甲', 's2 basis']);
  assert.deepEqual(await s.last(), { says: '“单位参保登记”的设定依据改为“甲”', cells: [{ row: 's1', column: 'basis', before: '医保发〔2020〕18号', after: '甲' }] });
  await s.type('乙');
  await s.press('ArrowRight');
  assert.deepEqual([await s.text('s2', 'basis'), await s.where()], ['乙', 's2 center']);
  await s.at('s1', 'basis');
  await s.press('F2');
  await s.type('丙');
  await s.press('ArrowLeft');
  await s.type('丁');
  await s.press('Tab');
  assert.deepEqual([await s.text('s1', 'basis'), await s.where()], ['甲丁丙', 's1 center'], 'after F2 arrows move within the text');
  await s.at('s1', 'basis');
  await s.type('戊');
  await s.press('Escape');
  assert.deepEqual([await s.text('s1', 'basis'), await s.editing()], ['甲丁丙', false]);
  await s.press('F2', 'Alt+Enter');
  await s.type('第二行');
  await s.press('Enter');
  assert.equal(await s.text('s1', 'basis'), '甲丁丙\n第二行');
  await s.at('s1', 'basis');
  await s.press('Shift+ArrowDown', 'Delete');
  assert.deepEqual([await s.text('s1', 'basis'), await s.text('s2', 'basis')], ['', '']);
  assert.equal((await s.last()).says, '设定依据 2 格清空');
  await s.type('己');
  await s.press('Control+Enter');
  assert.deepEqual([await s.text('s1', 'basis'), await s.text('s2', 'basis')], ['己', '己'], 'Ctrl+Enter writes into all that is chosen');
  const n = await s.count();
  await s.press('F2', 'Enter');
  assert.equal(await s.count(), n, 'what is written as it was is no change');
  await s.done();
});

test('leaving writes what is open: the mouse elsewhere, another field, the host', async () => {
  const s = await open();
  await s.at('s1', 'basis');
  await s.type('甲');
  await s.click('s3', 'town');
  assert.deepEqual([await s.text('s1', 'basis'), await s.where()], ['甲', 's3 town']);
  await s.at('s2', 'basis');
  await s.type('乙');
  await s.tab.click('#behind');
  assert.equal(await s.text('s2', 'basis'), '乙');
  await s.at('s3', 'basis');
  await s.type('丙');
  await s.run(() => window.t.sheet.commit());
  assert.equal(await s.text('s3', 'basis'), '丙');
  await s.at('s4', 'basis');
  await s.type('丁');
  await s.press('F6');
  assert.equal(await s.text('s4', 'basis'), '丁');
  assert.equal(await s.run(() => document.activeElement.id), 'behind');
  await s.done();
});

test('digits and pinyin set the whole range; a word of an input method, too; anything else is text', async () => {
  const s = await open();
  const keys = [['1', '办结'], ['2', '受理'], ['3', '帮办'], ['4', '代办'], ['5', '初审'], ['6', '咨询'], ['0', '不办'], ['bj', '办结'], ['sl', '受理'], ['bb', '帮办'],
    ['db', '代办'], ['cs', '初审'], ['zx', '咨询'], ['-', '不办'], ['BJ', '办结'], ['２', '受理'], ['－', '不办']];
  for (const [typed, word] of keys) {
    await s.at('s1', 'town');
    await s.press('Delete', 'Shift+ArrowDown', 'Shift+ArrowRight');
    await s.type(typed);
    assert.equal(await s.editing(), false, typed);
    const got = await s.run(() => ['s1', 's2'].flatMap((r) => ['town', 'village'].map((c) => window.t.text(r, c))));
    assert.deepEqual(got, [word, word, word, word], typed);
  }
  assert.equal((await s.last()).says, '4 格改为“不办”');
  // A first letter alone waits for the second; Esc takes it back.
  await s.type('b');
  assert.equal(await s.editing(), true);
  await s.press('Escape');
  assert.equal(await s.text('s1', 'town'), '不办');
  // With Chinese input on, the composed word is the choice.
  await s.compose('b', 'bj');
  await s.commit('办结');
  await s.press('Enter');
  assert.deepEqual([await s.text('s1', 'town'), await s.text('s2', 'village')], ['办结', '办结']);
  // A composed word that goes on is a text of its own, in one cell.
  await s.at('s3', 'town');
  await s.press('Shift+ArrowDown');
  const below = await s.text('s4', 'town');
  await s.compose('s', 'sl');
  await s.commit('受理');
  await s.type('（25天内办结）');
  await s.press('Enter');
  assert.deepEqual([await s.text('s3', 'town'), await s.text('s4', 'town')], ['受理（25天内办结）', below]);
  // Digits stay digits where a column has no choices.
  await s.at('s1', 'basis');
  await s.type('1');
  await s.press('Enter');
  assert.equal(await s.text('s1', 'basis'), '1');
  await s.done();
});

test('the list of choices: keys, mouse, names for those who hear it', async () => {
  const s = await open();
  await s.at('s17', 'clinic');
  await s.press('Shift+ArrowDown', 'Alt+ArrowDown');
  const list = await s.run(() => {
    const ta = document.activeElement;
    const active = document.getElementById(ta.getAttribute('aria-activedescendant'));
    return { tag: ta.localName, role: active.getAttribute('role'), text: active.textContent, title: document.querySelector('.sh-list p').textContent, listbox: document.querySelectorAll('[role=listbox] [role=option]').length };
  });
  assert.deepEqual(list, { tag: 'textarea', role: 'option', text: '1办结bj', title: '选中的 2 格改为', listbox: 7 });
  await s.press('ArrowDown', 'ArrowDown', 'Enter');
  assert.deepEqual([await s.text('s17', 'clinic'), await s.text('s18', 'clinic')], ['帮办', '帮办']);
  await s.press('Alt+ArrowDown', 'Escape');
  assert.equal(await s.run(() => document.querySelector('.sh-list')), null);
  await s.press('Alt+ArrowDown');
  await s.tab.click('[role=option]:nth-child(4)');
  assert.deepEqual([await s.text('s17', 'clinic'), await s.text('s18', 'clinic')], ['代办', '代办']);
  await s.press('Alt+ArrowDown');
  await s.type('bj');
  assert.equal(await s.text('s18', 'clinic'), '办结', 'keys go on to mean the same');
  assert.equal(await s.run(() => document.querySelector('.sh-list')), null);
  assert.equal(await s.run(() => document.activeElement.localName), 'textarea');
  await s.done();
});

test('the list with days: by keys and by mouse, for the whole range; Esc brings the focus back', async () => {
  const s = await open();
  await s.at('s17', 'clinic');
  await s.press('Shift+ArrowDown', 'Alt+ArrowDown', 'ArrowDown', 'Tab');
  assert.equal(await s.run(() => document.activeElement.id), 'sheet-1-days');
  await s.type('２5');
  assert.equal(await s.run(() => document.querySelector('.sh-list .out').textContent), '写成：受理（25天内办结）');
  await s.press('Enter');
  assert.deepEqual([await s.text('s17', 'clinic'), await s.text('s18', 'clinic'), await s.run(() => document.activeElement.localName)], ['受理（25天内办结）', '受理（25天内办结）', 'textarea']);
  await s.press('Alt+ArrowDown', 'Tab', 'Escape');
  assert.deepEqual([await s.run(() => document.activeElement.localName), await s.run(() => document.querySelector('.sh-list'))], ['textarea', null]);
  await s.press('Alt+ArrowDown');
  await s.tab.click('.sh-list .seg button:nth-child(2)');
  assert.equal(await s.run(() => document.querySelector('.sh-list .out').textContent), '写成：受理（25个工作日内办结）', 'the number that was there stays');
  await s.tab.click('[role=option]:nth-child(2)');
  assert.equal(await s.text('s18', 'clinic'), '受理（25个工作日内办结）');
  await s.press('Alt+ArrowDown', 'End');
  assert.equal(await s.run(() => document.querySelector('#sheet-1-days').disabled), true);
  await s.tab.click('#behind');
  assert.equal(await s.run(() => document.querySelector('.sh-list')), null);
  await s.done();
});

test('an input method gets the first key, every key while it composes, and a page that stands still', async () => {
  const s = await open();
  await s.at('s1', 'basis');
  await s.compose('w', 'wo');
  await s.commit('我');
  await s.press('Enter');
  assert.equal(await s.text('s1', 'basis'), '我');
  // Keys of the input method: as Windows names them (Process) and as macOS does.
  for (const name of ['Process', null]) {
    await s.at('s2', 'basis');
    await s.compose('n', 'ni', "ni'h");
    const kept = await s.run((process) => {
      const ta = document.activeElement;
      const before = ta.value;
      for (const key of ['Enter', 'Escape', 'ArrowDown', 'ArrowLeft', 'Tab', 'F2', 'F8', '1', 'Delete', 'Backspace', ' ']) {
        const event = new KeyboardEvent('keydown', { key: process ?? key, code: key, keyCode: 229, isComposing: true, bubbles: true, cancelable: true });
        if (!ta.dispatchEvent(event)) return `${key} was taken`;
      }
      return ta.value === before && document.activeElement === ta && window.t.sheet.editor.editing && window.t.sheet.editor.composing;
    }, name);
    assert.equal(kept, true);
    // The host has news: not a dot moves until the composition ends.
    const before = await s.run(() => {
      const ta = document.activeElement;
      const style = ta.getAttribute('style');
      const rows = window.t.sheet.rows.map((r) => (r.id === 's3' ? { ...r, cells: { ...r.cells, name: '别人改的' } } : r)).filter((r) => r.id !== 's1');
      window.t.sheet.update({ rows });
      return [ta.value, ta.getAttribute('style') === style, window.t.text('s3', 'name') === '别人改的', window.t.text('s1', 'name') !== ''];
    });
    if (name) assert.deepEqual(before, ["ni'h", true, false, true]);
    await s.commit('你好');
    assert.deepEqual(await s.run(() => [document.activeElement.value, window.t.text('s3', 'name'), window.t.text('s1', 'name'), window.t.sheet.editor.editing]), ['你好', '别人改的', '', true]);
    await s.press('Enter');
    assert.equal(await s.text('s2', 'basis'), '你好', 'into its own row, which has gone up by one');
  }
  // A composition that is given up leaves what stood there.
  await s.at('s4', 'basis');
  const was = await s.text('s4', 'basis');
  await s.compose('x', 'xi');
  await s.cdp.send('Input.imeSetComposition', { text: '', selectionStart: 0, selectionEnd: 0 });
  await s.press('Escape');
  assert.equal(await s.text('s4', 'basis'), was);
  // In the midst of it the mouse goes elsewhere: what the input method hands over is written.
  await s.at('s5', 'basis');
  await s.compose('h', 'hao');
  await s.click('s7', 'town');
  assert.deepEqual([await s.text('s5', 'basis'), await s.where()], ['hao', 's7 town']);
  // The field is one and the same through all of this, and it never loses the focus.
  assert.equal(await s.run(() => document.querySelectorAll('textarea').length), 1);
  assert.equal(await s.run(() => document.activeElement.localName), 'textarea');
  await s.done();
});

test('Ctrl+Space and Shift+Space are never looked at', async () => {
  const s = await open();
  await s.at('s1', 'basis');
  const free = await s.run(() => ['ctrlKey', 'shiftKey'].map((held) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', code: 'Space', [held]: true, bubbles: true, cancelable: true }))));
  assert.deepEqual(free, [true, true]);
  assert.equal(await s.editing(), false);
  await s.done();
});

test('news of the host keep the selection, the scrolling and an open edit; a row that is gone is said with its text', async () => {
  const s = await open();
  await s.at('s30', 'town');
  const top = await s.run(() => document.querySelector('.sh-view').scrollTop);
  await s.press('F2');
  await s.type('，急');
  await s.run(() => {
    const { sheet } = window.t;
    const rows = sheet.rows.filter((r) => r.id !== 's2');
    sheet.update({ rows, columns: [...sheet.columns.filter((c) => c.id !== 'kind')] });
  });
  assert.equal(await s.editing(), true);
  await s.press('Enter');
  assert.match(await s.text('s30', 'town'), /，急$/);
  assert.equal(await s.where(), 's31 town');
  assert.ok(Math.abs(await s.run(() => document.querySelector('.sh-view').scrollTop) - top) < 80);
  await s.at('s30', 'town');
  await s.type('没处放');
  await s.run(() => { const { sheet } = window.t; sheet.update({ rows: sheet.rows.filter((r) => r.id !== 's30') }); });
  await s.press('Enter');
  assert.match(await s.said(), /刚刚被别人删掉了，您写的“没处放”没有地方放/);
  await s.done();
});

test('an edit tells what stood there when it began; one that alters nothing leaves what somebody else wrote', async () => {
  const s = await open();
  const others = () => s.run(() => { const { sheet } = window.t; sheet.update({ rows: sheet.rows.map((r) => (r.id === 's1' ? { ...r, cells: { ...r.cells, basis: '别人写的' } } : r)) }); });
  await s.at('s1', 'basis');
  await s.press('F2');
  await others();
  await s.press('Enter');
  assert.deepEqual([await s.text('s1', 'basis'), await s.count()], ['别人写的', 0]);
  await s.run(() => { const { sheet } = window.t; sheet.update({ rows: sheet.rows.map((r) => (r.id === 's1' ? { ...r, cells: { ...r.cells, basis: '原来的' } } : r)) }); });
  await s.at('s1', 'basis');
  await s.type('我写的');
  await others();
  await s.press('Enter');
  assert.deepEqual((await s.last()).cells, [{ row: 's1', column: 'basis', before: '原来的', after: '我写的' }]);
  // What comes back about an earlier change while the next one is being composed waits, too.
  await s.run(() => { window.t.save = () => new Promise((done, fail) => { window.t.fail = fail; }); });
  await s.at('s2', 'basis');
  await s.type('甲');
  await s.press('Enter');
  await s.compose('n', 'ni');
  await s.run(() => window.t.fail(new Error('存不上。')));
  await s.run(() => new Promise((done) => { setTimeout(done, 20); }));
  assert.deepEqual([await s.text('s2', 'basis'), await s.run(() => document.activeElement.value)], ['甲', 'ni']);
  await s.run(() => { window.t.save = null; });
  await s.commit('你');
  await s.press('Enter');
  assert.notEqual(await s.text('s2', 'basis'), '甲');
  assert.equal(await s.text('s3', 'basis'), '你');
  await s.done();
});

test('a refused change is taken back alone; one that is on its way outlasts news; one that is not saved shows it', async () => {
  const s = await open();
  const was = await s.text('s1', 'basis');
  await s.run(() => { window.t.save = () => new Promise((done, fail) => { window.t.fate = [...(window.t.fate ?? []), { done, fail }]; }); });
  await s.at('s1', 'basis');
  await s.type('甲');
  await s.press('Enter');
  await s.type('乙');
  await s.press('Enter');
  await s.run(() => { const { sheet } = window.t; sheet.update({ rows: sheet.model.base.rows.map((r) => ({ ...r })) }); });
  assert.deepEqual([await s.text('s1', 'basis'), await s.text('s2', 'basis')], ['甲', '乙']);
  await s.run(() => window.t.sheet.hold(window.t.changes[1]));
  assert.equal(await s.run(() => window.t.cell('s2', 'basis').classList.contains('unsaved')), true);
  await s.run(() => window.t.fate[0].fail(new Error('“甲”太短。')));
  await s.run(() => new Promise((done) => { setTimeout(done, 20); }));
  assert.deepEqual([await s.text('s1', 'basis'), await s.text('s2', 'basis')], [was, '乙']);
  assert.match(await s.said(), /“甲”太短/);
  await s.run(() => window.t.fate[1].done());
  await s.run(() => new Promise((done) => { setTimeout(done, 20); }));
  assert.equal(await s.run(() => window.t.cell('s2', 'basis').classList.contains('unsaved')), false);
  // A new row is renamed while somebody writes into it.
  await s.at('s5', 'name');
  await s.press('Alt+Insert');
  await s.type('新事项');
  await s.run(() => window.t.fate[2].done({ renamed: { 'new-1': 's99' } }));
  await s.run(() => new Promise((done) => { setTimeout(done, 20); }));
  await s.press('Enter');
  assert.deepEqual(await s.run(() => window.t.changes.at(-1).cells), [{ row: 's99', column: 'name', before: '', after: '新事项' }]);
  await s.done();
});

test('fill down and right, with the keys and with the handle', async () => {
  const s = await open();
  await s.at('s1', 'basis');
  await s.type('甲');
  await s.press('Enter');
  await s.at('s1', 'basis');
  await s.press('Shift+ArrowDown', 'Shift+ArrowDown', 'Control+d');
  assert.deepEqual(await s.run(() => ['s2', 's3'].map((r) => window.t.text(r, 'basis'))), ['甲', '甲']);
  assert.equal((await s.last()).says, '向下填 2 格');
  await s.at('s4', 'basis');
  await s.press('Control+d');
  assert.equal(await s.text('s4', 'basis'), '甲', 'one cell takes what stands above');
  await s.at('s1', 'center');
  await s.press('Shift+ArrowRight', 'Shift+ArrowRight', 'Control+r');
  assert.deepEqual(await s.run(() => ['town', 'village'].map((c) => window.t.text('s1', c))), await s.run(() => ['center', 'center'].map((c) => window.t.text('s1', c))));
  await s.at('s1', 'basis');
  const n = await s.count();
  const handle = await s.run(() => { const b = document.querySelector('.sh-fill').getBoundingClientRect(); return { x: b.x + 5, y: b.y + 5 }; });
  const to = await s.box('s6', 'basis');
  await s.tab.mouse.move(handle.x, handle.y);
  await s.tab.mouse.down();
  await s.tab.mouse.move(to.mx, to.my, { steps: 5 });
  await s.tab.mouse.up();
  assert.deepEqual(await s.run(() => ['s5', 's6'].map((r) => window.t.text(r, 'basis'))), ['甲', '甲']);
  assert.equal(await s.count(), n + 1);
  await s.done();
});

test('rows: insert, write below the last one, delete, move by keys and by dragging', async () => {
  const s = await open();
  const order = () => s.run(() => window.t.sheet.rows.map((r) => r.id).slice(0, 8).join(' '));
  await s.at('s2', 'name');
  await s.press('Shift+ArrowDown', 'Alt+Insert');
  assert.deepEqual((await s.last()).inserted, [{ id: 'new-1', after: 's1', cells: {} }, { id: 'new-2', after: 'new-1', cells: {} }]);
  assert.equal(await order(), 'g1 s1 new-1 new-2 s2 s3 s4 s5');
  assert.equal(await s.where(), 'new-1 name');
  await s.press('Shift+ArrowDown', 'Alt+Delete');
  assert.deepEqual((await s.last()).removed, ['new-1', 'new-2']);
  assert.equal(await s.where(), 's2 name');
  await s.press('Alt+Shift+ArrowUp');
  assert.deepEqual((await s.last()).moved, { rows: ['s2'], before: 's1' });
  await s.press('Alt+Shift+ArrowUp');
  assert.equal(await order(), 's2 g1 s1 s3 s4 s5 s6 s7', 'over the head of the group');
  await s.press('Alt+Shift+ArrowUp');
  assert.equal(await s.count(), 4, 'at the top there is nothing to do');
  await s.press('Alt+Shift+ArrowDown', 'Alt+Shift+ArrowDown');
  assert.equal(await order(), 'g1 s1 s2 s3 s4 s5 s6 s7');
  assert.equal(await s.where(), 's2 name');
  // The empty row below the last one.
  await s.press('Control+End', 'ArrowDown', 'Home');
  await s.type('最后一项');
  await s.press('Enter');
  assert.deepEqual((await s.last()).inserted, [{ id: 'new-3', after: 's60', cells: { name: '最后一项' } }]);
  assert.equal(await s.run(() => window.t.sheet.rows.at(-1).cells.name), '最后一项');
  // Dragging by the number of a row that is chosen.
  await s.at('s1', 'name');
  await s.run(() => { document.querySelector('.sh-view').scrollTop = 0; });
  await s.tab.waitForTimeout(60);
  const num = async (row) => { const b = await s.box(row, 'name'); return { x: 20, y: b.my }; };
  const [from, to] = [await num('s2'), await num('s5')];
  await s.tab.mouse.click(from.x, from.y);
  assert.deepEqual(await s.run(() => window.t.selected.rows), ['s2']);
  await s.tab.mouse.move(from.x, from.y);
  await s.tab.mouse.down();
  await s.tab.mouse.move(to.x, to.y + 10, { steps: 6 });
  assert.equal(await s.run(() => document.querySelector('.sh-drop').hidden), false, 'a line shows where');
  await s.tab.mouse.up();
  assert.equal(await order(), 'g1 s1 s3 s4 s5 s2 s6 s7');
  assert.deepEqual((await s.last()).moved, { rows: ['s2'], before: 's6' });
  // Two rows over one another's place: nothing.
  const n = await s.count();
  await s.tab.mouse.move(from.x, (await num('s2')).y);
  await s.tab.mouse.down();
  await s.tab.mouse.move(from.x, (await num('s2')).y + 8, { steps: 4 });
  await s.tab.mouse.up();
  assert.equal(await s.count(), n);
  await s.done();
});

test('columns: move by keys and by dragging, width, hidden, those that stay', async () => {
  const s = await open();
  const order = () => s.run(() => window.t.sheet.columns.map((c) => c.id).slice(0, 7).join(' '));
  await s.at('s1', 'town');
  await s.press('Alt+Shift+ArrowLeft');
  assert.deepEqual((await s.last()).movedColumns, { columns: ['town'], before: 'center' });
  assert.equal(await order(), 'name kind basis town center village hospital');
  assert.equal(await s.where(), 's1 town');
  await s.press('Alt+Shift+ArrowRight');
  await s.at('s1', 'kind');
  const n = await s.count();
  await s.press('Alt+Shift+ArrowLeft');
  assert.equal(await s.count(), n, 'not in among the columns that stay');
  const head = (c) => s.run((i) => { const b = document.querySelector(`.sh-th[data-c="${i}"]`).getBoundingClientRect(); return { x: b.x, right: b.right, y: b.y + 12, mx: b.x + b.width / 2 }; }, c);
  const [from, to] = [await head(3), await head(6)];
  await s.tab.mouse.click(from.mx, from.y);
  assert.equal(await s.run(() => window.t.selected.rows.length), 60);
  await s.tab.mouse.move(from.mx, from.y);
  await s.tab.mouse.down();
  await s.tab.mouse.move(to.mx + 20, to.y, { steps: 6 });
  await s.tab.mouse.up();
  assert.equal(await order(), 'name kind basis town village hospital center');
  const grip = await head(1);
  await s.tab.mouse.move(grip.right - 3, grip.y);
  await s.tab.mouse.down();
  await s.tab.mouse.move(grip.right + 57, grip.y, { steps: 4 });
  await s.tab.mouse.up();
  assert.deepEqual(await s.run(() => window.t.widths), [['kind', 144]]);
  assert.equal((await s.box('s1', 'kind')).width, 144);
  await s.run(() => { const { sheet } = window.t; sheet.update({ columns: sheet.columns.map((c) => (c.id === 'town' ? { ...c, hidden: true } : c)) }); });
  assert.equal(await s.run(() => document.querySelectorAll('.sh-th').length), 13);
  await s.run(() => { document.querySelector('.sh-view').scrollLeft = 400; });
  await s.tab.waitForTimeout(60);
  assert.equal((await s.box('s1', 'name')).x, 44);
  await s.done();
});

test('the mouse: ranges, several ranges, rows, columns, double click, the wheel', async () => {
  const s = await open();
  await s.click('s2', 'kind');
  const to = await s.box('s4', 'basis');
  const from = await s.box('s2', 'kind');
  await s.tab.mouse.move(from.mx, from.my);
  await s.tab.mouse.down();
  await s.tab.mouse.move(to.mx, to.my, { steps: 4 });
  await s.tab.mouse.up();
  assert.equal(await s.run(() => window.t.selected.count), 6);
  const b = await s.box('s6', 'kind');
  await s.tab.keyboard.down('Control');
  await s.tab.mouse.click(b.mx, b.my);
  await s.tab.keyboard.up('Control');
  assert.deepEqual(await s.run(() => [window.t.selected.count, window.t.selected.rows]), [7, ['s2', 's3', 's4', 's6']]);
  await s.press('Delete');
  assert.equal((await s.last()).cells.length, 7, 'all of them');
  assert.equal((await s.copied()).text, '');
  assert.match(await s.said(), /不能一起复制/);
  await s.click('s2', 'kind');
  await s.tab.keyboard.down('Control');
  await s.click('s2', 'center');
  await s.tab.keyboard.up('Control');
  assert.equal((await s.copied()).text, `\t${await s.text('s2', 'center')}\r\n`, 'side by side they can');
  await s.click('s3', 'basis', { clickCount: 2 });
  assert.equal(await s.editing(), true);
  await s.press('Escape');
  const shift = await s.box('s5', 'center');
  await s.tab.keyboard.down('Shift');
  await s.tab.mouse.click(shift.mx, shift.my);
  await s.tab.keyboard.up('Shift');
  assert.equal(await s.run(() => window.t.selected.count), 6);
  await s.tab.mouse.move(shift.mx, shift.my);
  await s.tab.mouse.wheel(0, 500);
  await s.tab.waitForTimeout(100);
  assert.equal(await s.run(() => document.querySelector('.sh-view').scrollTop), 500);
  assert.equal(await s.run(() => document.querySelector('.sh-stick').textContent), '公共服务28 项');
  await s.done();
});

test('sort, filter and find look at the sheet and never change it', async () => {
  const s = await open();
  await s.at('s3', 'town');
  await s.run(() => window.t.sheet.view({ filter: { columns: { clinic: ['结办', '受理'] } } }));
  const shown = await s.run(() => window.t.sheet.model.shown.filter((r) => !r.group).map((r) => r.cells.clinic));
  assert.ok(shown.length > 2 && shown.every((x) => ['结办', '受理'].includes(x)));
  assert.match(await s.run(() => document.querySelector('.sh-line').textContent), new RegExp(`只看“卫生院”是“结办”、“受理”的：${shown.length} 行，共 60 行。文件里的行和顺序没有变。`));
  // A row that is mended stays in view; the file keeps its order; rows cannot be moved meanwhile.
  await s.at('s16', 'clinic');
  await s.type('1');
  await s.run(() => { const { sheet } = window.t; sheet.update({ rows: [...sheet.rows] }); });
  assert.equal(await s.run(() => window.t.sheet.model.at.has('s16')), true);
  await s.press('Alt+Shift+ArrowUp');
  assert.match(await s.said(), /先按“全部显示”/);
  await s.run(() => window.t.sheet.view({ filter: null, sort: { column: 'name', descending: false } }));
  const names = await s.run(() => window.t.sheet.model.shown.slice(1, 29).map((r) => r.cells.name));
  assert.deepEqual(names, [...names].sort(new Intl.Collator('zh-CN', { numeric: true, sensitivity: 'base' }).compare));
  assert.equal(await s.run(() => document.querySelector('[aria-sort]').getAttribute('aria-sort')), 'ascending');
  await s.tab.click('.sh-line button');
  assert.equal(await s.run(() => window.t.sheet.model.shown.slice(0, 4).map((r) => r.id).join(' ')), 'g1 s1 s2 s3');
  const found = await s.run(() => { const { sheet } = window.t; sheet.select('s1', 'name'); const a = sheet.find('报销'); return [a, sheet.find('报销'), sheet.find('报销', { back: true }), sheet.find('没有这个')]; });
  assert.ok(found[0].count >= 3);
  assert.deepEqual(found.slice(1), [{ count: found[0].count, at: 2 }, { count: found[0].count, at: 1 }, { count: 0, at: 0 }]);
  assert.deepEqual((await s.changes()).map((c) => c.cells.map((x) => x.row)), [['s16']], 'one change, of the one cell');
  await s.done();
});

test('findings: F8 to the next, Shift+F8 back, each said', async () => {
  const s = await open();
  await s.at('s1', 'name');
  const walk = [];
  for (let i = 0; i < 5; i += 1) { await s.press('F8'); walk.push(await s.where()); }
  assert.deepEqual(walk, ['s16 kind', 's16 clinic', 's17 clinic', 's19 name', 's16 kind']);
  assert.match(await s.run(() => document.querySelector('[role=status]').textContent), /要核对：“异地长期居住人员备案”没有写办件类型/);
  await s.press('Shift+F8');
  assert.equal(await s.where(), 's19 name');
  assert.equal(await s.run(() => window.t.selected.mark.level), 'nice');
  assert.equal(await s.run(() => window.t.cell('s16', 'clinic').getAttribute('aria-description')), '必须改：“结办”不是办理深度，是不是“办结”');
  await s.done();
});

test('undo and redo are the program\'s; F6 leaves; Tab leaves at the ends', async () => {
  const s = await open();
  await s.at('s1', 'name');
  await s.press('Control+z', 'Control+y', 'Control+Shift+z');
  assert.deepEqual(await s.run(() => [window.t.undo, window.t.redo]), [1, 2]);
  await s.press('F6');
  assert.equal(await s.run(() => document.activeElement.id), 'behind');
  await s.at('s1', 'name');
  await s.press('Shift+F6');
  assert.equal(await s.run(() => document.activeElement.id), 'before');
  await s.at('s1', 'name');
  await s.press('Shift+Tab');
  assert.equal(await s.run(() => document.activeElement.id), 'before');
  await s.press('Tab');
  assert.equal(await s.run(() => document.activeElement.localName), 'textarea');
  await s.done();
});

const clipboards = path.join(here, 'sheet/clipboards');
const recorded = (file) => readFileSync(path.join(clipboards, file), 'utf8');
const expected = JSON.parse(recorded('expected.json'));

test('what Excel, WPS, LibreOffice and Word put into the clipboard is read as it was shown', async () => {
  const s = await open('sheet=points&n=60');
  const files = readdirSync(clipboards).filter((f) => /\.(html|tsv)$/.test(f));
  assert.deepEqual(files.sort(), Object.keys(expected).sort());
  for (const file of files) {
    await s.run(() => { const { sheet } = window.t; window.t.said.length = 0; sheet.update({ rows: sheet.rows.map((r) => (r.group ? r : { ...r, cells: Object.fromEntries(Object.keys(r.cells).map((k) => [k, `旧${k}`])) })) }); });
    await s.at('p1', 'kind');
    const n = await s.count();
    if (file.endsWith('.html')) await s.paste(recorded(file), '不该用这一行'); else await s.paste('', recorded(file));
    const { cells, merged, hashes } = expected[file];
    const columns = ['kind', 'address', 'phone'].slice(0, cells[0].length);
    const got = await s.run(([rows, ids]) => rows.map((_, r) => ids.map((c) => window.t.text(`p${r + 1}`, c))), [cells, columns]);
    assert.deepEqual(got, cells, file);
    assert.equal(await s.count(), n + 1, `${file}: one change`);
    assert.equal((await s.last()).says, `贴上 ${cells.length} 行 ${cells[0].length} 列`);
    assert.equal(await s.text(`p${cells.length + 1}`, 'kind'), '旧kind', file);
    const said = await s.said();
    assert.equal(/合并的单元格/.test(said), merged > 0, `${file}: ${said}`);
    assert.equal(/####/.test(said), hashes > 0, `${file}: ${said}`);
  }
  await s.done();
});

test('lines with tabs: quotes, breaks and what only looks like quotes', async () => {
  const s = await open('sheet=points&n=60');
  const cases = [
    ['甲\t乙', [['甲', '乙']]], ['甲\t乙\r\n', [['甲', '乙']]], ['甲\r\n\r\n乙\r\n', [['甲'], [''], ['乙']]], ['"甲\n乙"\t丙', [['甲\n乙', '丙']]], ['"甲""乙"""\t丙', [['甲"乙"', '丙']]],
    ['"甲"乙\t丙', [['"甲"乙', '丙']]], ['甲"乙\t丙"', [['甲"乙', '丙"']]], ['"没有结束\t丙', [['"没有结束', '丙']]], ['\t\t\r\n\t丁\t', [['', '', ''], ['', '丁', '']]], ['""\t甲', [['', '甲']]], ['甲\r乙', [['甲'], ['乙']]],
  ];
  for (const [text, wanted] of cases) {
    const got = await s.run(async (t) => (await import('/client/sheet/clipboard-read.js')).readLines(t).cells, text);
    assert.deepEqual(got, wanted, JSON.stringify(text));
  }
  await s.done();
});

test('copy gives lines and HTML that come back as they were, and that LibreOffice reads as texts', async () => {
  const s = await open('sheet=points&n=60');
  const cells = [['0477-0000002', '12-1', '001'], ['两\n行', '有"引号"\t和制表', ' 前后空格  '], ['=1+1', '<b>&nbsp;', '']];
  await s.at('p1', 'kind');
  await s.run((rows) => window.t.sheet.paste(rows), cells);
  const { text, html } = await s.copied();
  assert.equal(text, '0477-0000002\t12-1\t001\r\n"两\n行"\t"有""引号""\t和制表"\t 前后空格  \r\n=1+1\t<b>&nbsp;\t\r\n');
  for (const [h, t] of [[html, text], [html, ''], ['', text]]) {
    await s.at('p11', 'kind');
    await s.press('Delete');
    await s.paste(h, t);
    const got = await s.run(() => [11, 12, 13].map((r) => ['kind', 'address', 'phone'].map((c) => window.t.text(`p${r}`, c))));
    // Its own lines are exact; another program may only have the HTML.
    const wanted = h && !t ? cells.map((row) => row.map((x) => x.replace('\t', ' ').trim())) : cells;
    assert.deepEqual(got, wanted);
  }
  await s.done();
  // The filter of LibreOffice for pasted HTML is the one with which it opens a page.
  const office = spawnSync('soffice', ['--version']).status === 0;
  if (!office) return;
  const folder = mkdtempSync(path.join(tmpdir(), 'yizhan-sheet-'));
  try {
    writeFileSync(path.join(folder, 'copied.html'), html);
    const profile = `-env:UserInstallation=file://${folder}/profile`;
    spawnSync('soffice', [profile, '--headless', '--infilter=HTML (StarCalc)', '--convert-to', 'csv:Text - txt - csv (StarCalc):44,34,76,1', '--outdir', folder, path.join(folder, 'copied.html')], { timeout: 90000 });
    const csv = readFileSync(path.join(folder, 'copied.csv'), 'utf8');
    assert.equal(csv, '"0477-0000002","12-1","001"\n"两\n行","有""引号"" 和制表"," 前后空格  "\n"=1+1","<b>&nbsp;",\n', 'texts, not numbers, dates or formulas');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a paste: grows the sheet, fills a selection, tiles it, keeps words that are none of the choices, never drops in silence', async () => {
  const s = await open();
  // One cell fills all that is chosen.
  await s.at('s1', 'basis');
  await s.press('Shift+ArrowDown', 'Shift+ArrowDown');
  await s.paste('', '医保发〔2026〕1号');
  assert.deepEqual(await s.run(() => ['s1', 's2', 's3'].map((r) => window.t.text(r, 'basis'))), Array(3).fill('医保发〔2026〕1号'));
  assert.equal((await s.last()).cells.length, 3);
  // Two rows into four.
  await s.at('s5', 'kind');
  await s.press('Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown');
  await s.paste('', '甲\r\n乙\r\n');
  assert.deepEqual(await s.run(() => ['s5', 's6', 's7', 's8', 's9'].map((r) => window.t.text(r, 'kind')).slice(0, 4)), ['甲', '乙', '甲', '乙']);
  // Over the head of a group.
  await s.at('s28', 'kind');
  await s.paste('', '甲\r\n乙\r\n');
  assert.deepEqual([await s.text('s28', 'kind'), await s.text('s29', 'kind')], ['甲', '乙']);
  // A word that is none of the choices stays as it was published, and is told.
  await s.at('s1', 'center');
  await s.paste('', '受理(15天内办结）\t结办\r\n1\t不办\r\n');
  assert.deepEqual(await s.run(() => ['s1', 's2'].map((r) => ['center', 'town'].map((c) => window.t.text(r, c)))), [['受理(15天内办结）', '结办'], ['1', '不办']]);
  assert.match(await s.said(), /2 格不是表里的几种写法/);
  // Past the end: rows are added, and how many is told.
  await s.at('s59', 'name');
  await s.paste('', '一\t即办件\r\n二\t即办件\r\n三\t承诺件\r\n四\t\r\n');
  const change = await s.last();
  assert.deepEqual(change.inserted, [{ id: 'new-1', after: 's60', cells: { name: '三', kind: '承诺件' } }, { id: 'new-2', after: 'new-1', cells: { name: '四' } }]);
  assert.match(await s.said(), /新加了 2 行/);
  assert.equal(await s.run(() => window.t.selected.rows.length), 4);
  // More columns than there are: nothing happens, and the words say what to do.
  const n = await s.count();
  await s.at('s1', 'firm');
  await s.paste('', '一\t二\t三\r\n');
  assert.equal(await s.count(), n);
  assert.match(await s.said(), /剪贴板里有 3 列，从“企业”往右只有 2 列。请选左边的列再贴。什么都没有改。/);
  // Nothing at all.
  await s.paste('', '');
  assert.match(await s.said(), /剪贴板里没有文字/);
  await s.done();
  // A column that cannot be changed.
  const p = await open('sheet=points&n=20');
  await p.at('p1', 'note');
  await p.paste('', '甲\t99999\r\n乙\t10001\r\n');
  assert.deepEqual([await p.text('p1', 'note'), await p.text('p1', 'code'), await p.text('p2', 'note')], ['甲', '10000', '乙']);
  assert.match(await p.said(), /1 格不能改，跳过了/);
  await p.at('p1', 'code');
  await p.press('x');
  await p.press('F2');
  await p.press('Delete');
  assert.equal(await p.text('p1', 'code'), '10000');
  assert.match(await p.said(), /“编号”这一列不能在这里改/);
  await p.done();
});

test('a whole table into an empty sheet goes to the host; a single cell makes a row', async () => {
  const s = await open('n=0');
  await s.run(() => window.t.sheet.focus());
  await s.paste(recorded('excel.html'));
  assert.deepEqual(await s.run(() => window.t.tables), [expected['excel.html'].cells]);
  assert.equal(await s.count(), 0);
  await s.type('第一项');
  await s.press('Enter');
  assert.deepEqual((await s.last()).inserted, [{ id: 'new-1', after: null, cells: { name: '第一项' } }]);
  await s.done();
});

test('cut and paste moves the contents in one change; Esc, or pasting elsewhere, leaves them', async () => {
  const s = await open();
  await s.at('s1', 'basis');
  await s.type('甲');
  await s.press('Enter');
  await s.at('s1', 'basis');
  const { text, html } = await s.copied('cut');
  assert.equal(await s.text('s1', 'basis'), '甲', 'still there');
  assert.equal(await s.run(() => window.t.cell('s1', 'basis').classList.contains('cut')), true);
  await s.at('s9', 'basis');
  const n = await s.count();
  await s.paste(html, text);
  assert.deepEqual([await s.text('s1', 'basis'), await s.text('s9', 'basis')], ['', '甲']);
  assert.equal(await s.count(), n + 1);
  await s.copied('cut');
  await s.press('Escape');
  await s.at('s10', 'basis');
  await s.paste(html, text);
  assert.deepEqual([await s.text('s9', 'basis'), await s.text('s10', 'basis')], ['甲', '甲']);
  await s.done();
});

test('a hostile clipboard: no script runs, nothing is asked for, spans without end are refused in words', async () => {
  const s = await open('sheet=points&n=20');
  const asked = [];
  s.tab.on('request', (request) => asked.push(request.url()));
  await s.at('p1', 'kind');
  await s.paste('<table style="background:url(/x.png)"><tr><td onclick="window.hit=1"><img src="/y.png" onerror="window.hit=1"><script>window.hit=1</script><style>td{color:red}</style>甲&lt;img src=z onerror=window.hit=1&gt;</td></tr></table>');
  assert.equal(await s.text('p1', 'kind'), '甲<img src=z onerror=window.hit=1>');
  await s.tab.waitForTimeout(100);
  assert.deepEqual([await s.run(() => window.hit), asked], [undefined, []]);
  const n = await s.count();
  await s.paste(`<table>${'<tr><td colspan=1000 rowspan=60000>甲</td></tr>'.repeat(400)}</table>`);
  assert.equal(await s.count(), n);
  assert.match(await s.said(), /太多了|剪贴板里有 \d+ 列/);
  await s.done();
});

test('ten thousand rows: only what is seen is drawn, scrolling and keys do not lag', async () => {
  const s = await open('sheet=points&n=10000', { viewport: { width: 1366, height: 768 } });
  const made = await s.run(() => window.t.made);
  const drawn = await s.run(() => document.querySelectorAll('.sh-row').length);
  const total = await s.run(() => document.querySelector('[role=grid]').getAttribute('aria-rowcount'));
  await s.cdp.send('Performance.enable');
  const metric = async () => Object.fromEntries((await s.cdp.send('Performance.getMetrics')).metrics.map((m) => [m.name, m.value]));
  const before = await metric();
  const frames = 60;
  await s.run(async (n) => {
    const view = document.querySelector('.sh-view');
    for (let i = 0; i < n; i += 1) { view.scrollTop += 600; await new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }); }
  }, frames);
  const after = await metric();
  const script = 1000 * (after.ScriptDuration - before.ScriptDuration) / frames;
  const task = 1000 * (after.TaskDuration - before.TaskDuration) / frames;
  await s.at('p5000', 'hours');
  const keys = await s.run(async () => {
    const took = [];
    for (let i = 0; i < 40; i += 1) {
      const from = performance.now();
      document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: i % 2 ? 'ArrowRight' : 'ArrowDown', bubbles: true, cancelable: true }));
      await new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); });
      took.push(performance.now() - from);
    }
    return took.sort((a, b) => a - b)[37];
  });
  const write = await s.run(async () => {
    const from = performance.now();
    window.t.sheet.paste(Array.from({ length: 60 }, (_, r) => Array.from({ length: 6 }, (__, c) => `${r} ${c}`)));
    await new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); });
    return performance.now() - from;
  });
  const news = await s.run(async () => {
    const from = performance.now();
    window.t.sheet.update({ rows: window.t.sheet.rows.map((r) => ({ ...r })) });
    await new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); });
    return performance.now() - from;
  });
  console.log(`10,000 × 12: made ${made.toFixed(0)} ms, ${drawn} rows drawn; a frame of scrolling ${script.toFixed(1)} ms script, ${task.toFixed(1)} ms in all; key to paint ${keys.toFixed(0)} ms (95 of 100); paste 60 × 6 ${write.toFixed(0)} ms; news ${news.toFixed(0)} ms`);
  assert.ok(Number(total) > 10000 && drawn < 60, `${drawn} rows drawn of ${total}`);
  // A ratchet with much room for a busy machine.
  assert.ok(made < 800 && script < 30 && task < 120 && keys < 150 && write < 500 && news < 500);
  // Recycled rows show what is theirs, there and back.
  for (const [row, c] of [['p9999', 'name'], ['p1', 'name'], ['p777', 'address']]) {
    await s.at(row, c);
    await s.tab.waitForTimeout(60);
    assert.equal(await s.run(([r, x]) => window.t.cell(r, x).textContent, [row, c]), await s.text(row, c));
  }
  await s.done();
});

/** Runs axe on the page as it stands. */
async function audit(s, what) {
  const violations = await s.run(async (source) => {
    if (!window.axe) (0, Function)(source)();
    const { violations: found } = await window.axe.run(document, { resultTypes: ['violations'] });
    return found.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.html.slice(0, 160)} ${n.failureSummary}`).slice(0, 2).join(' | ')}`);
  }, axe);
  assert.deepEqual(violations, [], what);
}

test('axe finds nothing: catalog and points, light and dark, list, editor, filter; at 200 % nothing is out of reach', async () => {
  for (const colorScheme of ['light', 'dark']) {
    for (const query of ['', 'sheet=points&n=500']) {
      const s = await open(query, { colorScheme, bypassCSP: true });
      await audit(s, `${query} ${colorScheme}`);
      if (query === '') {
        await s.at('s16', 'clinic');
        await audit(s, 'a fault is the current cell');
        await s.press('Alt+ArrowDown');
        await audit(s, 'the list');
        await s.press('Escape', 'F2');
        await audit(s, 'the editor');
        await s.press('Escape');
        await s.run(() => window.t.sheet.view({ filter: { text: '报销' } }));
        await audit(s, 'a filter');
      }
      await s.context.close();
    }
  }
  const s = await open('', { viewport: { width: 683, height: 384 }, deviceScaleFactor: 2 });
  await s.at('s40', 'online');
  const inside = await s.run(() => {
    const cell = window.t.cell('s40', 'online').getBoundingClientRect();
    const view = document.querySelector('.sh-view').getBoundingClientRect();
    return cell.left >= view.left && cell.right <= view.right + 1 && cell.top >= view.top && cell.bottom <= view.bottom + 1;
  });
  assert.equal(inside, true);
  await s.type('1');
  assert.equal(await s.text('s40', 'online'), '办结');
  await s.done();
  const narrow = await open('', { viewport: { width: 360, height: 640 } });
  assert.equal(await narrow.run(() => document.querySelectorAll('.sh-th.fz').length), 1, 'where they would leave no room, columns do not stay');
  await narrow.done();
});

test('names and numbers for those who hear the sheet', async () => {
  const s = await open();
  await s.at('s16', 'clinic');
  const told = await s.run(() => {
    const ta = document.activeElement;
    const grid = document.querySelector('[role=grid]');
    const cell = document.getElementById(ta.getAttribute('aria-activedescendant'));
    const row = cell.parentElement;
    return {
      label: grid.getAttribute('aria-label'), rows: grid.getAttribute('aria-rowcount'), columns: grid.getAttribute('aria-colcount'), cell: [cell.getAttribute('role'), cell.getAttribute('aria-colindex'), cell.getAttribute('aria-selected'), cell.textContent],
      row: [row.getAttribute('role'), row.getAttribute('aria-rowindex')], ta: [ta.getAttribute('aria-label'), ta.getAttribute('aria-controls')], none: window.t.cell('s16', 'station').textContent,
    };
  });
  // Head, two groups, sixty rows and the empty one; the sixteenth stands under head and group.
  assert.deepEqual(told, { label: '服务清单', rows: '64', columns: '14', cell: ['gridcell', '9', 'true', '结办'], row: ['row', '18'], ta: ['服务清单，单元格', 'sheet-1-grid'], none: told.none });
  assert.match(told.none, /办|受/, 'the word behind the dash is there');
  await s.type('1');
  assert.equal(await s.run(() => document.querySelector('[role=status]').textContent), '“异地长期居住人员备案”的卫生院改为“办结”。');
  await s.done();
});

test('forced colours: what is chosen and what is marked can be told without our colours', async () => {
  const s = await open('', { forcedColors: 'active' });
  await s.at('s16', 'clinic');
  await s.press('Shift+ArrowDown');
  const look = await s.run(() => {
    const of = (r) => { const c = getComputedStyle(window.t.cell(r, 'clinic')); return [c.backgroundColor, c.outlineStyle]; };
    return { current: of('s16'), chosen: of('s17'), other: of('s15'), mark: getComputedStyle(window.t.cell('s16', 'clinic'), '::after').content };
  });
  assert.equal(look.current[1], 'solid');
  assert.notDeepEqual(look.chosen[0], look.other[0]);
  assert.equal(look.mark, '"×"');
  await s.done();
});

const firefox = process.env.FIREFOX ?? '/usr/bin/firefox';
test('Firefox: keys, choices, copy, cut and paste, list, mouse', { skip: existsSync(firefox) ? false : 'no Firefox on this machine' }, async () => {
  const { launch } = await import('puppeteer-core');
  const profile = mkdtempSync(path.join(tmpdir(), 'yizhan-firefox-'));
  const fox = await launch({ browser: 'firefox', executablePath: firefox, headless: true, userDataDir: profile, extraPrefsFirefox: { 'dom.events.testing.asyncClipboard': true } });
  try {
    const tab = await fox.newPage();
    const trouble = [];
    tab.on('pageerror', (error) => trouble.push(String(error)));
    await tab.setViewport({ width: 1218, height: 700 });
    await tab.goto(`${server.origin}/`);
    await tab.waitForFunction(() => document.documentElement.dataset.ready);
    const at = (row, column) => tab.evaluate((r, c) => { window.t.sheet.select(r, c); window.t.sheet.focus(); }, row, column);
    const text = (row, column) => tab.evaluate((r, c) => window.t.text(r, c), row, column);
    const chord = async (...keys) => { for (const k of keys) await tab.keyboard.down(k); for (const k of keys.reverse()) await tab.keyboard.up(k); };
    await at('s1', 'basis');
    await tab.keyboard.type('abc');
    await tab.keyboard.press('Enter');
    assert.equal(await text('s1', 'basis'), 'abc');
    await at('s1', 'town');
    await chord('Shift', 'ArrowDown');
    await tab.keyboard.type('bj');
    assert.deepEqual([await text('s1', 'town'), await text('s2', 'town')], ['办结', '办结']);
    await tab.keyboard.press('0');
    assert.deepEqual([await text('s1', 'town'), await text('s2', 'town')], ['不办', '不办']);
    await chord('Alt', 'ArrowDown');
    await tab.keyboard.press('ArrowUp');
    await tab.keyboard.press('Enter');
    assert.equal(await text('s1', 'town'), '咨询');
    // The real clipboard, with nothing chosen in the field.
    await at('s1', 'basis');
    await chord('Control', 'c');
    await at('s4', 'basis');
    await chord('Control', 'v');
    assert.equal(await text('s4', 'basis'), 'abc');
    await chord('Control', 'x');
    await at('s6', 'basis');
    await chord('Control', 'v');
    assert.deepEqual([await text('s4', 'basis'), await text('s6', 'basis')], ['', 'abc']);
    await chord('Control', 'z');
    assert.equal(await tab.evaluate(() => window.t.undo), 1);
    await at('s3', 'basis');
    await chord('Control', 'd');
    assert.equal(await text('s3', 'basis'), await text('s2', 'basis'));
    // Composing, as far as it can be told from inside.
    await at('s5', 'basis');
    await tab.evaluate(() => {
      const ta = document.activeElement;
      ta.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
      ta.value = 'ni';
      ta.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }));
      ta.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true, bubbles: true, cancelable: true }));
      ta.value = '你';
      ta.dispatchEvent(new CompositionEvent('compositionend', { data: '你', bubbles: true }));
      ta.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
    await tab.keyboard.press('Enter');
    assert.equal(await text('s5', 'basis'), '你');
    const box = await tab.evaluate(() => { const b = window.t.cell('s7', 'kind').getBoundingClientRect(); return { x: b.x + 20, y: b.y + 10 }; });
    await tab.mouse.click(box.x, box.y, { count: 2 });
    assert.equal(await tab.evaluate(() => window.t.sheet.editor.editing), true);
    await tab.keyboard.press('Escape');
    assert.deepEqual(await tab.evaluate(() => window.t.violations), []);
    assert.deepEqual(trouble, []);
  } finally {
    await fox.close();
    rmSync(profile, { recursive: true, force: true });
  }
});
