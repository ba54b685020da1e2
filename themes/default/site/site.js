/* The website's one script. Every page reads without it: it adds the search, whether a point is open now, filters, and the large setting for
   older readers. It asks nobody for anything: indexes are scripts beside the pages, so it works from a folder on a disk too. */
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

  // ---- search
  var rows = [];
  /** Small letters, half width, no spaces: so that Ａ finds a. */
  function plain(text) { return text.normalize('NFKC').toLowerCase(); }

  /** Where the letters typed can be the sound of the characters from at on: whole syllables, their initials, and an unfinished last one. */
  function sound(typed, sounds, at) {
    function go(t, i) {
      if (t === typed.length) return true;
      if (i >= sounds.length) return false;
      if (sounds[i][0] === '.') return go(t, i + 1);
      for (var r = 0; r < sounds[i].length; r++) {
        var reading = sounds[i][r], k = 0;
        while (k < reading.length && t + k < typed.length && reading[k] === typed[t + k]) k++;
        if (!k) continue;
        if (t + k === typed.length) return true;
        if (k === reading.length && go(t + k, i + 1)) return true;
        if (k >= 2 && reading[1] === 'h' && go(t + 2, i + 1)) return true;
        if (go(t + 1, i + 1)) return true;
      }
      return false;
    }
    return sounds[at][0] !== '.' && go(0, at);
  }

  /** The fewest slips (a letter wrong, missing, too many, or two swapped) with which the letters typed stand in a text. */
  function slips(typed, text) {
    var before = null, last = [], next, i, j;
    for (j = 0; j <= text.length; j++) last[j] = 0;
    for (i = 1; i <= typed.length; i++) {
      next = [i];
      for (j = 1; j <= text.length; j++) {
        next[j] = Math.min(last[j] + 1, next[j - 1] + 1, last[j - 1] + (typed[i - 1] === text[j - 1] ? 0 : 1));
        if (before && i > 1 && j > 1 && typed[i - 1] === text[j - 2] && typed[i - 2] === text[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      before = last;
      last = next;
    }
    return Math.min.apply(null, last);
  }

  function score(row, term) {
    var at = row.plain.indexOf(term);
    if (at === 0) return row.plain.length === term.length ? 100 : 90;
    if (at > 0) return 80;
    if (row.words.indexOf(term) >= 0) return 70;
    if (/^[a-z0-9]+$/.test(term) && /[a-z]/.test(term)) {
      for (var i = 0; i < row.sounds.length; i++) if (sound(term, row.sounds, i)) return i === 0 ? 65 : 60;
    }
    if (row.text.indexOf(term) >= 0) return 30;
    return 0;
  }

  function find(query) {
    var terms = plain(query).split(/\s+/).filter(Boolean), found = [];
    if (!terms.length) return found;
    rows.forEach(function (row) {
      var sum = 0;
      for (var i = 0; i < terms.length; i++) {
        var s = score(row, terms[i]);
        if (!s) return;
        sum += s;
      }
      found.push({ row: row, score: sum / terms.length });
    });
    // Nothing as typed: names of items that differ by a slip of the finger.
    var typed = terms.join('');
    if (!found.length && typed.length >= 3) {
      var most = typed.length >= 6 ? 2 : 1, letters = /^[a-z]+$/.test(typed);
      rows.forEach(function (row) {
        if (row.kind !== 'item') return;
        var text = letters ? row.sounds.map(function (s) { return s[0]; }).join('') : row.plain;
        var n = slips(typed, text);
        if (n <= most) found.push({ row: row, score: 20 - n, near: true });
      });
    }
    return found.sort(function (a, b) { return b.score - a.score || a.row.title.length - b.row.title.length || (a.row.title < b.row.title ? -1 : 1); });
  }

  var KINDS = [['item', '事项'], ['point', '网点'], ['page', '其他']], SHOWN = 6;

  /** A text with what was typed marked. */
  function marked(text, terms) {
    var span = make('span'), low = plain(text), at = -1, term = '';
    terms.forEach(function (t) { if (at < 0) { at = low.indexOf(t); term = t; } });
    if (at < 0 || low.length !== text.length) { span.textContent = text; return span; }
    span.appendChild(document.createTextNode(text.slice(0, at)));
    span.appendChild(make('mark', text.slice(at, at + term.length)));
    span.appendChild(document.createTextNode(text.slice(at + term.length)));
    return span;
  }

  function entry(result, terms) {
    var row = result.row, item = make('li'), link = make('a');
    link.href = row.href;
    link.appendChild(marked(row.title, terms));
    if (row.note) link.appendChild(make('span', row.note, 'aside'));
    if (result.score === 30) {
      // Found in the text only: show where.
      var at = row.text.indexOf(terms[0]), cut = row.full.slice(Math.max(0, at - 14), at + 26).replace(/\n/g, ' ');
      var words = make('span', '', 'bit');
      words.appendChild(marked((at > 14 ? '…' : '') + cut + '…', terms));
      link.appendChild(words);
    }
    item.appendChild(link);
    return item;
  }

  function show(form, query) {
    var box = one('.found', form), status = one('[role=status]', form), terms = plain(query).split(/\s+/).filter(Boolean);
    box.textContent = '';
    if (!terms.length) { status.textContent = ''; return; }
    var found = find(query);
    status.textContent = !found.length ? '没有找到“' + query.trim() + '”。换一个说法，或者打咨询电话。'
      : found[0].near ? '没有完全一样的，您找的是不是：' : '找到 ' + found.length + ' 个';
    KINDS.forEach(function (kind) {
      var own = found.filter(function (f) { return f.row.kind === kind[0]; });
      if (!own.length) return;
      box.appendChild(make('h2', kind[1] + '（' + own.length + '）'));
      var list = make('ul', '', 'rows');
      own.slice(0, SHOWN).forEach(function (f) { list.appendChild(entry(f, terms)); });
      box.appendChild(list);
      if (own.length > SHOWN) {
        var more = make('button', '再看 ' + Math.min(50, own.length - SHOWN) + ' 个', 'more');
        more.type = 'button';
        more.onclick = function () {
          var first = null;
          own.slice(SHOWN, SHOWN + 50).forEach(function (f) { var e = entry(f, terms); first = first || e; list.appendChild(e); });
          more.remove();
          one('a', first).focus();
        };
        box.appendChild(more);
      }
    });
  }

  function search(form) {
    var input = one('input', form), bases = form.dataset.base.split(' '), ready = false;
    function want() {
      if (ready) return ready;
      ready = Promise.all(bases.map(function (base) { return load(base + 'search.js'); }));
      ready.then(function () { if (input.value) show(form, input.value); });
      return ready;
    }
    input.addEventListener('focus', want);
    input.addEventListener('input', function () { want(); show(form, input.value); address(); });
    function address() {
      if (!form.hasAttribute('data-page')) return;
      try { history.replaceState(null, '', '?q=' + encodeURIComponent(input.value)); } catch (e) { /* From a disk the address stays. */ }
    }
    form.addEventListener('submit', function (event) {
      event.preventDefault();
      want().then(function () {
        show(form, input.value);
        var first = one('.found a', form);
        if (first) first.focus();
      });
    });
    form.addEventListener('keydown', function (event) {
      var links = [input].concat(all('.found a', form)), at = links.indexOf(document.activeElement);
      if (event.key === 'ArrowDown' && at >= 0 && at < links.length - 1) links[at + 1].focus();
      else if (event.key === 'ArrowUp' && at > 0) links[at - 1].focus();
      else if (event.key === 'Escape') { input.value = ''; show(form, ''); input.focus(); }
      else return;
      event.preventDefault();
    });
    document.addEventListener('keydown', function (event) {
      if (event.key === '/' && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) { event.preventDefault(); input.focus(); }
    });
    var asked = /[?&]q=([^&]*)/.exec(location.search);
    if (form.hasAttribute('data-page') && asked) {
      try { input.value = decodeURIComponent(asked[1].replace(/\+/g, ' ')); } catch (e) { input.value = ''; }
      want();
    }
  }

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
    var only = one('#only-open');
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
    index: function (list, more) {
      var base = document.currentScript.getAttribute('src').replace(/[^/]*$/, '');
      var name = (one('form[data-names]') && JSON.parse(one('form[data-names]').dataset.names)[base]) || '';
      list.forEach(function (r) {
        rows.push({
          kind: r[0], href: base + r[1], title: r[2], note: name ? name + (r[3] ? '　' + r[3] : '') : r[3], plain: plain(r[2]),
          sounds: r[4].split(' ').map(function (s) { return s.split('/'); }), words: plain(r[5]), full: r[6], text: plain(r[6]),
        });
      });
      more.forEach(function (file) {
        load(base + file).then(function () { all('form[data-base]').forEach(function (f) { show(f, one('input', f).value); }); });
      });
    },
    hours: function (table) { opening = table; },
    /** For measuring: how many results, and how long it took. */
    find: find,
  };

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
    if (table && one('[data-hours]')) load(table).then(function () { tell(); setInterval(tell, 20000); });
  });
})();
