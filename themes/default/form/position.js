// Where the phone is, once somebody presses the button and the phone agrees.

import { button, el, fill } from './dom.js';
import { change, changeIn, session } from './session.js';
import { minuteOf } from './values.js';

export function positionControl() {
  const line = el('p', { class: 'quiet', role: 'status' });
  const place = el('div', { class: 'position' });
  const show = () => {
    const { position } = session.form;
    line.textContent = position ? `已记录定位：${position.latitude}，${position.longitude}（误差约${position.accuracy ?? '?'}米，${position.taken}）` : '';
    fill(place,
      button(position ? '重新定位' : '记录定位', locate),
      position ? button('删去定位', () => { change((form) => { form.position = null; }); show(); }, { class: 'plain' }) : null);
  };
  const locate = () => {
    if (!navigator.geolocation || !window.isSecureContext) {
      line.textContent = '这个页面不能定位，不影响填写';
      return;
    }
    line.textContent = '正在定位';
    const { form } = session;
    navigator.geolocation.getCurrentPosition(({ coords, timestamp }) => {
      // Somebody may have gone to another page meanwhile.
      changeIn(form, (now) => {
        now.position = {
          latitude: coords.latitude.toFixed(6),
          longitude: coords.longitude.toFixed(6),
          accuracy: Number.isFinite(coords.accuracy) ? String(Math.ceil(coords.accuracy)) : null,
          taken: minuteOf(new Date(timestamp)),
        };
      });
      if (session.form === form) show();
    }, () => { line.textContent = '没有得到定位，不影响填写'; }, { enableHighAccuracy: true, timeout: 20000 });
  };
  show();
  return el('div', {}, place, line);
}
