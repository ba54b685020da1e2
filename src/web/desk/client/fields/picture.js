// A picture of a field: dropped or chosen, a portrait cut to its shape with pointer or keys, and kept with the field as one change.
import { say, tell } from '../frame.js';
import { send_file } from '../server.js';
import { html, useEffect, useRef, useState } from '../ui.js';

const SHAPE = 3 / 4;

/** The part of a portrait that is kept, on the picture itself. */
function Cut({ picture, part, set_part }) {
  const canvas = useRef(null);
  const held = useRef(null);
  const width = Math.min(260, Math.round((260 * picture.width) / picture.height));
  const height = Math.round((width * picture.height) / picture.width);
  useEffect(() => {
    const context = canvas.current.getContext('2d');
    canvas.current.width = width; canvas.current.height = height;
    context.drawImage(picture, 0, 0, width, height);
    context.fillStyle = 'rgba(0, 0, 0, 0.55)';
    const [x, y, w, h] = [part.x * width, part.y * height, part.w * width, part.h * height];
    context.beginPath(); context.rect(0, 0, width, height); context.rect(x, y, w, h); context.fill('evenodd');
    context.strokeStyle = '#fff'; context.lineWidth = 2; context.strokeRect(x, y, w, h);
  });
  const moved = (dx, dy) => set_part({ ...part, x: Math.min(1 - part.w, Math.max(0, part.x + dx)), y: Math.min(1 - part.h, Math.max(0, part.y + dy)) });
  const sized = (by) => {
    const most = Math.min(1, (SHAPE * picture.height) / picture.width);
    const w = Math.min(most, Math.max(most * 0.2, part.w * by));
    const h = (w * picture.width) / SHAPE / picture.height;
    set_part({ w, h, x: Math.min(1 - w, Math.max(0, part.x + (part.w - w) / 2)), y: Math.min(1 - h, Math.max(0, part.y + (part.h - h) / 2)) });
  };
  const keys = (event) => {
    const step = { ArrowLeft: [-0.02, 0], ArrowRight: [0.02, 0], ArrowUp: [0, -0.02], ArrowDown: [0, 0.02] }[event.key];
    if (step) moved(...step); else if (event.key === '+' || event.key === '=') sized(1.06); else if (event.key === '-') sized(1 / 1.06); else return;
    event.preventDefault();
  };
  return html`<div class="cut"><canvas ref=${canvas} tabindex="0" role="img" aria-label="照片，亮的一块是要留下的。方向键移动，加减号放大缩小" onKeyDown=${keys}
      onPointerDown=${(e) => { held.current = [e.clientX, e.clientY, part]; e.target.setPointerCapture(e.pointerId); }}
      onPointerMove=${(e) => { if (!held.current) return; const [x, y, from] = held.current; set_part({ ...from, x: Math.min(1 - from.w, Math.max(0, from.x + (e.clientX - x) / width)), y: Math.min(1 - from.h, Math.max(0, from.y + (e.clientY - y) / height)) }); }}
      onPointerUp=${() => { held.current = null; }}></canvas>
    <div><button type="button" class="b small" onClick=${() => sized(1.1)}>多留一些</button> <button type="button" class="b small" onClick=${() => sized(1 / 1.1)}>少留一些</button>
      <p class="q s">拖动亮的一块，或者用方向键，把脸放在中间。存下来的只有亮的一块，拍摄的时间和地点不留。</p></div></div>`;
}

export function PictureField({ id, value, at, ctx, title, describe, save }) {
  const [open, set_open] = useState(null);
  const [part, set_part] = useState(null);
  const [over, set_over] = useState(false);
  const portrait = at.at(-1) === 'photo';
  const keep = async (file, chosen) => {
    try {
      const written = await send_file('picture', { path: ctx.path, at, before: value || null, part: chosen ?? null }, file);
      set_open(null);
      if (written.conflicts?.length) ctx.conflicted(written.conflicts);
      else if (written.done) say('照片放好了，拍摄信息去掉了。');
    } catch (error) { tell(error); }
  };
  const chosen = async (file) => {
    if (!file) return;
    if (!portrait) { await keep(file); return; }
    let picture = null;
    try { picture = await createImageBitmap(file, { imageOrientation: 'from-image' }); } catch { await keep(file); return; }
    const w = Math.min(1, (SHAPE * picture.height) / picture.width);
    const h = (w * picture.width) / SHAPE / picture.height;
    set_part({ x: (1 - w) / 2, y: Math.max(0, (1 - h) / 6), w, h });
    set_open({ file, picture });
  };
  const dropped = (event) => { event.preventDefault(); event.stopPropagation(); set_over(false); chosen(event.dataTransfer.files[0]); };
  return html`<div class=${over ? 'picture over' : 'picture'} role="group" aria-label=${title} onDragOver=${(e) => { e.preventDefault(); set_over(true); }} onDragLeave=${() => set_over(false)} onDrop=${dropped}>
    <div class="acts"><span class="grow">${value ? html`有照片　<span class="q s">${value}</span>` : html`<span class="q">还没有照片。把照片拖到这里，或者</span>`}</span>
      <label class="b small file">${value ? '换一张…' : '选照片…'}<input type="file" id=${id} accept="image/jpeg,image/png,image/webp,image/gif" aria-label=${`${title}：选照片`} aria-describedby=${describe} onChange=${(e) => { chosen(e.target.files[0]); e.target.value = ''; }} /></label>
      ${value && html`<button type="button" class="b small" onClick=${() => save(value, null)}>去掉</button>`}</div>
    ${open && html`<${Cut} picture=${open.picture} part=${part} set_part=${set_part} /><p class="acts"><button type="button" class="b small" onClick=${() => keep(open.file, part)}>存这一块</button><button type="button" class="b small plain" onClick=${() => set_open(null)}>不放了</button></p>`}</div>`;
}
