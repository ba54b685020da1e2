// What goes wrong in a tab.

/**
 * Errors, refused content, what is missing, and requests that leave `home`, as they come.
 * A request that the tab gives up because it goes on to another page is not one of them: an icon may still be on its way then.
 */
export function troubles(tab, home = 'file:') {
  const trouble = [];
  tab.on('console', (m) => { if (['error', 'warning'].includes(m.type())) trouble.push(m.text()); });
  tab.on('pageerror', (e) => trouble.push(String(e)));
  tab.on('request', (r) => { if (!r.url().startsWith(home) && !r.url().startsWith('data:')) trouble.push(`asks for ${r.url()}`); });
  tab.on('requestfailed', (r) => { if (r.failure()?.errorText !== 'net::ERR_ABORTED') trouble.push(`cannot load ${r.url()}: ${r.failure()?.errorText}`); });
  tab.on('response', (r) => { if (r.status() >= 400) trouble.push(`${r.status()} for ${r.url()}`); });
  return trouble;
}
