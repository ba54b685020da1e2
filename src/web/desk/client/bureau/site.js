// The site as it will be, in a frame: made page by page as it is looked at, fresh with every change. No script of the site runs in it.
import { say } from '../frame.js';
import { version } from '../server.js';
import { html, useEffect, useRef } from '../ui.js';

function SiteFrame({ bureau, large }) {
  const frame = useRef(null);
  const first = useRef(version.value);
  const now = version.value;
  useEffect(() => {
    if (now === first.current) return;
    first.current = now;
    // The page that is open stays, at the place to which it was scrolled.
    frame.current?.contentWindow?.location.reload();
  }, [now]);
  /** Links within the site stay in the frame; files open beside; what lies outside is only said. */
  const loaded = () => {
    const page = frame.current?.contentDocument;
    page?.addEventListener('click', (event) => {
      const link = event.target.closest?.('a[href]');
      if (!link) return;
      const to = new URL(link.href, page.baseURI);
      const home = new URL('site/', document.baseURI).href;
      if (!to.href.startsWith(home)) {
        event.preventDefault();
        say(`这个链接通到网站外面：${to.href}。在真的网站上点它才会打开。`);
      } else if (!/\/$|\.html$/.test(to.pathname)) {
        event.preventDefault();
        window.open(to.href, '_blank', 'noopener');
      } else if (link.target) link.removeAttribute('target');
    });
  };
  return html`<iframe class=${large ? 'siteframe large' : 'siteframe'} title="网站首页" sandbox="allow-same-origin" src=${`site/${encodeURIComponent(bureau)}/index.html`} ref=${frame} onLoad=${loaded}></iframe>`;
}

const kept = new Map();
/** The site of a bureau among what can be looked at. */
export function site_of(bureau) {
  if (!kept.has(bureau)) kept.set(bureau, [{ path: 'site', name: '网站首页', of: '', draw: (large) => html`<${SiteFrame} key=${bureau} bureau=${bureau} large=${large} />` }]);
  return kept.get(bureau);
}
