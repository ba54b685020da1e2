// Which screen is open: the part of the address behind #, so that the browser's own way back works.
import { signal } from './ui.js';

/** The parts of the desk, in the order of the rail: address, word, and whether a line stands above it. */
export const SCREENS = [
  ['start', '开始'], ['bureau', '本局'], ['catalog', '服务清单'], ['points', '服务点'], ['history', '历史', true], ['problems', '问题'],
];

const decoded = (part) => { try { return decodeURIComponent(part); } catch { return part; } };

const read = () => {
  // Divided first: what stands between two slashes may hold slashes itself.
  const [screen, ...rest] = location.hash.replace(/^#\/?/, '').split('/').map(decoded);
  return { screen: SCREENS.some(([name]) => name === screen) ? screen : 'start', rest };
};

/** The screen that is open, and what stands behind it in the address. */
export const place = signal(read());
addEventListener('hashchange', () => { place.value = read(); });

/** Goes to a screen. */
export const go = (screen, ...rest) => { location.hash = `#/${[screen, ...rest].map(encodeURIComponent).join('/')}`; };
