// How well things are kept on the phone, in words: what can lose them, before somebody begins and while they work.

import { kit } from './kit.js';
import { el } from './dom.js';
import { insideOf, isAndroid, isApple, isHandedOver, isInstalled, isServed } from './inside.js';
import { outside } from './outside.js';
import { isUnkept, storage } from './store.js';

/** What is wrong with what is kept, or null. */
export function lossZh() {
  if (storage.state === 'memory') return '没有存进手机，关掉页面就没有了';
  if (!isUnkept()) return null;
  // Signatures are pictures too; photos are what fills a phone.
  const what = storage.unkept.forms > 0 ? '刚填的' : '照片';
  return storage.reason === 'QuotaExceededError' ? `手机空间不够，${what}还没有存下，先导出` : `${what}没有存进手机，关掉页面就没有了，先导出`;
}

/** What is kept, as far as a page can know: no browser says whether its window is a private one. */
export const keptZh = () => (storage.persisted || isInstalled() ? '已存在这部手机' : '已存在这部手机（无痕窗口除外）');

/** What stands above everything else: nothing can be kept here, and why. */
export function alarmOfStorage() {
  const inside = insideOf();
  return [
    inside ? el('div', { class: 'warning', role: 'alert' },
      el('strong', {}, `不要在${inside}里填写`),
      el('p', {}, `${inside}里打开的页面可能存不住，也导不出文件。点右上角的“…”，选“在浏览器打开”；没有这一项，就${elsewhere()}`)) : null,
    storage.state === 'memory' ? el('div', { class: 'warning', role: 'alert' },
      el('strong', {}, '这个浏览器不让页面保存内容'),
      el('p', {}, `${causeOfRefusal()}要在这里填，不要关掉或刷新页面，也不要切到别的程序太久；每填完一部分就导出一次。`)) : null,
  ];
}

/** Where the form is to be had on a server: this very page, or the one that the file knows. */
const addressHere = () => (isServed() ? location.origin + location.pathname : kit.address);

const elsewhere = () => (addressHere() ? `用手机自带的浏览器打开 ${addressHere()}` : '把文件存到手机，用手机自带的浏览器打开。');

function causeOfRefusal() {
  if (isHandedOver()) {
    return `页面是从文件管理器或别的程序里点开的文件，浏览器不给它地方存。${kit.address ? `用浏览器打开这个网址就能存：${kit.address} 。` : ''}`;
  }
  // What browsers say of a window without storage, and of a setting that forbids it.
  return '可能是无痕窗口，也可能是浏览器设成了不存网站数据。换到普通窗口，或换一个浏览器再填。';
}

/** What can lose what is kept, for whoever begins: only what is true of this browser. */
export function risks() {
  if (storage.state === 'memory') return [];
  const installed = isInstalled();
  return [
    installed || storage.persisted ? null : '无痕（隐私）窗口里填的，关掉窗口就没有了。页面看不出窗口是不是无痕的，请自己看一眼。',
    isApple() && !installed ? '苹果手机上，七天里用着浏览器、却没有打开过这一页，存下的内容会被清掉。' : null,
    installed || storage.persisted ? null : '手机空间不够时，浏览器可能清掉没有导出的内容。',
    isServed() ? null : '每次用同一个浏览器打开同一个文件；换了浏览器、改了文件名或挪了地方，可能看不到以前填的。',
    installed ? '删掉主屏幕上的图标，里面没有导出的内容也没有了。' : '清除浏览数据，没有导出的内容也没有了。',
  ].filter(Boolean);
}

/** How the page is put on the home screen, where that helps; or that it cannot be kept here at all. */
export function toInstall() {
  if (!kit.web || insideOf()) return null;
  if (outside.version.fails) return '这一页存不进手机，不联网打不开：填好、导出以前不要关掉它，也不要刷新。';
  if (isInstalled()) return null;
  const own = '主屏幕上的和浏览器里的各存各的，在浏览器里已经填了的，先导出。';
  if (isApple()) return `先添加到主屏幕，再填：用 Safari 打开，点“分享”，再点“添加到主屏幕”；以后从主屏幕的图标打开，不联网也能填。${own}`;
  if (isAndroid()) return '先添加到主屏幕，再填：点浏览器的菜单，再点“添加到主屏幕”或“安装应用”；以后从图标打开，不联网也能填。';
  return '收藏这个网址；打开过一次，不联网也能填。';
}
