// 服务点: a sheet of all points, and for one of them its form with its pieces beside.
import { place } from '../place.js';
import { SheetScreen } from '../sheet_screen.js';
import { bureau } from '../store.js';
import { html } from '../ui.js';
import { Point } from './point.js';

export function Points() {
  const own = bureau.value;
  if (place.value.rest[0]) return html`<${Point} />`;
  return html`<${SheetScreen} key=${own?.id} sheet="points" title="服务点" bureau=${own} count=${own ? `${own.points} 个` : ''} empty="还没有服务点。" prefer=${['desk-card', 'service-list']} />`;
}
