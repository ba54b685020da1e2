// Where the form begins: opens what is kept, and shows the page that the address names.

import { allForms, openStore, storage } from './store.js';
import { el } from './dom.js';
import { isOurs } from './form.js';
import { closeForm, isAtRisk, keepAgain, openForm, openedForm, session, settled } from './session.js';
import { reviewPage } from './review.js';
import { sheetPage } from './sheet.js';
import { startPage } from './start.js';

const page = document.getElementById('page');

async function showPage() {
  const [, place, key] = /^#(sheet|review)=([0-9a-f]{32})$/.exec(location.hash) ?? [];
  await settled();
  const forms = key ? (await allForms()).filter(isOurs) : [];
  const [held, kept] = [key && openedForm(key), forms.find((one) => one.key === key)];
  // What this page holds is newer than what is kept of it, unless another tab went on with it.
  const form = held && !(kept?.change > held.change) ? held : kept;
  window.scrollTo(0, 0);
  if (!form) {
    closeForm();
    await startPage(page);
    return;
  }
  openForm(form);
  if (place === 'review') reviewPage(page);
  else sheetPage(page);
}

window.addEventListener('hashchange', showPage);
// Whoever leaves a page that could not be kept is asked whether they mean it.
window.addEventListener('beforeunload', (event) => {
  if (!isAtRisk()) return;
  event.preventDefault();
  event.returnValue = '';
});

// Back from the background: what could not be written is tried again. The same form in another tab: what was filled in there is newer than
// what this one shows.
document.addEventListener('visibilitychange', async () => {
  if (document.hidden || storage.state === 'memory') return;
  await keepAgain();
  await settled();
  const { form } = session;
  if (!form) return;
  const kept = (await allForms()).find((one) => one.key === form.key);
  if (session.form === form && kept?.change > form.change) await showPage();
});

// Whatever goes wrong is said: silence would look as if it had worked.
function say(error) {
  if (page.querySelector('.warning.broken')) return;
  page.prepend(el('div', { class: 'warning broken', role: 'alert' },
    el('strong', {}, '页面出了错'), el('p', {}, `已经保存的内容还在。刷新页面再试；还不行，换一个浏览器。${String(error?.message ?? error)}`)));
}

window.addEventListener('error', (event) => say(event.error ?? event.message));
window.addEventListener('unhandledrejection', (event) => say(event.reason));

openStore().then(showPage);
