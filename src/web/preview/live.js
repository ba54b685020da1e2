/* In pages that `yizhan serve` gives out: reloads them after an edit, and shows what is wrong with the workspace.
   A browser opens six connections to a server and no more, so one tab listens and tells the others. */
(function () {
  'use strict';
  var version = Number(document.currentScript.dataset.version) || 0;
  var box = null;
  var last = null;
  function show(build) {
    last = build;
    if (!build.errors) {
      if (build.version !== version) location.reload();
      return;
    }
    if (!box) {
      box = document.createElement('pre');
      box.id = 'yizhan-errors';
      box.setAttribute('role', 'alert');
      var s = box.style;
      s.position = 'fixed'; s.inset = '0'; s.margin = '0'; s.padding = '24px'; s.overflow = 'auto'; s.zIndex = '99';
      s.background = '#12151b'; s.color = '#ffb4ac'; s.font = '15px/1.6 monospace'; s.whiteSpace = 'pre-wrap';
      document.body.appendChild(box);
    }
    box.textContent = build.errors;
  }
  function listen(tell) {
    var source = new EventSource('/_yizhan/events?known=' + version);
    var hear = function (event) {
      var build = { version: Number(event.lastEventId), errors: event.type === 'errors' ? event.data : '' };
      tell(build);
      show(build);
    };
    source.addEventListener('made', hear);
    source.addEventListener('errors', hear);
  }
  if (!window.BroadcastChannel || !navigator.locks) {
    listen(function () {});
    return;
  }
  var others = new BroadcastChannel('yizhan-live');
  others.onmessage = function (message) {
    if (!message.data.ask) show(message.data);
    else if (last) others.postMessage(last);
  };
  others.postMessage({ ask: true });
  navigator.locks.request('yizhan-live', function () {
    listen(function (build) { others.postMessage(build); });
    // Held until the tab goes; then another one listens.
    return new Promise(function () {});
  });
})();
