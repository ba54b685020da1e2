// 服务清单: items × channels as a sheet, with a bar that says the chosen cell in words, its finding and the buttons that mend it. Columns and groups are
// seen to in the panel beside, a whole table is pasted with its doubts as questions, and what the document claims stands above.
import { Claims } from '../catalog/claims.js';
import { Columns, move_columns } from '../catalog/columns.js';
import { export_seen } from '../catalog/export.js';
import { Pasted, is_whole, paste_whole, pasted } from '../catalog/pasted.js';
import { hidden, shape, show_all } from '../catalog/view.js';
import { tell } from '../frame.js';
import { idle } from '../server.js';
import { SheetScreen } from '../sheet_screen.js';
import { bureau } from '../store.js';
import { html, signal } from '../ui.js';

/** The column whose fields are open in the panel. */
const opened = signal(null);

const more = (id) => ({
  shape: (table) => shape(id, table),
  columns: (moved) => move_columns(id, moved),
  options: (sheet) => ({
    emptyHint: '还没有事项。在上面这一行打字；或者把整张表从 Excel、WPS、Word 里复制过来，在这里按 Ctrl+V。',
    isWhole: (cells) => is_whole(cells, sheet.current.columns),
    onPasteTable: (tables, here) => paste_whole(id, tables, sheet.current.rows.some((row) => !row.group) ? here : null),
    onHead: (column) => { opened.value = column; panel.value?.('columns'); },
    onGroup: (group) => sheet.current.fold(group, !sheet.current.model.folded.has(group)),
  }),
  tools: (ctx) => {
    panel.value = ctx.set_mode;
    return html`<button class="b small" aria-pressed=${ctx.mode === 'columns'} onClick=${() => { opened.value = null; ctx.set_mode(ctx.mode === 'columns' ? '' : 'columns'); }}>列和分组</button>
      <button class="b small" onClick=${async () => { try { await idle(); await export_seen('catalog', id, ctx.sheet.current.seen()); } catch (error) { tell(error); } }}>导出 Excel</button>`;
  },
  above: (ctx) => {
    if (pasted.value?.bureau === id) return html`<${Pasted} sheet=${ctx.sheet} />`;
    const count = hidden(id).length;
    return html`${count > 0 && html`<p class="viewline"><span>隐藏了 ${count} 列，文件里的没有动。</span><button class="b small" onClick=${() => { show_all(id); ctx.redraw(); }}>全部显示</button></p>`}
      <${Claims} table=${ctx.table} sheet=${ctx.sheet} />`;
  },
  asides: { columns: (ctx) => html`<${Columns} ctx=${ctx} opened=${opened} />` },
});
/** Opens a panel from the sheet, which knows nothing of the page. */
const panel = { value: null };
const kept = new Map();

export function Catalog() {
  const own = bureau.value;
  if (own && !kept.has(own.id)) kept.set(own.id, more(own.id));
  return html`<${SheetScreen} key=${own?.id} sheet="catalog" title="服务清单" bureau=${own} count=${own ? `${own.items} 项，${own.channels} 种渠道` : ''}
    empty="还没有服务清单。" prefer=${['catalog-matrix', 'service-list']} more=${own ? kept.get(own.id) : undefined} />`;
}
