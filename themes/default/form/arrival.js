// What the code that was scanned brings along after the sign `#`: the name of the inspector, or the access code. It leaves the address at once, and
// is never sent with it.

const found = new URLSearchParams(/^#(by|code)=/.test(location.hash) ? location.hash.slice(1) : '');

/** `by`: the name of whoever fills in; `code`: for handing in. Remembered for the next time that the page is opened. */
export const arrival = { by: remembered('by', /^[^\0-\x1f]{1,40}$/), code: remembered('code', /^\d{8}$/) };

if (/^#(by|code)=/.test(location.hash)) history.replaceState(null, '', location.pathname + location.search);

function remembered(key, fits) {
  const given = found.get(key) ?? '';
  try {
    if (fits.test(given)) localStorage.setItem(`yizhan-${key}`, given);
    return localStorage.getItem(`yizhan-${key}`) ?? '';
  } catch {
    // Nothing can be kept here.
    return fits.test(given) ? given : '';
  }
}
