/* Beside pages that `yizhan serve` gives out: loads them again after an edit, and shows what is wrong with the workspace. */
(function () {
  'use strict';
  var box = null;
  var source = new EventSource('/_yizhan/events');
  source.addEventListener('made', function () { location.reload(); });
  source.addEventListener('errors', function (event) {
    if (!box) {
      box = document.createElement('pre');
      box.id = 'yizhan-errors';
      box.setAttribute('role', 'alert');
      var s = box.style;
      s.position = 'fixed'; s.inset = '0'; s.margin = '0'; s.padding = '24px'; s.overflow = 'auto'; s.zIndex = '99';
      s.background = '#12151b'; s.color = '#ffb4ac'; s.font = '15px/1.6 monospace'; s.whiteSpace = 'pre-wrap';
      document.body.appendChild(box);
    }
    box.textContent = event.data;
  });
})();
