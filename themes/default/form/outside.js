// What only a page from a server can do. A form that is one file has none of it, and asks for nothing: `served.js` puts it here.

/** `handIn` makes the card that sends a form to the bureau's machine; `version` knows whether a newer form waits, and whether the page is kept. */
export const outside = {
  handIn: null,
  version: { waits: false, offline: false },
  versionNotice: () => null,
  onVersion: () => undefined,
};
