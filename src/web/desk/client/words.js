// How days and times are written, and texts that must be short.

const two = (number) => String(number).padStart(2, '0');
const WEEK = ['日', '一', '二', '三', '四', '五', '六'];

/** 9:05 */
export const clock = (time) => `${time.getHours()}:${two(time.getMinutes())}`;

/** The day of a time, as a key: 2026-07-08. */
export const day_of = (time) => `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;

/** 今天　7月8日　星期三 */
export function day_words(key, now = new Date()) {
  const [year, month, day] = key.split('-').map(Number);
  const date = new Date(year, month - 1, day);
  const ago = Math.round((new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime() - date.getTime()) / 86_400_000);
  const near = { 0: '今天　', 1: '昨天　' }[ago] ?? '';
  const years = year === now.getFullYear() ? '' : `${year}年`;
  return `${near}${years}${month}月${day}日　星期${WEEK[date.getDay()]}`;
}

/** A text that fits a button. */
export const short = (text, most = 14) => ([...text].length > most ? `${[...text].slice(0, most - 1).join('')}…` : text);
