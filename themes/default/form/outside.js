// What only a page from a server can do. A form that is one file has none of it, and asks for nothing: `served.js` puts it here.

/** `handIn` makes the card that sends a form to the bureau's machine; `version` knows of the page that is kept on the phone. */
export const outside = {
  handIn: null,
  version: { waits: false, offline: false, fails: false, install: null },
  versionNotice: () => null,
  onVersion: () => undefined,
};
