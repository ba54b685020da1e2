// Moving, writing, choosing: the keyboard of the sheet.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from './open.mjs';

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
  // A range that is longer than the window: Enter scrolls to the cell that it comes to.
  await s.at('s1', 'kind');
  for (let i = 0; i < 30; i += 1) await s.press('Shift+ArrowDown');
  await s.press('Enter');
  assert.equal(await s.where(), 's2 kind');
  assert.equal(await s.run(() => Boolean(window.t.cell('s2', 'kind'))), true);
  await s.press('Control+a');
  assert.equal(await s.run(() => window.t.selected.rows.length), 60);
  await s.press('PageDown');
  assert.notEqual(await s.where(), 's2 kind');
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
  assert.deepEqual(await s.last(), { says: '“单位参保登记”的设定依据改为“甲”', cells: [{ row: 's1', column: 'basis', before: '医保发〔2020〕18号', after: '甲' }], inserted: [], removed: [] });
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
    return { tag: ta.localName, role: active.getAttribute('role'), text: active.textContent, title: document.querySelector('.cells-list p').textContent, listbox: document.querySelectorAll('[role=listbox] [role=option]').length };
  });
  assert.deepEqual(list, { tag: 'textarea', role: 'option', text: '1办结bj', title: '选中的 2 格改为', listbox: 7 });
  await s.press('ArrowDown', 'ArrowDown', 'Enter');
  assert.deepEqual([await s.text('s17', 'clinic'), await s.text('s18', 'clinic')], ['帮办', '帮办']);
  await s.press('Alt+ArrowDown', 'Escape');
  assert.equal(await s.run(() => document.querySelector('.cells-list')), null);
  await s.press('Alt+ArrowDown');
  await s.tab.click('[role=option]:nth-child(4)');
  assert.deepEqual([await s.text('s17', 'clinic'), await s.text('s18', 'clinic')], ['代办', '代办']);
  await s.press('Alt+ArrowDown');
  await s.type('bj');
  assert.equal(await s.text('s18', 'clinic'), '办结', 'keys go on to mean the same');
  assert.equal(await s.run(() => document.querySelector('.cells-list')), null);
  assert.equal(await s.run(() => document.activeElement.localName), 'textarea');
  await s.done();
});

test('the list with days: by keys and by mouse, for the whole range; Esc brings the focus back', async () => {
  const s = await open();
  await s.at('s17', 'clinic');
  await s.press('Shift+ArrowDown', 'Alt+ArrowDown', 'ArrowDown', 'Tab');
  assert.equal(await s.run(() => document.activeElement.id), 'sheet-1-days');
  await s.type('２5');
  assert.equal(await s.run(() => document.querySelector('.cells-list .out').textContent), '写成：受理（25天内办结）');
  await s.press('Enter');
  assert.deepEqual([await s.text('s17', 'clinic'), await s.text('s18', 'clinic'), await s.run(() => document.activeElement.localName)], ['受理（25天内办结）', '受理（25天内办结）', 'textarea']);
  await s.press('Alt+ArrowDown', 'Tab', 'Escape');
  assert.deepEqual([await s.run(() => document.activeElement.localName), await s.run(() => document.querySelector('.cells-list'))], ['textarea', null]);
  await s.press('Alt+ArrowDown');
  await s.tab.click('.cells-list .seg button:nth-child(2)');
  assert.equal(await s.run(() => document.querySelector('.cells-list .out').textContent), '写成：受理（25个工作日内办结）', 'the number that was there stays');
  await s.tab.click('[role=option]:nth-child(2)');
  assert.equal(await s.text('s18', 'clinic'), '受理（25个工作日内办结）');
  await s.press('Alt+ArrowDown', 'End');
  assert.equal(await s.run(() => document.querySelector('#sheet-1-days').disabled), true);
  await s.tab.click('#behind');
  assert.equal(await s.run(() => document.querySelector('.cells-list')), null);
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
