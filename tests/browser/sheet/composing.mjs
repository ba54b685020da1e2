// Input methods, and news of the host while somebody writes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from './open.mjs';

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
  // Scrolling does not move the field from under the input method, not even over a column that stays.
  await s.at('s4', 'name');
  await s.compose('g', 'gu');
  const stood = await s.run(async () => {
    const style = document.activeElement.getAttribute('style');
    document.querySelector('.cells-view').scrollLeft += 120;
    document.querySelector('.cells-view').scrollTop += 20;
    await new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); });
    return document.activeElement.getAttribute('style') === style;
  });
  assert.equal(stood, true);
  await s.commit('挂号');
  await s.press('Enter');
  assert.equal(await s.text('s4', 'name'), '挂号');
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
  const top = await s.run(() => document.querySelector('.cells-view').scrollTop);
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
  assert.ok(Math.abs(await s.run(() => document.querySelector('.cells-view').scrollTop) - top) < 80);
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
