// The service worker of a page from a server: the page and its few files are kept on the phone and served from there, so that it opens without a
// network after one visit. What is filled in is kept elsewhere (IndexedDB), and stays where a newer page takes the place of this one.

const VERSION = '{{version}}';
const FILES = ['index.html', 'form.webmanifest', 'icon-192.png', 'icon-512.png'];
const HERE = new URL('./', self.location).pathname;
const OWN = `yizhan-form:${HERE}:`;

/** Fetches a file past every cache. A page that came by a detour is put together again: browsers open no other. */
async function keep(cache, file) {
  const answer = await fetch(new Request(file, { cache: 'reload' }));
  if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
  const headers = { 'Content-Type': answer.headers.get('Content-Type') || '' };
  await cache.put(file, answer.redirected ? new Response(await answer.blob(), { headers }) : answer);
}

async function install() {
  const cache = await caches.open(OWN + VERSION);
  await Promise.all(FILES.map((file) => keep(cache, file)));
  await self.skipWaiting();
}

/** Other rounds of the same server have folders, and caches, of their own. */
async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OWN) && name !== OWN + VERSION).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function answerTo(request) {
  const cache = await caches.open(OWN + VERSION);
  const kept = await cache.match(request.mode === 'navigate' ? 'index.html' : request, { ignoreSearch: true });
  return kept || fetch(request);
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method === 'GET' && origin === self.location.origin && pathname.startsWith(HERE)) event.respondWith(answerTo(event.request));
});
