// Photos made small enough to send: at most 1600 px on the longer side, one at a time, because a phone has memory for one.

import { takenAt } from './exif.js';
import { sha256 } from './sha256.js';
import { isCutOff } from './whole.js';

const LONGEST = 1600;

let queue = Promise.resolve();

/** Makes a photo smaller: {bytes, type, sha256, width, height, taken}. */
export function smaller(file) {
  const next = queue.then(() => made(file));
  queue = next.catch(() => undefined);
  return next;
}

/** A picture that did not arrive whole: every browser draws the rest of it in grey or white, and says nothing. */
export class CutOff extends Error {}

async function made(file) {
  const bytes = new Uint8Array(await new Response(file).arrayBuffer());
  if (isCutOff(bytes)) throw new CutOff('cut off');
  const taken = takenAt(bytes.buffer);
  const address = URL.createObjectURL(file);
  const image = new Image();
  const canvas = document.createElement('canvas');
  try {
    image.src = address;
    await image.decode();
    const scale = Math.min(1, LONGEST / Math.max(image.naturalWidth, image.naturalHeight));
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
    const pen = canvas.getContext('2d');
    // A JPEG has no transparency; what has none behind it would turn black.
    pen.fillStyle = '#ffffff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    return { ...(await bytesOf(canvas, 'image/jpeg')), taken };
  } finally {
    URL.revokeObjectURL(address);
    image.removeAttribute('src');
    [canvas.width, canvas.height] = [0, 0];
  }
}

/** A canvas as a file with its fingerprint. */
export async function bytesOf(canvas, type) {
  const { width, height } = canvas;
  const blob = await new Promise((resolve, reject) => {
    canvas.toBlob((made) => (made ? resolve(made) : reject(new Error('canvas'))), type, 0.82);
  });
  const bytes = await new Response(blob).arrayBuffer();
  return { bytes, type, sha256: sha256(new Uint8Array(bytes)), width, height };
}
