// One stream of events for all windows of a desk. A shared worker lives as long as one of them is open: with the last window the stream ends, and the desk knows that nobody
// looks at it any more.
const ports = new Set();
let known = null;
let state = 'there';

const tell = (port) => port.postMessage({ version: known, state });
const tell_all = () => ports.forEach(tell);

function listen() {
  const events = new EventSource(new URL('../events', self.location.href));
  events.addEventListener('changed', (event) => { known = Number(event.data); state = 'there'; tell_all(); });
  events.onerror = () => {
    state = events.readyState === EventSource.CLOSED ? 'ended' : 'away';
    tell_all();
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  };
}

self.addEventListener('connect', ({ ports: [port] }) => {
  ports.add(port);
  port.addEventListener('message', ({ data }) => { if (data === 'gone') ports.delete(port); else tell(port); });
  port.start();
});
listen();
