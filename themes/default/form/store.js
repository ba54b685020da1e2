// Where forms are kept on the phone: IndexedDB, and the memory of the page where that is refused. Pictures are kept as ArrayBuffers,
// because some browsers lose Blobs. Nothing here looks into a form.

const NAME = 'yizhan-inspect';

/** What is in the memory besides: all of it where nothing can be kept, else what could not be written. */
const memory = { forms: new Map(), pictures: new Map() };

let database = null;

/** How well things are kept: `kept`, or `memory` with the reason. */
export const storage = { state: 'kept', reason: '', persisted: null };

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
  });
}

function finished(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB'));
    transaction.onerror = () => reject(transaction.error ?? new Error('IndexedDB'));
  });
}

function onlyMemory(error) {
  database = null;
  storage.state = 'memory';
  storage.reason = String(error?.name ?? error);
}

/** Opens what is kept. Never fails: without IndexedDB the page's memory serves. */
export async function openStore() {
  try {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('forms', { keyPath: 'key' });
      request.result.createObjectStore('pictures', { keyPath: 'key' });
    };
    // A browser that answers nothing at all must not keep somebody waiting at a door.
    const patience = new Promise((_, reject) => { setTimeout(() => reject(new Error('timeout')), 4000); });
    database = await Promise.race([done(request), patience]);
    // Some give a database that cannot be written to.
    const transaction = database.transaction(['forms', 'pictures'], 'readwrite');
    transaction.objectStore('forms').put({ key: 'test' });
    transaction.objectStore('forms').delete('test');
    await finished(transaction);
  } catch (error) {
    onlyMemory(error);
    return;
  }
  try {
    storage.persisted = (await navigator.storage?.persist?.()) ?? null;
  } catch {
    storage.persisted = null;
  }
}

async function write(store, value) {
  memory[store].set(value.key, value);
  if (!database) return false;
  const transaction = database.transaction(store, 'readwrite');
  transaction.objectStore(store).put(value);
  await finished(transaction);
  memory[store].delete(value.key);
  return true;
}

/** Every form on this phone. */
export async function allForms() {
  const kept = database ? await done(database.transaction('forms').objectStore('forms').getAll()) : [];
  return [...kept.filter((form) => !memory.forms.has(form.key)), ...memory.forms.values()];
}

/** Writes a form; gives whether it is kept. What cannot be written stays in the memory of the page. */
export const putForm = (form) => write('forms', structuredCopy(form));

/** Writes a picture: {key, bytes, type, sha256, width, height}. */
export const putPicture = (picture) => write('pictures', picture);

export async function picture(key) {
  const here = memory.pictures.get(key);
  if (here || !database) return here;
  return done(database.transaction('pictures').objectStore('pictures').get(key));
}

/** Removes a form with its pictures. */
export async function removeForm(form, pictureKeys) {
  memory.forms.delete(form.key);
  pictureKeys.forEach((key) => memory.pictures.delete(key));
  if (!database) return;
  const transaction = database.transaction(['forms', 'pictures'], 'readwrite');
  transaction.objectStore('forms').delete(form.key);
  pictureKeys.forEach((key) => transaction.objectStore('pictures').delete(key));
  await finished(transaction);
}

export async function removePicture(key) {
  memory.pictures.delete(key);
  if (!database) return;
  const transaction = database.transaction('pictures', 'readwrite');
  transaction.objectStore('pictures').delete(key);
  await finished(transaction);
}

/** A copy that later changes do not reach. A form holds nothing but plain values. */
function structuredCopy(value) {
  return JSON.parse(JSON.stringify(value));
}
