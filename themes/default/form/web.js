// The page from a server: it is kept on the phone by a service worker, so that it opens without a network, and a newer version is told.

import { button, el } from './dom.js';

/**
 * `waits`: a newer version is on the phone and opens next. `offline`: the page opens without a network; `fails`: it never will here. `install`: puts
 * it on the home screen, where the browser lets a page ask for that.
 */
export const version = { waits: false, offline: false, fails: false, install: null };

let tellVersion = () => undefined;

/** Calls `work` once something of the version is known. */
export function onVersion(work) {
  tellVersion = work;
}

/** Keeps the page on the phone. Nobody waits for it, and without it the page works all the same. */
export async function keepPage() {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    version.install = () => {
      version.install = null;
      event.prompt();
      tellVersion();
    };
    tellVersion();
  });
  try {
    // The first worker of a page is no newer version, every further one is.
    let controlled = Boolean(navigator.serviceWorker.controller);
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      version.waits = controlled;
      controlled = true;
      tellVersion();
    });
    const registration = await navigator.serviceWorker.register('sw.js', { updateViaCache: 'none' });
    // A page that stays open for days asks when somebody comes back to it.
    document.addEventListener('visibilitychange', () => { if (!document.hidden) registration.update().catch(() => undefined); });
    await navigator.serviceWorker.ready;
    version.offline = true;
    tellVersion();
  } catch {
    // Such as an address without https, a certificate that the phone does not trust, or a private window.
    version.offline = Boolean(navigator.serviceWorker?.controller);
    version.fails = !version.offline;
    tellVersion();
  }
}

/** That there is a newer version; what is filled in stays. */
export function versionNotice() {
  if (!version.waits) return null;
  return el('div', { class: 'notice', role: 'status' },
    el('p', {}, '局里更新了这张表单。填了的都在；换成新版再接着填。'),
    button('换成新版', () => location.reload(), { class: 'main' }));
}
