// The official mark: dropped on its slot and kept as it is, its proportions shown, with what is to be said of it.
import { say, tell } from '../frame.js';
import { change, get, version } from '../server.js';
import { html, useEffect, useRef, useState } from '../ui.js';

/** 3:1, or 1.41:1 where no small numbers fit. */
function ratio(width, height) {
  const whole = (a, b) => (b ? whole(b, a % b) : a);
  const by = whole(width, height);
  return width / by <= 16 && height / by <= 16 ? `${width / by}:${height / by}` : `${(width / height).toFixed(2)}:1`;
}

function MarkSlot({ bureau, id, value, save, describe }) {
  const [mark, set_mark] = useState(null);
  const [over, set_over] = useState(false);
  const pick = useRef(null);
  const now = version.value;
  useEffect(() => {
    let newest = true;
    get('mark', { bureau }).then((got) => { if (newest) set_mark(got.mark && { ...got.mark, v: got.version }); }, () => { if (newest) set_mark(null); });
    return () => { newest = false; };
  }, [bureau, now]);
  const take = async (file) => {
    if (!file) return;
    try {
      const taken = await change(`mark?${new URLSearchParams({ bureau, name: file.name })}`, file);
      say(`${taken.says || '标志没有变'}。`, ...taken.mark.notes);
    } catch (error) { tell(error); }
  };
  const drop = (event) => {
    event.preventDefault();
    event.stopPropagation();
    set_over(false);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length > 1) { tell(new Error('一次只放一张标志。')); return; }
    take(files[0]);
  };
  return html`<div class=${over ? 'slot over' : 'slot'} onDragOver=${(event) => { event.preventDefault(); event.stopPropagation(); set_over(true); }} onDragLeave=${() => set_over(false)} onDrop=${drop}>
    <div class="slot-pic">${mark ? html`<img src=${`api/mark/picture?${new URLSearchParams({ bureau, v: mark.v })}`} alt="现在的标志" />` : html`<span class="q">把标志的图片拖到这里</span>`}</div>
    <div class="slot-says">${mark ? html`<p>${mark.width ? `宽 ${mark.width}、高 ${mark.height} 像素，宽高比 ${ratio(mark.width, mark.height)}` : 'SVG，放多大都清楚'}。颜色和比例都不改。</p>` : value ? html`<p class="bad">“${value}”现在显示不了。</p>` : html`<p class="q">PNG、JPEG 或 SVG。颜色和比例都不改。</p>`}
      ${mark?.notes.map((note) => html`<p><span class="mark due">看一眼</span> ${note}</p>`)}
      <p class="acts"><input type="file" class="vh" tabindex="-1" aria-hidden="true" accept="image/png,image/jpeg,image/svg+xml,.svg,.png,.jpg,.jpeg" ref=${pick} onChange=${(event) => { take(event.target.files[0]); event.target.value = ''; }} />
        <button type="button" class="b small" id=${id} aria-describedby=${describe} onClick=${() => pick.current.click()}>${mark ? '换一张…' : '选文件…'}</button>
        ${value && html`<button type="button" class="b small" onClick=${() => save('')}>拿掉</button>`}</p></div></div>`;
}

const kept = new Map();
/** The control of pictures on the form of a bureau. */
export function mark_of(bureau) {
  if (!kept.has(bureau)) kept.set(bureau, { picture: (props) => html`<${MarkSlot} bureau=${bureau} ...${props} />` });
  return kept.get(bureau);
}
