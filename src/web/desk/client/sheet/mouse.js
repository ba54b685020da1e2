// The mouse: choosing, dragging rows and columns to another place, the edges of columns, the handle for filling. Whatever is pressed, the focus stays
// in the field.
import { Selection } from './selection.js';

export function listenToMouse(sheet) {
  const { painter } = sheet;
  const { view } = painter;
  let drag = null;
  let scrolling = null;

  const at = (event) => {
    const box = view.getBoundingClientRect();
    const x = event.clientX - box.left - view.clientLeft;
    const y = event.clientY - box.top - view.clientTop;
    const { geometry } = sheet;
    return { x, y, r: geometry.rowAt(y - painter.headHeight + view.scrollTop), c: geometry.columnAt(x, view.scrollLeft) };
  };

  const press = (event) => {
    const place = at(event);
    if (place.x > view.clientWidth || place.y > view.clientHeight) return null;
    if (event.target === painter.handle) return { kind: 'fill', source: sheet.selection.box };
    const grip = event.target.dataset?.grip;
    if (grip !== undefined) return { kind: 'width', c: Number(grip), from: event.clientX, was: sheet.geometry.width(Number(grip)) };
    const { selection, model } = sheet;
    const add = event.ctrlKey || event.metaKey;
    if (place.y < painter.headHeight) {
      if (place.c < 0) { selection.all(); sheet.moved({ show: false }); return { kind: 'none' }; }
      const chosen = selection.regions.find((x) => { const b = Selection.box(x); return x.whole === 'columns' && place.c >= b.left && place.c <= b.right; });
      if (chosen && !event.shiftKey && !add && sheet.options.canMoveColumns) return { kind: 'columns', box: Selection.box(chosen), from: place.c, moved: false };
      selection.columns(event.shiftKey ? selection.active.ac : place.c, place.c, { add });
      sheet.moved({ show: false });
      return { kind: 'chooseColumns', from: selection.active.ac };
    }
    const row = model.shown[place.r];
    if (!row || place.y - painter.headHeight + view.scrollTop > sheet.geometry.bodyHeight) return { kind: 'none' };
    const inStick = !painter.stick.hidden && place.y < painter.headHeight + painter.stick.offsetHeight;
    if (inStick) return { kind: 'none' };
    if (place.c < 0 || row.group) {
      if (row.ghost) { selection.go(place.r, 0); sheet.moved(); return { kind: 'none' }; }
      const chosen = selection.regions.find((x) => { const b = Selection.box(x); return x.whole === 'rows' && place.r >= b.top && place.r <= b.bottom; });
      if (chosen && !event.shiftKey && !add && sheet.options.canMove) return { kind: 'rows', box: Selection.box(chosen), from: place.r, moved: false };
      const last = row.group ? sheet.lastOfGroup(place.r) : place.r;
      selection.rows(event.shiftKey ? selection.active.ar : place.r, last, { add });
      sheet.moved({ show: false });
      return { kind: row.group ? 'none' : 'chooseRows', from: selection.active.ar };
    }
    selection.tabFrom = null;
    selection.go(place.r, place.c, { extend: event.shiftKey, add });
    sheet.moved();
    return { kind: 'cells' };
  };

  const follow = (event) => {
    const place = at(event);
    const { selection } = sheet;
    if (drag.kind === 'cells') selection.go(place.r, Math.max(0, place.c), { extend: true });
    else if (drag.kind === 'chooseRows') { selection.active.r = place.r; selection.within(); } else if (drag.kind === 'chooseColumns') { selection.active.c = Math.max(0, place.c); selection.within(); }
    else if (drag.kind === 'width') {
      sheet.setWidth(sheet.model.columns[drag.c].id, Math.max(48, Math.min(800, drag.was + event.clientX - drag.from)));
      return;
    } else if (drag.kind === 'fill') drag.target = stretch(drag.source, place);
    else if (drag.kind === 'rows' || drag.kind === 'columns') { aim(place); return; }
    else return;
    painter.draw();
    if (drag.kind === 'fill') outline(drag.target);
  };

  /** The source and what the handle has reached, in one direction only. */
  const stretch = (source, { r, c }) => {
    const down = r > source.bottom ? r - source.bottom : r < source.top ? source.top - r : 0;
    const aside = c > source.right ? c - source.right : c >= 0 && c < source.left ? source.left - c : 0;
    if (down === 0 && aside === 0) return source;
    if (down >= aside) return { ...source, top: Math.min(source.top, r), bottom: Math.max(source.bottom, r) };
    return { ...source, left: Math.min(source.left, c), right: Math.max(source.right, c) };
  };

  const outline = (box) => {
    const from = painter.corner(box.top, box.left);
    const { geometry } = sheet;
    const { drop } = painter;
    drop.className = 'cells-drop box';
    drop.hidden = false;
    drop.style.transform = `translate(${from.x}px, ${from.y}px)`;
    drop.style.width = `${geometry.lefts[box.right + 1] - geometry.lefts[box.left]}px`;
    drop.style.height = `${geometry.tops[box.bottom + 1] - geometry.tops[box.top]}px`;
  };

  /** The line that shows where rows or columns would go. */
  const aim = (place) => {
    const { geometry, model } = sheet;
    const { drop } = painter;
    drop.className = `cells-drop ${drag.kind}`;
    drop.hidden = false;
    drag.moved = true;
    if (drag.kind === 'rows') {
      const y = place.y - painter.headHeight + view.scrollTop;
      const past = y > (geometry.tops[place.r] + geometry.tops[place.r + 1]) / 2;
      drag.to = Math.min(place.r + (past ? 1 : 0), model.shown.length - (model.shown.at(-1)?.ghost ? 1 : 0));
      drop.style.width = `${Math.min(geometry.bodyWidth, view.clientWidth)}px`;
      drop.style.height = '4px';
      drop.style.transform = `translate(${view.scrollLeft}px, ${painter.headHeight + geometry.tops[drag.to] - 2}px)`;
    } else {
      const c = Math.max(0, place.c);
      const { x } = painter.corner(0, c);
      const past = place.x + view.scrollLeft > x + geometry.width(c) / 2;
      drag.to = c + (past ? 1 : 0);
      const edge = past ? x + geometry.width(c) : x;
      drop.style.width = '4px';
      drop.style.height = `${painter.headHeight + Math.min(geometry.bodyHeight, view.clientHeight - painter.headHeight)}px`;
      drop.style.transform = `translate(${edge - 2}px, ${view.scrollTop}px)`;
    }
  };

  const drop = () => {
    const { model, selection, actions } = sheet;
    if (drag.kind === 'fill' && drag.target) {
      const { top, bottom, left, right } = drag.target;
      actions.fillBox(drag.source, drag.target);
      selection.regions = [{ ar: top, ac: left, r: bottom, c: right }];
      selection.within();
    } else if (drag.kind === 'rows') {
      if (!drag.moved) { selection.rows(drag.from, drag.from); sheet.moved({ show: false }); return; }
      const ids = model.shown.slice(drag.box.top, drag.box.bottom + 1).filter((r) => !r.ghost).map((r) => r.id);
      const inside = drag.to >= drag.box.top && drag.to <= drag.box.bottom + 1;
      if (!inside) actions.moveRows(ids, model.shown[drag.to] && !model.shown[drag.to].ghost ? model.shown[drag.to].id : null);
    } else if (drag.kind === 'columns') {
      if (!drag.moved) { selection.columns(drag.from, drag.from); sheet.moved({ show: false }); return; }
      const ids = model.columns.slice(drag.box.left, drag.box.right + 1).map((c) => c.id);
      const inside = drag.to >= drag.box.left && drag.to <= drag.box.right + 1;
      if (!inside) actions.moveColumns(ids, model.columns[drag.to]?.id ?? null);
    } else if (drag.kind === 'width') sheet.options.onWidth?.(sheet.model.columns[drag.c].id, sheet.geometry.width(drag.c));
    sheet.moved({ show: false });
  };

  /** Near an edge while dragging: the sheet scrolls by itself, and the range follows. */
  const scroll = (event) => {
    clearInterval(scrolling);
    const place = at(event);
    const down = place.y > view.clientHeight - 12 ? 1 : place.y < painter.headHeight + 4 && drag.kind !== 'columns' && drag.kind !== 'chooseColumns' ? -1 : 0;
    const aside = place.x > view.clientWidth - 12 ? 1 : place.x < sheet.geometry.frozenWidth - 4 && view.scrollLeft > 0 && drag.kind !== 'rows' && drag.kind !== 'chooseRows' ? -1 : 0;
    if (!down && !aside) return;
    scrolling = setInterval(() => {
      view.scrollTop += down * 36;
      view.scrollLeft += aside * 36;
      follow(event);
    }, 50);
  };

  const move = (event) => {
    if (!drag) return;
    // A few dots of trembling are no drag.
    if (!drag.begun && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 4) return;
    drag.begun = true;
    follow(event);
    if (drag.kind !== 'width' && drag.kind !== 'none') scroll(event);
  };

  const end = () => {
    clearInterval(scrolling);
    removeEventListener('mousemove', move);
    removeEventListener('mouseup', end);
    painter.drop.hidden = true;
    if (drag) drop();
    drag = null;
  };

  view.addEventListener('mousedown', (event) => {
    if (event.target === painter.ta || sheet.choices.el?.contains(event.target)) return;
    const { left, top } = view.getBoundingClientRect();
    // The bars for scrolling are the browser's.
    if (event.clientX - left > view.clientWidth || event.clientY - top > view.clientHeight) return;
    event.preventDefault();
    sheet.editor.settle();
    sheet.focus();
    sheet.choices.close();
    if (event.button !== 0) {
      const place = at(event);
      const inside = sheet.selection.boxes.some((b) => place.r >= b.top && place.r <= b.bottom && place.c >= b.left && place.c <= b.right);
      if (!inside && place.c >= 0 && place.y > painter.headHeight) { sheet.selection.go(place.r, place.c); sheet.moved(); }
      return;
    }
    drag = press(event);
    if (!drag) return;
    Object.assign(drag, { x: event.clientX, y: event.clientY, begun: false });
    addEventListener('mousemove', move);
    addEventListener('mouseup', end);
  });
  view.addEventListener('dblclick', (event) => {
    if (event.target === painter.ta) return;
    const place = at(event);
    const row = sheet.model.shown[place.r];
    if (event.target === painter.handle) return;
    if (event.target.dataset?.grip !== undefined) { sheet.setWidth(sheet.model.columns[Number(event.target.dataset.grip)].id, undefined); return; }
    if (place.y < painter.headHeight) { if (place.c >= 0) sheet.options.onHead?.(sheet.model.columns[place.c].id); return; }
    if (row?.group) { sheet.options.onGroup?.(row.id); return; }
    if (place.c >= 0) sheet.editor.open();
  });
  return () => { removeEventListener('mousemove', move); removeEventListener('mouseup', end); clearInterval(scrolling); };
}
