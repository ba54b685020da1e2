/* The website's script. Every page reads without it: it adds whether a point is open now, filters, the large setting for older readers, and
   the search, which has a file of its own. It asks nobody for anything: data are scripts beside the pages, so it works from a folder on a
   disk too. */
(function () {
  'use strict';
  var root = document.documentElement;
  root.classList.add('js');

  // A phone may put the site on its screen. From a disk browsers complain of a manifest.
  var own = document.currentScript;
  if (own && /^http/.test(location.protocol)) {
    var manifest = make('link');
    manifest.rel = 'manifest';
    manifest.href = own.src.replace('assets/site.js', 'site.webmanifest');
    document.head.appendChild(manifest);
  }

  // ---- 长辈版: remembered, and set before the first line is drawn
  var KEY = 'yizhan-elder';
  function remembered() { try { return localStorage.getItem(KEY) === '1'; } catch (e) { return false; } }
  function remember(on) { try { localStorage.setItem(KEY, on ? '1' : '0'); } catch (e) { /* A private window forgets. */ } }
  if (remembered()) root.classList.add('elder');

  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function one(selector, within) { return (within || document).querySelector(selector); }
  function make(tag, text, name) {
    var element = document.createElement(tag);
    if (text) element.textContent = text;
    if (name) element.className = name;
    return element;
  }
  var asked = {};
  function load(src) {
    asked[src] = asked[src] || new Promise(function (done) {
      var script = make('script');
      script.src = src;
      script.onload = script.onerror = done;
      document.head.appendChild(script);
    });
    return asked[src];
  }

  // ---- search: its own file, loaded by the pages that have it
  var home = document.currentScript ? document.currentScript.src.replace(/[^/]*$/, '') : '';

  // ---- open now: Beijing time, whatever the phone's own
  var opening = null;
  var DAYS = ['周四', '周五', '周六', '周日', '周一', '周二', '周三'];
  function now() {
    var t = Math.floor(Date.now() / 60000) + 480;
    return { day: Math.floor(t / 1440), minute: t % 1440 };
  }
  function clock(minute) {
    var m = minute % 1440;
    return (minute >= 1440 && m ? '次日 ' : '') + (minute === 1440 ? '24' : ('0' + Math.floor(m / 60)).slice(-2)) + ':' + ('0' + m % 60).slice(-2);
  }
  function time(text) {
    var m = /^(次日)?(\d\d):(\d\d)$/.exec(text);
    return m ? (m[1] ? 1440 : 0) + m[2] * 60 + +m[3] : 0;
  }
  /** When a place is open on a day; null where the calendar does not reach. */
  function spans(entry, day) {
    var at = day - Math.floor(Date.parse(opening.from + 'T00:00:00Z') / 86400000);
    if (!entry || !(at >= 0 && at < entry.d.length)) return null;
    return entry.p[parseInt(entry.d[at], 36)].split(',').filter(Boolean).map(function (text) {
      var parts = text.split('|'), ends = parts[0].split('-');
      var words = [parts[2], parts[3]].filter(Boolean).join('，');
      return { from: time(ends[0]), to: time(ends[1]), booked: parts[1] === 'b', service: parts[2] || '', note: words && '（' + words + '）' };
    });
  }
  function covers(minute) { return function (s) { return s.from <= minute && minute < s.to; }; }
  function state(entry) {
    var t = now(), today = spans(entry, t.day), yesterday = spans(entry, t.day - 1) || [];
    if (!today) return null;
    var walk = function (s) { return !s.booked; };
    var late = yesterday.filter(walk).filter(covers(t.minute + 1440)).map(function (s) {
      return { from: 0, to: s.to - 1440, note: s.note, service: s.service };
    });
    var open = today.filter(walk).filter(covers(t.minute))[0] || late[0];
    if (open) {
      // What follows without a break is the same opening for who stands before the door.
      var end = open.to, note = open.note;
      today.filter(walk).forEach(function (s) {
        if (s.from !== end) return;
        if (s.service && !note) note = '（' + clock(s.from) + '—' + clock(s.to) + ' ' + s.service + '）';
        end = s.to;
      });
      return { open: 'open', text: open.from === 0 && end >= 1440 ? '现在开门，全天' : '现在开门，' + clock(end) + ' 关门' + note };
    }
    var booked = today.filter(function (s) { return s.booked; });
    var can = booked.filter(covers(t.minute))[0];
    var words = can ? '现在可预约办理，' + clock(can.to) + ' 止' + can.note : today.some(walk) ? '现在没开门' : '今天休息';
    var soon = can ? null : booked.filter(function (s) { return s.from > t.minute; })[0];
    if (soon) words += '，今天 ' + clock(soon.from) + ' 起可预约办理' + soon.note;
    for (var n = 0; n < 15; n++) {
      var list = (spans(entry, t.day + n) || []).filter(walk);
      var next = list.filter(function (s) { return n > 0 || s.from > t.minute; })[0];
      if (!next) continue;
      var date = new Date((t.day + n) * 86400000);
      var name = n === 0 ? '今天' : n === 1 ? '明天' : DAYS[(t.day + n) % 7] + (n > 5 ? '（' + (date.getUTCMonth() + 1) + '月' + date.getUTCDate() + '日）' : '');
      words += '，' + name + ' ' + clock(next.from) + ' 开门' + next.note;
      break;
    }
    return { open: can ? 'book' : 'shut', text: words };
  }
  function tell() {
    if (!opening) return;
    all('[data-hours]').forEach(function (element) {
      var s = state(opening.list[element.dataset.hours]);
      element.hidden = !s;
      if (!s) return;
      element.className = 'now ' + s.open;
      if (element.textContent !== s.text) element.textContent = s.text;
    });
    var only = one('#tools #only-open');
    if (only) narrow(only.checked);
  }
  function narrow(on) {
    var left = 0;
    all('[data-row]').forEach(function (row) {
      var s = one('.now', row), hide = on && !(s && s.classList.contains('open'));
      row.hidden = hide;
      if (!hide) left++;
    });
    all('[data-rows]').forEach(function (part) { part.hidden = on && !one('[data-row]:not([hidden])', part); });
    var status = one('#tools-status');
    if (status) status.textContent = on ? '现在开门的有 ' + left + ' 个' : '';
  }

  // ---- nearest: only when the reader asks, and it stays on the phone
  function metres(a, b) {
    var rad = Math.PI / 180, x = (b[1] - a[1]) * rad * Math.cos((a[0] + b[0]) / 2 * rad), y = (b[0] - a[0]) * rad;
    return Math.sqrt(x * x + y * y) * 6371000;
  }
  function nearest(button) {
    var status = one('#tools-status'), list = one('#nearest');
    if (!navigator.geolocation) return;
    button.hidden = false;
    button.addEventListener('click', function () {
      status.textContent = '正在找您的位置…';
      navigator.geolocation.getCurrentPosition(function (found) {
        var here = [found.coords.latitude, found.coords.longitude];
        var near = all('[data-at]').map(function (row) {
          return { row: row, far: metres(here, row.dataset.at.split(',').map(Number)) };
        }).sort(function (a, b) { return a.far - b.far; }).slice(0, 5);
        list.textContent = '';
        near.forEach(function (n) {
          var item = make('li'), link = one('a', n.row).cloneNode(true);
          link.appendChild(make('span', n.far < 1000 ? Math.round(n.far / 10) * 10 + ' 米' : (n.far / 1000).toFixed(1) + ' 公里', 'aside'));
          item.appendChild(link);
          list.appendChild(item);
        });
        list.hidden = false;
        status.textContent = '离您最近的 ' + near.length + ' 个网点，按直线距离：';
      }, function () { status.textContent = '手机没有给出位置。可以按地址找，或者打咨询电话。'; }, { timeout: 15000, maximumAge: 60000 });
    });
  }

  // ---- filters of the list of items
  function filter(form) {
    var selects = all('select', form), status = one('[role=status]', form), table = one('.mx') || document;
    function apply() {
      var wanted = [], channel = '', depth = '';
      selects.forEach(function (s) {
        if (!s.value) return;
        if (s.name === 'channel') channel = s.value;
        else if (s.name === 'depth') depth = s.value;
        else wanted.push(s.value);
      });
      if (channel || depth) wanted.push(channel + depth);
      var left = 0;
      all('[data-f]', table).forEach(function (row) {
        var has = ' ' + row.dataset.f + ' ';
        row.hidden = !wanted.every(function (w) { return has.indexOf(' ' + w + ' ') >= 0; });
        if (!row.hidden) left++;
      });
      all('tbody', table).forEach(function (part) { part.hidden = !one('[data-f]:not([hidden])', part); });
      status.textContent = wanted.length ? '符合条件的有 ' + left + ' 项' : '';
    }
    form.addEventListener('change', apply);
    form.addEventListener('reset', function () { setTimeout(apply, 0); });
    apply();
  }

  // ---- deadlines and notices: the page says the last day, the reader's clock whether it has passed
  function overdue() {
    var days = new Date(Date.now() + 480 * 60000).toISOString().slice(0, 10), late = 0, sum = one('#overdue');
    all('[data-due]').forEach(function (tag) {
      tag.hidden = tag.dataset.due >= days;
      if (!tag.hidden) late++;
    });
    all('.notices').forEach(function (list) {
      var left = 3;
      all('li', list).forEach(function (row) {
        row.hidden = row.dataset.until < days || left < 1;
        if (!row.hidden) left--;
      });
      list.hidden = left > 2;
    });
    if (sum && late) { sum.textContent = '期限已过、没有写明完成的 ' + late + ' 项。'; sum.hidden = false; }
  }

  // ---- points side by side
  function choose(tools) {
    var button = one('#only-chosen', tools), status = one('[role=status]', tools), boxes = all('.choose'), on = false;
    function apply() {
      var chosen = boxes.filter(function (b) { return b.checked; }).length;
      button.disabled = !chosen && !on;
      status.textContent = chosen ? '选中了 ' + chosen + ' 个网点。' : '在要比的网点前面打钩。';
    }
    button.addEventListener('click', function () {
      on = !on;
      button.setAttribute('aria-pressed', on);
      // What is unticked later stays where it is until the button is pressed again: the reader is on it.
      boxes.forEach(function (b) { b.closest('tr').hidden = on && !b.checked; });
      apply();
    });
    boxes.forEach(function (b) { b.addEventListener('change', apply); });
    apply();
  }

  window.yizhan = {
    hours: function (table) { opening = table; },
    state: function (hours) { return opening && state(opening.list[hours]); },
    tell: tell,
    metres: metres,
    load: load,
    /** What arrives before the search itself waits for it. */
    early: [],
    index: function (data) { this.early.push([document.currentScript.getAttribute('src'), data]); },
  };
  function search(form) {
    load(home + 'search/search.js');
    // Whoever comes with a question does not wait for one file after the other.
    if (form.hasAttribute('data-page') && /[?&]q=./.test(location.search)) form.dataset.base.split(' ').forEach(function (base) { load(base + 'search.js'); });
  }

  document.addEventListener('DOMContentLoaded', function () {
    var elder = one('#elder');
    if (elder) {
      var label = function () {
        var on = root.classList.contains('elder');
        elder.textContent = on ? '标准版' : '长辈版';
      };
      label();
      elder.addEventListener('click', function () { remember(root.classList.toggle('elder')); label(); });
    }
    all('form[data-base]').forEach(search);
    all('form[data-filter]').forEach(filter);
    if (one('[data-points], [data-near]')) load(home + 'points/points.js');
    var tools = one('#tools');
    if (tools) {
      var only = one('#only-open');
      if (only) only.addEventListener('change', function () { narrow(only.checked); });
      if (one('#near') && one('[data-at]')) nearest(one('#near'));
      // From the first page: what was pressed there is pressed here.
      if (/^#(near|only-open)$/.test(location.hash)) one(location.hash).click();
    }
    if (one('#choose')) choose(one('#choose'));
    if (one('[data-due], .notices')) overdue();
    var table = document.body.dataset.open;
    if (table && one('[data-hours], [data-points], [data-near]')) load(table).then(function () { tell(); setInterval(tell, 20000); });
  });
})();
