// Photos of a criterion: taken with the camera or chosen, made small, kept, and shown with a caption.

import { change, changeIn, openedForm, session, watch } from './session.js';
import { button, el, input } from './dom.js';
import { findingOf, setFinding } from './controls.js';
import { minuteOf } from './values.js';
import { picture, putPicture, removePicture } from './store.js';
import { CutOff, smaller } from './images.js';

/** The photos of a criterion, and the buttons that add some. */
export function photosOf(criterion) {
  const strip = el('div', { class: 'photos' });
  const busy = el('p', { class: 'quiet', role: 'status', hidden: true });
  const shown = new Map();
  const update = () => {
    const photos = findingOf(criterion.id).photos ?? [];
    for (const [key, node] of shown) {
      if (photos.some((photo) => photo.key === key)) continue;
      node.remove();
      shown.delete(key);
    }
    photos.filter((photo) => !shown.has(photo.key)).forEach((photo) => {
      shown.set(photo.key, photoFigure(criterion, photo));
      strip.append(shown.get(photo.key));
    });
  };
  const add = async (files, camera) => {
    const { form } = session;
    let [count, failed, cut] = [0, 0, 0];
    session.busy += 1;
    for (const file of files) {
      count += 1;
      busy.hidden = false;
      busy.className = 'quiet';
      busy.textContent = `正在处理照片 ${count}/${files.length}`;
      await added(criterion, form, file, camera).catch((error) => {
        if (error instanceof CutOff) cut += 1;
        else failed += 1;
      });
    }
    session.busy -= 1;
    busy.hidden = failed + cut === 0;
    busy.className = busy.hidden ? 'quiet' : 'wrong';
    busy.textContent = [
      cut > 0 ? `${cut} 张照片不完整，多半没有传完，没有加进来：打开原图看看，重新选或者重拍。` : '',
      failed > 0 ? `${failed} 张照片打不开，没有加进来。` : '',
    ].join('');
  };
  update();
  watch(update);
  const adder = (text, camera) => {
    const node = el('input', {
      type: 'file', accept: 'image/*', capture: camera ? 'environment' : null, multiple: !camera, 'aria-label': `${text}：${criterion.title}`,
      on: {
        change: () => {
          const files = [...node.files];
          node.value = '';
          add(files, camera);
        },
      },
    });
    return el('label', { class: 'button' }, node, text);
  };
  return { strip: el('div', {}, strip, busy), adders: [adder('拍照', true), adder('选照片', false)] };
}

async function added(criterion, form, file, camera) {
  const { taken, ...made } = await smaller(file);
  const key = `${form.key}/${criterion.id}-${made.sha256.slice(0, 12)}`;
  const photo = {
    key,
    file: `photos/${criterion.id}-${made.sha256.slice(0, 12)}.jpg`,
    caption: '',
    // Some phones leave the time out of a photo that the camera has just taken: then it is now.
    taken: taken ?? (camera ? minuteOf(new Date()) : null),
  };
  const isHere = () => openedForm(form.key)?.findings[criterion.id]?.photos?.some((one) => one.key === key);
  // The same photo twice is one photo.
  if (isHere()) return;
  // Where there is no room it stays in the memory, and an export has it.
  await putPicture({ key, ...made });
  if (isHere()) return;
  // Somebody may have gone to another page while the photo was made smaller: it belongs to the form for which it was taken.
  const kept = changeIn(form, (now) => {
    const finding = now.findings[criterion.id];
    now.findings[criterion.id] = { ...finding, photos: [...(finding?.photos ?? []), photo] };
  });
  // The form was removed meanwhile.
  if (!kept) await removePicture(key);
}

function photoFigure(criterion, photo) {
  const image = el('img', { alt: photo.caption || `${criterion.title}的照片` });
  picture(photo.key).then((kept) => {
    if (!kept) return;
    const address = URL.createObjectURL(new Blob([kept.bytes], { type: kept.type }));
    image.addEventListener('load', () => URL.revokeObjectURL(address));
    image.src = address;
  });
  const mine = () => findingOf(criterion.id).photos.find((one) => one.key === photo.key);
  const caption = input(photo.caption, (text) => change(() => { mine().caption = text; }), { placeholder: '照片说明', 'aria-label': '照片说明' });
  const remove = sure('删除', () => {
    setFinding(criterion.id, { photos: findingOf(criterion.id).photos.filter((one) => one.key !== photo.key) });
    removePicture(photo.key);
  });
  return el('figure', {}, image, el('figcaption', {}, el('small', {}, photo.taken ? `拍摄 ${photo.taken}` : '照片没有记时间'), caption, remove));
}

/** A button that asks once more before it does something that cannot be taken back. */
export function sure(text, work, options = {}) {
  const node = button(text, () => {
    if (node.dataset.asked) {
      work();
      return;
    }
    node.dataset.asked = 'yes';
    node.textContent = `确定${text}？`;
    setTimeout(() => {
      delete node.dataset.asked;
      node.textContent = text;
    }, 4000);
  }, { class: 'plain', ...options });
  return node;
}
