// Thousands of random actions: what the host gets, carried out by a host that knows nothing of the sheet, is always what the sheet shows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from './open.mjs';

const SEEDS = (process.env.SEEDS ?? '1,2,3,4').split(',').map(Number);
const STEPS = Number(process.env.STEPS ?? 700);

test('whatever is pressed, the changes that the host gets lead to what is shown', async () => {
  for (const seed of SEEDS) {
    const s = await open(seed % 2 ? 'n=34' : 'sheet=points&n=40');
    const said = await s.run(async ([from, steps]) => {
      let state = from * 7919 + 17;
      const chance = (n) => { state = (Math.imul(state, 1103515245) + 12345) >>> 0; return (state >>> 8) % n; };
      const { t } = window;
      const { sheet } = t;
      const ta = document.querySelector('textarea');
      // The host: rows and columns of its own, changed only by what it is told.
      const host = { rows: structuredClone(sheet.rows.map((r) => ({ ...r, marks: {} }))), columns: sheet.columns.map((c) => c.id) };
      const find = (id) => host.rows.findIndex((r) => r.id === id);
      // Where somebody else has written: an edit that was open may tell an older text as what stood there.
      const touched = new Set();
      let serial = 0;
      const wrong = [];
      // Every third host answers late, and in between it sends states that hold what it has not answered for yet.
      const late = from % 3 === 0;
      const answers = [];
      t.save = (change) => {
        carry(change);
        if (!late) return undefined;
        return new Promise((done) => { answers.push(() => done({})); });
      };
      const carry = (change) => {
        if (!change.says) wrong.push('a change without words');
        for (const row of change.inserted ?? []) {
          if (find(row.id) >= 0) wrong.push(`${row.id} twice`);
          if (row.after !== null && find(row.after) < 0) wrong.push(`behind ${row.after}, which is not there`);
          host.rows.splice(row.after === null ? 0 : find(row.after) + 1, 0, { id: row.id, cells: { ...row.cells }, marks: {} });
        }
        for (const cell of change.cells) {
          const row = host.rows[find(cell.row)];
          if (!row) { wrong.push(`no row ${cell.row}`); continue; }
          if ((row.cells[cell.column] ?? '') !== cell.before && !touched.has(`${cell.row} ${cell.column}`)) wrong.push(`${cell.row} ${cell.column}: before is ${cell.before}, was ${row.cells[cell.column]}`);
          if (cell.before === cell.after) wrong.push('nothing changed');
          row.cells[cell.column] = cell.after;
        }
        for (const id of change.removed ?? []) {
          if (find(id) < 0) wrong.push(`${id} is not there to be removed`);
          host.rows.splice(find(id), 1);
        }
        if (change.moved) {
          const picked = host.rows.filter((r) => change.moved.rows.includes(r.id));
          host.rows = host.rows.filter((r) => !change.moved.rows.includes(r.id));
          const at = change.moved.before === null ? host.rows.length : find(change.moved.before);
          if (at < 0) wrong.push(`before ${change.moved.before}, which is not there`);
          host.rows.splice(at, 0, ...picked);
        }
        if (change.movedColumns) {
          host.columns = host.columns.filter((c) => !change.movedColumns.columns.includes(c));
          const at = change.movedColumns.before === null ? host.columns.length : host.columns.indexOf(change.movedColumns.before);
          host.columns.splice(at, 0, ...change.movedColumns.columns);
        }
      };
      const key = (name, held = {}) => ta.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...held }));
      const type = (text) => { ta.value += text; ta.dispatchEvent(new InputEvent('input', { bubbles: true, data: text })); };
      const clip = new DataTransfer();
      const clipboard = (kind) => {
        let data = clip;
        if (kind !== 'paste') { data = new DataTransfer(); }
        ta.dispatchEvent(new ClipboardEvent(kind, { clipboardData: data, bubbles: true, cancelable: true }));
        if (kind !== 'paste' && data.getData('text/plain')) for (const k of ['text/plain', 'text/html']) { clip.setData(k, data.getData(k)); }
      };
      const arrows = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'];
      const mouse = (kind, x, y, more = {}) => (kind === 'mousedown' ? document.elementFromPoint(x, y) ?? ta : window).dispatchEvent(new MouseEvent(kind, { clientX: x, clientY: y, bubbles: true, cancelable: true, ...more }));
      const inView = () => { const b = document.querySelector('.cells-view').getBoundingClientRect(); return [b.left + 2 + chance(Math.floor(b.width - 24)), b.top + 2 + chance(Math.floor(b.height - 24))]; };
      const news = () => {
        // The host has named new rows, somebody else may have written or removed something.
        const renamed = {};
        for (const row of host.rows) if (row.id.startsWith('new-')) { serial += 1; renamed[row.id] = `h${serial}`; row.id = renamed[row.id]; }
        const items = host.rows.filter((r) => !r.group);
        if (items.length > 12 && chance(2)) host.rows.splice(host.rows.indexOf(items[chance(items.length)]), 1);
        if (items.length && chance(2)) { const row = items[chance(items.length)]; if (find(row.id) >= 0) { row.cells[host.columns[1]] = `别人${chance(99)}`; touched.add(`${row.id} ${host.columns[1]}`); } }
        sheet.update({ rows: structuredClone(host.rows), renamed });
      };
      const actions = [
        () => key(arrows[chance(4)]), () => key(arrows[chance(4)]), () => key(arrows[chance(4)], { shiftKey: true }), () => key(arrows[chance(4)], { ctrlKey: true }), () => key(arrows[chance(4)], { ctrlKey: true, shiftKey: true }),
        () => key('Tab'), () => key('Enter'), () => key('Enter', { shiftKey: true }), () => key('Home'), () => key('End'), () => key('End', { ctrlKey: true }), () => key('PageDown'),
        () => { type(['甲', '办结', '1', '0', 'b', 'x'][chance(6)]); if (chance(2)) type(['j', '乙', ''][chance(3)]); key(['Enter', 'Tab', 'Escape', 'ArrowDown', 'ArrowRight'][chance(5)]); },
        () => { key('F2'); type(String(chance(99))); key('Enter', { ctrlKey: chance(3) === 0 }); },
        () => type('未完'), () => key('Delete'), () => key('d', { ctrlKey: true }), () => key('r', { ctrlKey: true }), () => key('F8'), () => key('Escape'),
        () => key('Insert', { altKey: true }), () => { if (sheet.model.count > 8 && sheet.selection.rowList().length < 5) key('Delete', { altKey: true }); },
        () => key(arrows[chance(2)], { altKey: true, shiftKey: true }), () => key(arrows[2 + chance(2)], { altKey: true, shiftKey: true }),
        () => clipboard('copy'), () => clipboard('cut'), () => clipboard('paste'),
        () => sheet.paste(Array.from({ length: 1 + chance(4) }, () => Array.from({ length: 1 + chance(3) }, () => ['受理', '', '丙', '12-1'][chance(4)]))),
        () => { key('ArrowDown', { altKey: true }); key('ArrowDown'); key(['Enter', 'Escape'][chance(2)]); },
        () => { mouse('mousedown', ...inView(), { ctrlKey: chance(4) === 0, shiftKey: chance(4) === 0 }); if (chance(2)) mouse('mousemove', ...inView()); mouse('mouseup', 0, 0); },
        () => { const h = document.querySelector('.cells-fill'); if (h.hidden) return; const b = h.getBoundingClientRect(); const v = document.querySelector('.cells-view').getBoundingClientRect(); if (b.right < v.right - 20 && b.bottom < v.bottom - 20 && document.elementFromPoint(b.x + 4, b.y + 4) === h) { mouse('mousedown', b.x + 4, b.y + 4); mouse('mousemove', b.x + 4 + chance(200) - 60, b.y + chance(120) - 40); mouse('mouseup', 0, 0); } },
        () => { document.querySelector('.cells-view').scrollTop = chance(1500); document.querySelector('.cells-view').scrollLeft = chance(600); sheet.painter.draw(); },
        () => sheet.view(chance(2) ? { filter: null, sort: null } : { filter: { text: '示例' }, sort: chance(2) ? { column: 'name', descending: true } : null }),
        () => sheet.find('办'), news, () => answers.shift()?.(), () => answers.shift()?.(), () => { if (sheet.editor.editing) sheet.commit(); },
      ];
      const text = (rows) => rows.map((r) => (r.group ? `# ${r.id}` : `${r.id} ${host.columns.map((c) => r.cells[c] ?? '').join('|')}`)).join('\n');
      sheet.focus();
      for (let step = 0; step < steps; step += 1) {
        const which = chance(actions.length);
        try {
          actions[which]();
        } catch (error) {
          return `step ${step}, ${String(actions[which]).slice(0, 70)}: ${error.stack}`;
        }
        if (late) {
          if (step % 40 === 39) while (answers.length) answers.shift()();
          await new Promise((done) => { queueMicrotask(() => queueMicrotask(done)); });
        }
        // While answers are open one's own text stands over what somebody else wrote; in the end the two are the same.
        if (answers.length === 0 && text(host.rows) !== text(sheet.rows)) {
          const [a, b] = [text(host.rows).split('\n'), text(sheet.rows).split('\n')];
          const at = a.findIndex((x, i) => x !== b[i]);
          return `step ${step}, ${String(actions[which]).slice(0, 70)}: host has ${a.slice(at, at + 2)}; the sheet ${b.slice(at, at + 2)}; ${JSON.stringify(t.changes.at(-1))}`;
        }
        if (answers.length === 0 && host.columns.join() !== sheet.columns.map((c) => c.id).join()) return `step ${step}, ${String(actions[which]).slice(0, 70)}: columns`;
        if (wrong.length) return `step ${step}, ${String(actions[which]).slice(0, 70)}: ${wrong} ${JSON.stringify(t.changes.at(-1)).slice(0, 600)}`;
        const { cur, box } = sheet.selection;
        const { shown, columns } = sheet.model;
        if (shown.length === 0) continue;
        if (!(cur.r >= 0 && cur.r < shown.length && cur.c >= 0 && cur.c < columns.length) || shown[cur.r].group) return `step ${step}, ${String(actions[which]).slice(0, 70)}: current ${JSON.stringify(cur)}`;
        if (box.top < 0 || box.bottom >= shown.length || box.left < 0 || box.right >= columns.length) return `step ${step}, ${String(actions[which]).slice(0, 70)}: range ${JSON.stringify(box)} of ${shown.length}`;
        if (document.activeElement !== ta) return `step ${step}, ${String(actions[which]).slice(0, 70)}: the focus is on ${document.activeElement.outerHTML.slice(0, 80)}`;
        // Every drawn cell shows what is its own.
        if (step % 10 === 0) {
          for (const el of document.querySelectorAll('.cells-row.row:not([hidden])')) {
            const row = shown[Number(el.dataset.r)];
            for (const td of el.querySelectorAll('[data-c]')) {
              const wanted = row.cells[columns[Number(td.dataset.c)].id] ?? '';
              if (td.textContent !== wanted && td.textContent !== '没有写') return `step ${step}: row ${el.dataset.r} shows ${td.textContent}, not ${wanted}`;
            }
          }
        }
        if (step % 100 === 99) await new Promise((done) => { requestAnimationFrame(done); });
      }
      return `${t.changes.length} changes`;
    }, [seed, STEPS]);
    assert.match(said, /^\d+ changes$/, `seed ${seed}: ${said}`);
    assert.ok(parseInt(said, 10) > STEPS / 10, said);
    await s.done();
  }
});
