// Whether a picture is cut off: it ends before its own end mark. A phone or a chat program that broke off while it copied leaves such files, and
// browsers show them as if nothing were wrong.

/** Whether a JPEG, PNG or WebP is cut off. Of other kinds nothing is known: whether they can be drawn decides. */
export function isCutOff(bytes) {
  const begins = (...own) => own.every((byte, index) => bytes[index] === byte);
  if (begins(0xff, 0xd8)) return !jpegEnds(bytes);
  if (begins(0x89, 0x50, 0x4e, 0x47)) return !pngEnds(bytes);
  if (begins(0x52, 0x49, 0x46, 0x46)) return new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true) + 8 > bytes.length + 1;
  return false;
}

/** Goes from segment to segment to the end mark after the data; that of a thumbnail within a segment is none. What comes behind is of no interest. */
function jpegEnds(bytes) {
  let data = false;
  for (let at = 2; at + 1 < bytes.length;) {
    const kind = bytes[at + 1];
    if (bytes[at] !== 0xff || kind === 0xff) at += 1;
    else if (kind === 0xd9) return data;
    else if (kind <= 0x01 || (kind >= 0xd0 && kind <= 0xd8)) at += 2;
    else {
      at += 2 + Math.max(2, bytes[at + 2] * 256 + bytes[at + 3]);
      // Behind it come the data, in which every 0xff that is no mark has a 0 behind it.
      data = data || kind === 0xda;
    }
  }
  return false;
}

/** Goes from part to part to the one that ends it. */
function pngEnds(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 8; at + 12 <= bytes.length;) {
    if (view.getUint32(at + 4) === 0x49454e44) return true;
    at += 12 + view.getUint32(at);
  }
  return false;
}
