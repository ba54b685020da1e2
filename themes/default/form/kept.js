// How well things are kept on the phone, in words.

import { isUnkept, storage } from './store.js';

/** What is wrong with what is kept, or null. */
export function lossZh() {
  if (storage.state === 'memory') return '没有存进手机，关掉页面就没有了';
  if (!isUnkept()) return null;
  // Signatures are pictures too; photos are what fills a phone.
  const what = storage.unkept.forms > 0 ? '刚填的' : '照片';
  return storage.reason === 'QuotaExceededError' ? `手机空间不够，${what}还没有存下，先导出` : `${what}没有存进手机，关掉页面就没有了，先导出`;
}
