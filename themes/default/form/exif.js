// When a photo was taken, as the camera wrote it into the JPEG. Only that is read: the picture is made smaller afterwards, and with that
// everything else that the camera wrote, such as a place, is gone.

const TAKEN = 0x9003;
const CHANGED = 0x0132;
const MORE = 0x8769;

/** `2026-11-27 09:31`, or null. */
export function takenAt(buffer) {
  try {
    const view = new DataView(buffer);
    if (view.getUint16(0) !== 0xffd8) return null;
    for (let at = 2; at + 4 < view.byteLength;) {
      const marker = view.getUint16(at);
      if ((marker & 0xff00) !== 0xff00 || marker === 0xffda) return null;
      if (marker === 0xffe1 && view.getUint32(at + 4) === 0x45786966) return inTiff(view, at + 10);
      at += 2 + view.getUint16(at + 2);
    }
  } catch {
    // A picture that is cut off or damaged: whatever it says about its time is not to be had.
  }
  return null;
}

function inTiff(view, start) {
  const little = view.getUint16(start) === 0x4949;
  const first = tags(view, start, view.getUint32(start + 4, little), little);
  const more = first[MORE] ? tags(view, start, view.getUint32(first[MORE] + 8, little), little) : {};
  const entry = more[TAKEN] ?? first[CHANGED];
  if (!entry) return null;
  const at = start + view.getUint32(entry + 8, little);
  const text = Array.from({ length: 16 }, (_, i) => String.fromCharCode(view.getUint8(at + i))).join('');
  const [, year, month, day, time] = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d)$/.exec(text) ?? [];
  return year && year !== '0000' ? `${year}-${month}-${day} ${time}` : null;
}

/** Where the entries of a directory stand, by their tags. */
function tags(view, start, offset, little) {
  const found = {};
  const count = Math.min(view.getUint16(start + offset, little), 500);
  for (let i = 0; i < count; i += 1) {
    const entry = start + offset + 2 + 12 * i;
    found[view.getUint16(entry, little)] = entry;
  }
  return found;
}
