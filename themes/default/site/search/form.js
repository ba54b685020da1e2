/* The form of the search: loads the index, shows what was found, and works with the keyboard alone. It asks nobody for anything: an index is a
   script beside the pages, so it works from a folder on a disk too. What is found and in which order is decided in find.js. */
(function () {
  'use strict';
  var yizhan = window.yizhan, plain = yizhan.plain, parse = yizhan.parse, find = yizhan.find;
  var ITEM = yizhan.KINDS.ITEM, POINT = yizhan.KINDS.POINT, PAGE = yizhan.KINDS.PAGE, VILLAGE = yizhan.KINDS.VILLAGE;

  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function one(selector, within) { return (within || document).querySelector(selector); }
  function make(tag, text, name) {
    var element = document.createElement(tag);
    if (text) element.textContent = text;
    if (name) element.className = name;
    return element;
  }

  var forms = [], waiting = 0;
  function names() {
    var form = one('form[data-names]');
    return form ? JSON.parse(form.dataset.names) : {};
  }
  /** Called by the files of an index, each in its own folder. The first names the others, which are loaded one after the other. */
  function arrived(src, data) {
    var base = src.replace(/[^/]*$/, '');
    yizhan.take(base, names()[base] || '', data);
    var more = (data.m || []).slice();
    if (!more.length) return;
    waiting++;
    (function next() {
      if (!more.length) { waiting--; redraw(); return; }
      yizhan.load(base + more.shift()).then(function () { if (more.length) redraw(); next(); });
    })();
  }
  yizhan.index = function (data) { arrived(document.currentScript.getAttribute('src'), data); };
  (yizhan.early || []).forEach(function (early) { arrived(early[0], early[1]); });
  function redraw() { forms.forEach(function (form) { form.redraw(); }); }

  var GROUPS = [[ITEM], [POINT, VILLAGE], [PAGE]], HEADS = ['事项', '网点', '其他'], SHOWN = 6, MORE = 50;

  /** A text with the longest piece of what was typed marked. */
  function marked(text, terms) {
    var span = make('span'), low = plain(text), at = -1, length = 0;
    terms.forEach(function (term) {
      for (var i = 0; i < term.length; i++) {
        for (var n = term.length - i; n > length && n > (term.length > 1 ? 1 : 0); n--) {
          var place = low.indexOf(term.substr(i, n));
          if (place >= 0) { at = place; length = n; break; }
        }
      }
    });
    if (at < 0 || low.length !== text.length) { span.textContent = text; return span; }
    span.appendChild(document.createTextNode(text.slice(0, at)));
    span.appendChild(make('mark', text.slice(at, at + length)));
    span.appendChild(document.createTextNode(text.slice(at + length)));
    return span;
  }

  /** The word for which an item was found, where its name does not show it. */
  function because(row, terms) {
    for (var t = 0; t < terms.length; t++) {
      if (terms.some(function (term) { return term.length > 1 && row.plain.indexOf(term) >= 0; })) return '';
      for (var i = 0; i < row.own.length; i++) {
        var word = row.own[i];
        if (word.length > 1 && (word === terms[t] || terms[t].indexOf(word) >= 0) && row.plain.indexOf(word) < 0) return word;
      }
    }
    return '';
  }

  function entry(result, terms) {
    var row = result.row, item = make('li'), link = make('a');
    link.href = row.href;
    link.appendChild(marked(row.title, terms));
    var note = row.place ? row.place + (row.note ? '　' + row.note : '') : row.note;
    if (note) link.appendChild(make('span', note, 'aside'));
    var word = row.kind === ITEM ? because(row, terms) : '', at = -1;
    if (word) {
      link.appendChild(make('span', '与“' + word + '”有关', 'bit'));
    } else if (row.full && !/[a-z]/.test(terms[0]) && row.plain.indexOf(terms[0]) < 0 && row.ownText.indexOf(terms[0]) < 0) {
      // Found in the text only: show where.
      at = row.text.indexOf(terms[0]);
      if (at >= 0) {
        var words = make('span', '', 'bit');
        words.appendChild(marked((at > 14 ? '…' : '') + row.full.slice(Math.max(0, at - 14), at + 26).replace(/\n/g, ' ') + '…', terms));
        link.appendChild(words);
      }
    }
    item.appendChild(link);
    return item;
  }

  function show(form, query, started, done) {
    var box = one('.found', form), status = one('[role=status]', form), terms = parse(query);
    box.textContent = '';
    form.setAttribute('aria-busy', done || !terms.length ? 'false' : 'true');
    if (!terms.length) { status.textContent = ''; return; }
    var found = started ? find(query) : [];
    if (!found.length && !done) {
      // Not found yet is not “not found”.
      status.textContent = '';
      box.appendChild(make('p', '正在查找…', 'wait'));
      return;
    }
    var text = !found.length ? '没有找到“' + query.trim() + '”。换一个说法，或者打咨询电话。'
      : found[0].near ? (done ? '没有完全一样的，您是不是找：' : '') : '找到 ' + found.length + ' 个';
    if (status.textContent !== text) status.textContent = text;
    var groups = GROUPS.map(function (kinds, g) {
      return { head: HEADS[g], own: found.filter(function (f) { return kinds.indexOf(f.row.kind) >= 0; }) };
    }).filter(function (g) { return g.own.length; });
    // The kind of the best result stands first.
    groups.sort(function (a, b) { return found.indexOf(a.own[0]) - found.indexOf(b.own[0]); });
    groups.forEach(function (group) {
      var own = group.own;
      box.appendChild(make('h2', group.head + '（' + own.length + '）'));
      var list = make('ul', '', 'rows');
      own.slice(0, SHOWN).forEach(function (f) { list.appendChild(entry(f, terms)); });
      box.appendChild(list);
      if (own.length <= SHOWN) return;
      var more = make('button', '再看 ' + Math.min(MORE, own.length - SHOWN) + ' 个', 'more');
      more.type = 'button';
      more.onclick = function () {
        var first = null;
        own.slice(SHOWN, SHOWN + MORE).forEach(function (f) { var e = entry(f, terms); first = first || e; list.appendChild(e); });
        more.parentNode.removeChild(more);
        one('a', first).focus();
      };
      box.appendChild(more);
    });
  }

  function attach(form) {
    var input = one('input', form), bases = form.dataset.base.split(' '), asked = null, started = false, timer = 0;
    function want() {
      if (!asked) {
        waiting++;
        asked = Promise.all(bases.map(function (base) { return yizhan.load(base + 'search.js'); }));
        asked.then(function () { waiting--; started = true; draw(); });
      }
      return asked;
    }
    function draw() { show(form, input.value, started, started && !waiting); }
    form.redraw = function () {
      // Whoever has gone on into the results keeps them.
      if (input.value && !one('.found', form).contains(document.activeElement)) draw();
    };
    forms.push(form);
    input.addEventListener('focus', want);
    input.addEventListener('input', function () {
      want();
      address();
      // With thousands of rows on a slow phone every letter would wait for the one before.
      clearTimeout(timer);
      if (yizhan.size() < 800) draw();
      else timer = setTimeout(draw, 120);
    });
    function address() {
      if (!form.hasAttribute('data-page')) return;
      try { history.replaceState(null, '', '?q=' + encodeURIComponent(input.value)); } catch (e) { /* From a disk the address stays. */ }
    }
    form.addEventListener('submit', function (event) {
      event.preventDefault();
      want().then(function () {
        clearTimeout(timer);
        draw();
        var first = one('.found a', form);
        if (first) first.focus();
      });
    });
    form.addEventListener('keydown', function (event) {
      var links = [input].concat(all('.found a', form)), at = links.indexOf(document.activeElement);
      if (event.key === 'ArrowDown' && at >= 0 && at < links.length - 1) links[at + 1].focus();
      else if (event.key === 'ArrowUp' && at > 0) links[at - 1].focus();
      else if (event.key === 'Escape') { input.value = ''; draw(); input.focus(); }
      else return;
      event.preventDefault();
    });
    document.addEventListener('keydown', function (event) {
      if (event.key === '/' && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) { event.preventDefault(); input.focus(); }
    });
    var query = /[?&]q=([^&]*)/.exec(location.search);
    if (form.hasAttribute('data-page') && query && !input.value) {
      try { input.value = decodeURIComponent(query[1].replace(/\+/g, ' ')); } catch (e) { input.value = ''; }
    }
    // Typed before this was here.
    if (input.value || document.activeElement === input) want();
  }

  all('form[data-base]').forEach(attach);
})();
