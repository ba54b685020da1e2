// The sheet of the desk, by keyboard, mouse, clipboard and input method, under the desk's policy. `tests/browser/sheet/` has its page, its
// contents and the clipboards of Excel, WPS and LibreOffice.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
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
