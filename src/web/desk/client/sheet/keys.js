// The keyboard, as the table of the desk has it. Ctrl+Space and Shift+Space belong to input methods and are never looked at, and while one composes
// every key is its own.
import { WORDS } from './words.js';

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export function listenToKeys(sheet) {
  const { ta } = sheet.painter;
  ta.addEventListener('keydown', (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === ' ' && (event.ctrlKey || event.shiftKey)) return;
    const taken = sheet.choices.open && sheet.choices.key(event) ? true : sheet.editor.editing ? whileEditing(sheet, event) : whileIdle(sheet, event);
    if (!taken) return;
    event.preventDefault();
    // In a small window the page scrolls, too.
    sheet.painter.view.scrollIntoView({ block: 'nearest' });
  });
}

/** True when the key was taken. */
function whileEditing(sheet, event) {
  const { editor, selection } = sheet;
  const { key } = event;
  const command = event.ctrlKey || event.metaKey;
  if (key === 'Enter' && event.altKey) {
    editor.ta.setRangeText('\n', editor.ta.selectionStart, editor.ta.selectionEnd, 'end');
    editor.grow();
  } else if (key === 'Enter' && command) editor.commit({ all: true });
  else if (key === 'Enter' || key === 'Tab') {
    editor.commit();
    selection.next(key, event.shiftKey);
    sheet.moved({ inside: true });
  } else if (key === 'Escape') editor.cancel();
  else if (key === 'F2') editor.typed = false;
  else if (editor.typed && key in ARROWS && !event.altKey && !command && !event.shiftKey) {
    editor.commit();
    selection.move(...ARROWS[key]);
    sheet.moved();
  } else if (/^(F6|F8)$/.test(key)) {
    editor.commit();
    return whileIdle(sheet, event);
  } else return false;
  return true;
}

function whileIdle(sheet, event) {
  const { selection, actions, painter } = sheet;
  const { key, shiftKey, altKey } = event;
  const command = event.ctrlKey || event.metaKey;
  const letter = command && !altKey ? key.toLowerCase() : '';
  if (key in ARROWS) {
    if (altKey && shiftKey) {
      const [dr, dc] = ARROWS[key];
      if (dr) actions.shiftRows(dr); else actions.shiftColumns(dc);
      return true;
    }
    if (altKey) {
      if (key !== 'ArrowDown') return false;
      sheet.choices.show();
      return true;
    }
    selection.move(...ARROWS[key], { extend: shiftKey, jump: command });
  } else if (altKey && !command && /^[-=+]$/.test(key)) {
    const { c } = selection.cur;
    sheet.setWidth(sheet.model.columns[c].id, Math.max(48, Math.min(800, sheet.geometry.width(c) + (key === '-' ? -16 : 16))));
    sheet.options.onWidth?.(sheet.model.columns[c].id, sheet.geometry.width(c));
  } else if (key === 'Tab' && !command && !altKey) {
    // At either end Tab goes on to what is beside the sheet, as on any page.
    if (!selection.next('Tab', shiftKey)) return false;
  } else if (key === 'Enter' && !command && !altKey) selection.next('Enter', shiftKey);
  else if (key === 'Home' || key === 'End') {
    const from = shiftKey ? selection.active : selection.cur;
    const row = command ? (key === 'Home' ? 0 : sheet.lastRow()) : from.r;
    selection.go(row, key === 'Home' ? 0 : sheet.model.columns.length - 1, { extend: shiftKey, toward: key === 'Home' ? 1 : -1 });
  } else if (key === 'PageDown' || key === 'PageUp') {
    const from = shiftKey ? selection.active : selection.cur;
    const by = Math.max(1, Math.floor((painter.view.clientHeight - painter.headHeight) / 36) - 2) * (key === 'PageDown' ? 1 : -1);
    selection.go(from.r + by, from.c, { extend: shiftKey, toward: Math.sign(by) });
  } else if (key === 'F2') { sheet.editor.open(); return true; }
  else if (key === 'Escape') { if (!sheet.cancelCut()) return false; return true; }
  else if (key === 'Insert' && altKey) { actions.insertRows(); return true; }
  else if (key === 'Delete' && altKey) { actions.removeRows(); return true; }
  else if ((key === 'Delete' || key === 'Backspace') && !command) { actions.empty(); return true; }
  else if (key === 'F8') { actions.finding(shiftKey ? -1 : 1); return true; }
  else if (key === 'F6') {
    if (!sheet.options.onLeave) return false;
    sheet.options.onLeave({ back: shiftKey });
    return true;
  } else if (letter === 'a') selection.all();
  else if (letter === 'd') { actions.fill('down'); return true; }
  else if (letter === 'r') { actions.fill('right'); return true; }
  else if (letter === 'z' || letter === 'y') {
    const again = letter === 'y' || shiftKey;
    (again ? sheet.options.onRedo : sheet.options.onUndo)?.();
    return true;
  } else {
    // A letter over a column that cannot be changed would vanish without a word.
    const column = sheet.model.columns[selection.cur.c];
    if (column?.readOnly && key.length === 1 && !command && !altKey) { sheet.say(WORDS.readOnly(column.title)); return true; }
    return false;
  }
  sheet.moved({ inside: key === 'Enter' || key === 'Tab' });
  if (selection.many && (shiftKey || letter === 'a')) sheet.announce(WORDS.chosen(selection.count()));
  return true;
}
