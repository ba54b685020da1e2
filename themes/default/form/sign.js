// Signatures drawn with a finger: one for each who signs, kept as a picture.

import { change, changeIn, session } from './session.js';
import { button, choice, el, field, fill, input } from './dom.js';
import { bytesOf } from './images.js';
import { picture, putPicture, removePicture } from './store.js';
import { sure } from './photos.js';

const ROLES = [['inspector', '检查人'], ['host', '服务点']];
const SIZE = { width: 640, height: 320 };

export function signatures() {
  const list = el('div', { class: 'photos' });
  const place = el('div', {});
  const show = () => {
    fill(list, session.form.signatures.map((one) => figure(one, show)));
    fill(place, button('加一个签名', () => fill(place, pad(show))));
  };
  show();
  return el('section', { class: 'card' }, el('h2', {}, '签名'), list, place);
}

function figure(signature, show) {
  const role = ROLES.find(([word]) => word === signature.role)?.[1];
  const image = el('img', { alt: `${signature.name}的签名` });
  picture(signature.key).then((kept) => {
    if (!kept) return;
    image.src = URL.createObjectURL(new Blob([kept.bytes], { type: kept.type }));
    image.addEventListener('load', () => URL.revokeObjectURL(image.src));
  });
  const remove = sure('删除', () => {
    change((form) => { form.signatures = form.signatures.filter((one) => one.key !== signature.key); });
    removePicture(signature.key);
    show();
  });
  return el('figure', { class: 'signature' }, image, el('figcaption', {}, el('span', {}, `${role}：${signature.name}`), remove));
}

/** A field to draw in. Lines are dark on white in the dark mode too: the picture goes onto paper. */
function pad(show) {
  const canvas = el('canvas', { ...SIZE, role: 'img', 'aria-label': '在这里手写签名' });
  const pen = canvas.getContext('2d');
  let drawn = 0;
  const clear = () => {
    drawn = 0;
    pen.fillStyle = '#ffffff';
    pen.fillRect(0, 0, SIZE.width, SIZE.height);
    Object.assign(pen, { lineWidth: 4, lineCap: 'round', lineJoin: 'round', strokeStyle: '#1a1f2b' });
  };
  clear();
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * SIZE.width) / box.width, ((event.clientY - box.top) * SIZE.height) / box.height];
  };
  let from = null;
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    from = at(event);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!from) return;
    const to = at(event);
    drawn += Math.hypot(to[0] - from[0], to[1] - from[1]);
    pen.beginPath();
    pen.moveTo(...from);
    pen.lineTo(...to);
    pen.stroke();
    from = to;
  });
  for (const end of ['pointerup', 'pointercancel']) canvas.addEventListener(end, () => { from = null; });
  let role = 'inspector';
  const name = input(session.form.inspectors[0] ?? '', () => {});
  const roles = choice('身份', ROLES, role, (chosen) => {
    role = chosen ?? role;
    roles.set(role);
    name.value = (role === 'host' ? session.form.attended : session.form.inspectors)[0] ?? '';
  });
  const wrong = el('p', { class: 'wrong', role: 'alert', hidden: true }, '写上姓名，再手写签名');
  const keep = async () => {
    wrong.hidden = name.value.trim() !== '' && drawn > 40;
    if (!wrong.hidden) return;
    const { form } = session;
    const made = await bytesOf(canvas, 'image/png');
    const file = `signatures/${role}-${made.sha256.slice(0, 12)}.png`;
    const key = `${form.key}/${file}`;
    await putPicture({ key, ...made });
    changeIn(form, (now) => { now.signatures = [...now.signatures, { key, name: name.value.trim(), role, file }]; });
    // Somebody may have gone to another page meanwhile.
    if (session.form === form) show();
  };
  return el('div', { class: 'pad' }, roles, field('姓名', name), canvas, wrong,
    el('div', { class: 'actions' }, button('签好了', keep, { class: 'main' }), button('重写', clear), button('取消', show, { class: 'plain' })));
}
