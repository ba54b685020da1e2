/* Points that other pages list: narrowed, by whether they are open, the nearest first. What there is to find is known from one small file; the
   points themselves come in parts, and only those parts that are asked for. Loaded by site.js where a page has such a list. */
(function () {
  'use strict';
  var yizhan = window.yizhan, index = null, parts = {}, FIRST = 20, MORE = 50, NEAR = 5;
  // Row: id, name, address, channel, hours, latitude, longitude, state. Part: area, number, corners, [channel, hours, number]…
  var ID = 0, NAME = 1, ADDRESS = 2, CHANNEL = 3, HOURS = 4, LAT = 5, LON = 6, STATE = 7;
  yizhan.points = function (data) { index = data; };
  yizhan.part = function (at, rows) { parts[at] = rows; };

  function one(selector, within) { return (within || document).querySelector(selector); }
  function make(tag, text, name) {
    var element = document.createElement(tag);
    if (text) element.textContent = text;
    if (name) element.className = name;
    return element;
  }
  function isOpen(hours) {
    var s = hours < 0 ? null : yizhan.state(hours);
    return !!s && s.open === 'open';
  }
  function fits(query, channel, hours) {
    return (query.channel === '' || +query.channel === channel) && (!query.open || isOpen(hours));
  }
  /** How many points of a part are asked for: known without the part itself. */
  function count(query, part) {
    if (query.area !== '' && +query.area !== part[0]) return 0;
    return part[3].reduce(function (sum, kind) { return sum + (fits(query, kind[0], kind[1]) ? kind[2] : 0); }, 0);
  }
  /** No point of a part is nearer than this. */
  function least(here, part) {
    var c = part[2];
    if (!c) return Infinity;
    return yizhan.metres(here, [Math.min(Math.max(here[0], c[0]), c[2]), Math.min(Math.max(here[1], c[1]), c[3])]);
  }
  /** The first points that are asked for, as rows with `far`: parts are loaded, a few at a time, until they are certain. `seen` hears of those that
      are certain already. */
  function gather(base, query, most, seen) {
    var total = 0, rows = [];
    var list = index.a.map(function (part, at) {
      var n = count(query, part);
      total += n;
      return { at: at, n: n, least: query.here ? least(query.here, part) : 0 };
    }).filter(function (p) { return p.n && p.least < Infinity; });
    if (query.here) list.sort(function (a, b) { return a.least - b.least; });
    function take(part) {
      (parts[part.at] || []).forEach(function (row) {
        if (!fits(query, row[CHANNEL], row[HOURS]) || (query.keep && !query.keep(row)) || (query.here && !row[LAT])) return;
        row.far = query.here ? yizhan.metres(query.here, [row[LAT], row[LON]]) : 0;
        rows.push(row);
      });
    }
    function next() {
      var last = rows[most - 1], batch = [], missing = most - rows.length;
      if (!list.length || (last && (!query.here || last.far <= list[0].least))) return { rows: rows.slice(0, most), total: total };
      if (seen && !query.here && rows.length) seen({ rows: rows.slice(0, most), total: total });
      do { batch.push(list.shift()); missing -= batch[batch.length - 1].n; } while (list.length && missing > 0 && batch.length < (query.here ? 2 : 6));
      return Promise.all(batch.map(function (part) {
        return parts[part.at] || yizhan.load(base + 'points-' + (part.at + 1) + '.js');
      })).then(function () {
        batch.forEach(take);
        if (query.here) rows.sort(function (a, b) { return a.far - b.far; });
        return next();
      });
    }
    return Promise.resolve(next());
  }
  function away(far) { return far < 1000 ? Math.round(far / 10) * 10 + ' 米' : (far / 1000).toFixed(1) + ' 公里'; }
  function entry(base, row, here) {
    var item = make('li'), link = make('a'), name = make('span', row[NAME]), now = make('span', '', 'now');
    link.href = base + 'points/' + row[ID] + '/index.html';
    if (row[STATE]) { name.appendChild(document.createTextNode(' ')); name.appendChild(make('span', row[STATE], 'tag due')); }
    now.hidden = true;
    if (row[HOURS] >= 0) { now.dataset.hours = row[HOURS]; name.appendChild(document.createTextNode(' ')); name.appendChild(now); }
    link.appendChild(name);
    link.appendChild(make('span', row[ADDRESS] + (here ? '　' + away(row.far) : ''), 'aside'));
    item.appendChild(link);
    return item;
  }
  /** Where the reader is, asked for only when a button was pressed. */
  function locate(status, found) {
    status.textContent = '正在找您的位置…';
    navigator.geolocation.getCurrentPosition(function (at) {
      found([at.coords.latitude, at.coords.longitude]);
    }, function () { status.textContent = '手机没有给出位置。可以按地址找，或者打咨询电话。'; }, { timeout: 15000, maximumAge: 60000 });
  }
  function ready(base) {
    var hours = document.body.dataset.open;
    return Promise.all([yizhan.load(base + 'points.js'), hours ? yizhan.load(hours) : null]);
  }

  /** The form above a list of areas. */
  function browse(form) {
    var base = form.dataset.points, status = one('[role=status]', form), list = one('#nearest');
    var areas = one('.areas'), open = one('#only-open'), near = one('#near', form), reset = one('[type=reset]', form);
    var here = null, turn = 0;
    function value(name) { var s = one('[name=' + name + ']', form); return s ? s.value : ''; }
    function draw(most, from) {
      var query = { area: value('area'), channel: value('channel') || form.dataset.channel || '', open: !!open && open.checked, here: here };
      var own = ++turn, asked = query.area !== '' || value('channel') !== '' || query.open || here;
      list.hidden = !asked;
      reset.hidden = !asked;
      if (areas) areas.hidden = !!asked;
      if (!asked) { status.textContent = ''; list.textContent = ''; return; }
      ready(base).then(function () {
        if (!index) { status.textContent = '网点的数据没有加载出来。可以在下面按名称找，或者打咨询电话。'; if (areas) areas.hidden = false; return null; }
        return gather(base, query, most, show).then(function (found) { show(found, true); });
      });
      function show(found, done) {
        if (own !== turn) return;
        var words = query.here ? '离您最近的 ' + found.rows.length + ' 个网点' + (query.open ? '（现在开门）' : '') + '，按直线距离：'
          : (query.open ? '现在开门的有 ' : '符合条件的有 ') + found.total + ' 个网点';
        if (status.textContent !== words) status.textContent = words;
        list.textContent = '';
        found.rows.forEach(function (row) { list.appendChild(entry(base, row, here)); });
        if (done && found.total > found.rows.length) {
          var item = make('li'), more = make('button', '再看 ' + Math.min(MORE, found.total - found.rows.length) + ' 个', 'more');
          more.type = 'button';
          more.onclick = function () { draw(most + MORE, found.rows.length); };
          item.appendChild(more);
          list.appendChild(item);
        }
        var first = done && from ? list.children[from] : null;
        if (first && one('a', first)) one('a', first).focus();
        yizhan.tell();
      }
    }
    function again() { draw(here ? NEAR : FIRST); }
    form.addEventListener('change', again);
    form.addEventListener('submit', function (event) { event.preventDefault(); });
    form.addEventListener('reset', function () { here = null; setTimeout(again, 0); });
    if (near && navigator.geolocation) {
      near.hidden = false;
      near.addEventListener('click', function () { locate(status, function (at) { here = at; again(); }); });
    }
    // From the first page: what was pressed there is pressed here.
    var to = /^#(near|only-open)$/.test(location.hash) ? one(location.hash) : null;
    if (to && !to.hidden) to.click();
    else if (value('area') || value('channel') || (open && open.checked)) again();
  }

  /** The button above the places of an item: deepest first, and the nearest of those first. */
  function places(tools) {
    var base = tools.dataset.near, words = tools.dataset.words.split('|'), status = one('[role=status]', tools), list = one('#nearest');
    var column = tools.dataset.depth.split(','), other = {}, near = one('#near', tools);
    (tools.dataset.other || '').split(' ').filter(Boolean).forEach(function (t) { var p = t.split(':'); other[p[0]] = p[1]; });
    function depth(row) { var d = row[ID] in other ? other[row[ID]] : column[row[CHANNEL]]; return d === '-' || d === undefined ? -1 : +d; }
    if (!navigator.geolocation) return;
    near.hidden = false;
    near.addEventListener('click', function () {
      locate(status, function (here) {
        ready(base).then(function () {
          if (!index) return null;
          return Promise.all(words.map(function (word, at) {
            var keep = function (row) { return !row[STATE] && depth(row) === at; };
            return gather(base, { area: '', channel: '', open: false, here: here, keep: keep }, 3);
          }));
        }).then(function (all) {
          list.textContent = '';
          (all || []).forEach(function (found, at) {
            if (!found.rows.length) return;
            list.appendChild(make('li', words[at], 'note'));
            found.rows.forEach(function (row) { list.appendChild(entry(base, row, here)); });
          });
          list.hidden = !list.children.length;
          status.textContent = list.hidden ? '没有找到写了位置的网点。' : '离您最近的，按直线距离：';
          yizhan.tell();
        });
      });
    });
  }

  Array.prototype.forEach.call(document.querySelectorAll('form[data-points]'), browse);
  if (one('[data-near]')) places(one('[data-near]'));
})();
