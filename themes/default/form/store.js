// Where forms are kept on the phone: IndexedDB, and the memory of the page where that is refused. Pictures are kept as ArrayBuffers,
// because some browsers lose Blobs. Nothing here looks into a form.

const NAME = 'yizhan-inspect';

/** What is in the memory besides: all of it where nothing can be kept, else what could not be written yet. */
const memory = { forms: new Map(), pictures: new Map() };

let database = null;

/** What is said to be kept outlives a phone whose battery runs out, too. */
const DURABLE = { durability: 'strict' };

/**
 * How well things are kept. `state`: `kept`, or `memory` where the browser refuses for good. `unkept`: how many forms and pictures could
 * not be written, and `reason` why. `persisted`: whether the browser promised never to clear it by itself, null while it does not say.
 * `unread`: what is kept could not be read the last time.
 */
export const storage = { state: 'kept', reason: '', persisted: null, unkept: { forms: 0, pictures: 0 }, unread: false };

/** Whether something could not be written and is lost with the page. */
export const isUnkept = () => storage.unkept.forms + storage.unkept.pictures > 0;

let listener = () => undefined;

/** Calls `work` after every attempt to write. */
export function onWritten(work) {
  listener = work;
}

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

/** What takes longer has failed. */
function within(milliseconds, work) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('timeout')), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function connect() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('forms', { keyPath: 'key' });
    request.result.createObjectStore('pictures', { keyPath: 'key' });
  };
  // A browser that answers nothing at all must not keep somebody waiting at a door.
  const own = await within(4000, done(request));
  const lose = () => { if (database === own) database = null; };
  own.onclose = lose;
  own.onversionchange = () => {
    own.close();
    lose();
  };
  database = own;
  return own;
}

/** Opens what is kept. Never fails: without IndexedDB the page's memory serves. */
export async function openStore() {
  try {
    await connect();
    // Some give a database that cannot be written to.
    const transaction = database.transaction(['forms', 'pictures'], 'readwrite', DURABLE);
    transaction.objectStore('forms').put({ key: 'test' });
    transaction.objectStore('forms').delete('test');
    await finished(transaction);
  } catch (error) {
    database = null;
    storage.state = 'memory';
    storage.reason = String(error?.name ?? error);
    return;
  }
  note(() => navigator.storage?.persisted?.());
}

/** Asks the browser to keep everything for good. It may ask a person, who may not answer: nobody waits for it. */
export function askToKeep() {
  if (storage.state === 'kept' && storage.persisted !== true) note(() => navigator.storage?.persist?.());
}

/** Notes what a browser answers about keeping, whenever it does. */
async function note(question) {
  try {
    const answer = await question();
    if (typeof answer !== 'boolean') return;
    storage.persisted = answer;
    listener();
  } catch {
    // Some refuse the question; then nothing is known.
  }
}

/**
 * Does something with the database. A phone takes the connection away from a page that was in the background (Safari does), or never answers
 * on it again: it is opened again and the same is tried once more. Where there is no room, trying again helps nothing.
 */
async function withDatabase(work) {
  let used = database;
  try {
    used ??= await connect();
    return await within(10000, work(used));
  } catch (error) {
    if (error?.name === 'QuotaExceededError') throw error;
    if (database === used) database = null;
    used?.close();
    const result = await within(10000, work(database ?? await connect()));
    // What could not be written meanwhile.
    if (memory.forms.size + memory.pictures.size > 0) flush();
    return result;
  }
}

let flushing = Promise.resolve();

/** Writes what is only in the memory, one attempt after the other. Ends when this one is over; never fails. */
export function flush() {
  if (storage.state === 'memory') return Promise.resolve();
  flushing = flushing.then(writeMemory);
  return flushing;
}

async function writeMemory() {
  const unkept = { forms: 0, pictures: 0 };
  let reason = '';
  // Forms first, and apart from pictures: one for which there is no room must not keep what was typed from being written.
  for (const store of ['forms', 'pictures']) {
    const keys = [...memory[store].keys()];
    for (const [index, key] of keys.entries()) {
      try {
        await withDatabase((db) => putNewest(db, store, key));
      } catch (error) {
        reason = String(error?.name ?? error);
        unkept[store] = keys.slice(index).filter((one) => memory[store].has(one)).length;
        break;
      }
    }
  }
  Object.assign(storage, { unkept, reason });
  listener();
}

/** Writes what the memory has now, which may be newer than when the attempt began. */
async function putNewest(db, store, key) {
  const value = memory[store].get(key);
  if (!value) return;
  const transaction = db.transaction(store, 'readwrite', DURABLE);
  transaction.objectStore(store).put(value);
  await finished(transaction);
  if (memory[store].get(key) === value) memory[store].delete(key);
}

/** Gives whether it is kept; what is not stays in the memory of the page, and every later writing tries it again. Never fails. */
async function write(store, value) {
  memory[store].set(value.key, value);
  await flush();
  return !memory[store].has(value.key);
}

/** Every form on this phone; only those of the page's memory while what is kept cannot be read. */
export async function allForms() {
  const kept = await read((db) => done(db.transaction('forms').objectStore('forms').getAll())) ?? [];
  return [...kept.filter((form) => !memory.forms.has(form.key)), ...memory.forms.values()];
}

async function read(work) {
  if (storage.state === 'memory') return undefined;
  try {
    const found = await withDatabase(work);
    storage.unread = false;
    return found;
  } catch {
    storage.unread = true;
    return undefined;
  }
}

/** Writes a form; gives whether it is kept. */
export const putForm = (form) => write('forms', structuredCopy(form));

/** Writes a picture: {key, bytes, type, sha256, width, height}; gives whether it is kept. */
export const putPicture = (picture) => write('pictures', picture);

export async function picture(key) {
  return memory.pictures.get(key) ?? read((db) => done(db.transaction('pictures').objectStore('pictures').get(key)));
}

/** Removes a form with its pictures. */
export const removeForm = (form, pictureKeys) => remove([form.key], pictureKeys);

export const removePicture = (key) => remove([], [key]);

async function remove(forms, pictures) {
  forms.forEach((key) => memory.forms.delete(key));
  pictures.forEach((key) => memory.pictures.delete(key));
  if (storage.state === 'memory') return;
  await withDatabase((db) => {
    const transaction = db.transaction(['forms', 'pictures'], 'readwrite', DURABLE);
    forms.forEach((key) => transaction.objectStore('forms').delete(key));
    pictures.forEach((key) => transaction.objectStore('pictures').delete(key));
    return finished(transaction);
  });
  // There may be room now.
  if (isUnkept()) await flush();
}

/** A copy that later changes do not reach. A form holds nothing but plain values. */
function structuredCopy(value) {
  return JSON.parse(JSON.stringify(value));
}
