// 服务清单: items × channels as a sheet, with a bar that says the chosen cell in words, its finding and the buttons that mend it.
import { SheetScreen } from '../sheet_screen.js';
import { bureau } from '../store.js';
import { html } from '../ui.js';

export function Catalog() {
  const own = bureau.value;
  return html`<${SheetScreen} key=${own?.id} sheet="catalog" title="服务清单" bureau=${own} count=${own ? `${own.items} 项，${own.channels} 种渠道` : ''}
    empty="还没有服务清单。" prefer=${['catalog-matrix', 'service-list']} />`;
}
