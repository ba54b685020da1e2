// Where a point lies: one box that takes a link or coordinates, what is not certain as buttons, and the outline with the other points to look at.
import { tell } from '../frame.js';
import { get, version } from '../server.js';
import { bureau } from '../store.js';
import { html, useEffect, useRef, useState } from '../ui.js';

const SYSTEMS = { gcj02: '高德、腾讯的坐标', bd09: '百度的坐标', wgs84: '手机定位的坐标' };

/** The outline, all points, the own one, and the places that may be meant. */
function Map({ id, map, own, spots }) {
  if (!map?.width) return null;
  const line = (ring) => ring.map(([x, y], index) => `${index ? 'L' : 'M'}${x} ${y}`).join('');
  const inside = (spot) => spot.x >= 0 && spot.y >= 0 && spot.x <= map.width && spot.y <= map.height;
  const here = map.points.find((one) => one.id === own);
  const says = `${map.rings.length ? '本局的边界和 ' : ''}${map.points.length} 个服务点${here ? '，实心的是这个点' : ''}${spots.length ? '，方块是新读到的位置' : ''}`;
  return html`<figure class="map"><svg viewBox=${`0 0 ${map.width} ${map.height}`} role="img" aria-label=${says} id=${`${id}-map`}>
      <path class="ring" d=${map.rings.map((ring) => `${line(ring)}Z`).join('')} />
      ${map.points.filter((one) => one.id !== own).map((one) => html`<circle class="other" cx=${one.x} cy=${one.y} r="3.5"><title>${one.name}</title></circle>`)}
      ${here && html`<circle class="own" cx=${here.x} cy=${here.y} r="6"><title>${here.name}</title></circle>`}
      ${spots.filter(inside).map((one) => html`<rect class="spot" x=${one.x - 5} y=${one.y - 5} width="10" height="10"><title>${one.says}</title></rect>`)}</svg>
    <figcaption class="q s">${says}。${spots.some((spot) => !inside(spot)) ? '新读到的位置在图外面。' : ''}${map.rings.length ? '' : '还没有放边界，只画了服务点。'}</figcaption></figure>`;
}

export function PlaceField({ id, value, at, ctx, title, describe }) {
  const [text, set_text] = useState('');
  const [pasted, set_pasted] = useState(null);
  const [map, set_map] = useState(null);
  const now = version.value;
  const of = bureau.value?.id;
  useEffect(() => {
    if (!of) return undefined;
    let newest = true;
    get('map', { bureau: of }).then((got) => { if (newest) set_map(got); }, () => {});
    return () => { newest = false; };
  }, [of, now]);
  const own = ctx.read(at.slice(0, -1))?.id;
  // What was typed since is not taken away by an answer to what stood there before.
  const turn = useRef(0);
  const take = async (spot) => {
    const mine = turn.current;
    const written = await ctx.change([{ at, before: value ?? null, after: { lat: spot.lat, lon: spot.lon, crs: spot.crs } }]);
    if (written?.done && mine === turn.current) { set_text(''); set_pasted({ taken: `记下了：纬度 ${spot.lat}，经度 ${spot.lon}（${spot.says}）。` }); }
  };
  const read = async (words) => {
    const mine = ++turn.current;
    if (!words.trim()) { set_pasted(null); return; }
    try {
      const got = await get('pasted', { bureau: of, text: words });
      if (mine !== turn.current) return;
      set_pasted(got);
      // What is certain needs no further press.
      if (got.spots.length === 1 && !got.questions.length) await take(got.spots[0]);
    } catch (error) { tell(error); }
  };
  const has = value && typeof value === 'object' && value.lat && value.lon;
  const spots = pasted?.spots ?? [];
  return html`<div class="place-field" role="group" aria-label=${title}>
    ${has && html`<p class="acts"><span>纬度 ${value.lat}，经度 ${value.lon}　<span class="q s">${SYSTEMS[(value.crs ?? 'wgs84').toLowerCase()] ?? value.crs}</span></span><button type="button" class="b small" onClick=${() => ctx.change([{ at, before: value, after: null }])}>去掉</button></p>`}
    <div class="acts"><div class="grow"><input type="text" id=${id} aria-label=${`${title}：贴地图链接，或者写经纬度`} aria-describedby=${describe} placeholder="贴高德、百度、腾讯地图的链接，或者写：38.605，108.842" value=${text}
      onInput=${(e) => { turn.current += 1; set_text(e.target.value); set_pasted(null); }} onPaste=${(e) => { const words = e.clipboardData?.getData('text') ?? ''; if (words.trim() && !text) { e.preventDefault(); set_text(words.trim()); read(words); } }}
      onKeyDown=${(e) => { if (e.key === 'Enter' && !e.isComposing) { e.preventDefault(); read(text); } }} /></div>
      <button type="button" class="b small" onClick=${() => read(text)}>读一下</button></div>
    <div role="status">${pasted?.taken && html`<p class="s good">${pasted.taken}</p>`}${pasted?.says && html`<div class="read"><p>${pasted.says}</p>
      ${pasted.help && html`<p class="q s">${pasted.help}</p>`}${pasted.questions.map((one) => html`<p><span class="mark due">问</span> ${one}</p>`)}
      ${pasted.questions.length > 0 && html`<p class="acts">${spots.map((spot) => html`<button type="button" class="b small" onClick=${() => take(spot)}>${spots.length > 1 ? `${spot.says}${spot.inside ? '' : '（在外面）'}` : '就放在这里'}</button>`)}<button type="button" class="b small plain" onClick=${() => set_pasted(null)}>不放</button></p>`}</div>`}</div>
    <${Map} id=${id} map=${map} own=${own} spots=${spots} /></div>`;
}
