/* What was typed is weighed against names, what people say for them, and what pages say. This half of the search knows no page, and is measured by
   itself (tests/browser/search.test.mjs); form.js is the other, and both are one file on the site (src/publish/list.rs).

   An index comes in parts, each one object:
   r  rows of items and pages: [kind, href, title, note, groups, more words, asked for often]
   g  groups of words: [for the very thing, for something related];  c  channels: [name, the bureau's own come first]
   p  points, packed: [endings, lines] (src/site/search/pack.rs);  v  villages: [name, id of the nearest point, its name]
   s  readings with the characters that have them, the usual ones first;  t  traditional characters, each with the simplified one
   w  words for places: [word, what stands in names];  f  words of questions;  m  further files
   x  what pages say: [row, text];  y  what points say: [point, text];  h  characters that sound alike, by syllable */
(function () {
  'use strict';
  var yizhan = window.yizhan = window.yizhan || {};
  var rows = [], simple = {}, readings = {}, alike = {}, fill = [], swaps = [], counts = {}, parts = {};
  var ITEM = 0, POINT = 1, PAGE = 2, VILLAGE = 3, OFTEN = 1;

  /** Small letters, half width, simplified: so that Ａ finds a and 參 finds 参. */
  function plain(text) {
    return text.normalize('NFKC').toLowerCase().replace(/[\u3400-\u9fff\uf900-\ufaff]/g, function (c) { return simple[c] || c; });
  }

  function split(text) { return text ? text.split('、') : []; }

  /** Puts the characters of bao保宝 can参 into a table by character. */
  function learn(list, table) {
    (list || '').split(' ').forEach(function (group) {
      var reading = /^[a-z]+/.exec(group);
      if (!reading) return;
      for (var i = reading[0].length; i < group.length; i++) {
        var known = table[group[i]] = table[group[i]] || [];
        if (known.indexOf(reading[0]) < 0) known.push(reading[0]);
      }
    });
  }

  function add(base, name, row) {
    row.base = base;
    row.place = name;
    row.path = row.href;
    row.href = base + row.href;
    row.plain = plain(row.title);
    row.own = row.own.map(plain);
    row.related = row.related.map(plain);
    row.ownText = row.own.join('|');
    row.relatedText = row.related.join('|');
    row.aside = plain(row.aside || '');
    row.text = row.full = '';
    rows.push(row);
    return row;
  }

  /** The points of one part, as src/site/search/pack.rs writes them. */
  function unpack(packed, base, name, of) {
    var endings = packed[0].split('|'), id = '', title = '', address = '';
    var digit = function (c) { return parseInt(c, 36) || 0; };
    if (!packed[1]) return;
    packed[1].split('\n').forEach(function (line) {
      var f = line.split('|'), letter = f[1][1], code = letter.charCodeAt(0);
      var ending = letter === '-' ? '' : endings[code < 97 ? code - 65 : code - 71];
      id = id.slice(0, digit(f[0][0])) + f[0].slice(1);
      title = chars(title).slice(0, digit(f[1][0])).join('') + f[1].slice(2) + ending;
      if (f[3]) address = chars(f[3][1] === 'n' ? title : address).slice(0, digit(f[3][0])).join('') + f[3].slice(2);
      else address = '';
      var channel = of.channels[f[2]] || ['', 0];
      of.points.push(add(base, name, {
        kind: POINT, href: 'points/' + id + '/index.html', title: title, note: f[5] || address, own: split(f[4]), related: [],
        aside: channel[0] + '|' + address, flags: 0, rank: channel[1],
      }));
    });
  }
  function chars(text) { return text.match(/[\ud800-\udbff][\udc00-\udfff]|[^]/g) || []; }

  function index(base, name, data) {
    var of = parts[base] = parts[base] || { rows: [], points: [], channels: [] };
    var t = data.t || '', i;
    for (i = 0; i < t.length; i += 2) simple[t[i]] = t[i + 1];
    learn(data.s, readings);
    learn(data.h, alike);
    if (data.f) fill = split(data.f).map(plain).sort(function (a, b) { return b.length - a.length; });
    (data.w || []).forEach(function (w) { swaps.push([plain(w[0]), w[1].map(plain)]); });
    if (data.c) of.channels = data.c;
    (data.r || []).forEach(function (r) {
      var own = split(r[5]), related = [];
      r[4].forEach(function (g) { own = own.concat(split(data.g[g][0])); related = related.concat(split(data.g[g][1])); });
      var href = r[0] === ITEM ? 'items/' + r[1] + '/index.html' : r[1];
      of.rows.push(add(base, name, { kind: r[0], href: href, title: r[2], note: r[3], own: own, related: related, aside: r[0] === PAGE ? r[3] : '', flags: r[6] }));
    });
    if (data.p) unpack(data.p, base, name, of);
    (data.v || []).forEach(function (v) {
      add(base, name, { kind: VILLAGE, href: 'points/' + v[1] + '/index.html', title: v[0], note: '最近：' + v[2], own: [], related: [], flags: 0 });
    });
    [[data.x, of.rows], [data.y, of.points]].forEach(function (pair) {
      (pair[0] || []).forEach(function (x) { var row = pair[1][x[0]]; if (row) { row.full = x[1]; row.text = plain(x[1]); } });
    });
    counts = {};
  }

  /** Which of two rows that answer alike comes first: what is asked often, items, the bureau's own stations; then kinds of places, chapters of books, and villages. */
  function lean(row) {
    if (row.kind === ITEM) return row.flags & OFTEN ? 0.11 : 0.04;
    if (row.kind === POINT) return 0.02 * row.rank;
    return row.kind === VILLAGE ? -0.2 : /^(channels|handbooks)\/./.test(row.path) ? -0.08 : 0;
  }

  // ---- letters: pinyin, initials, foreign words

  function heard(text) {
    return text.split('').map(function (c) { return readings[c] || [/[a-z0-9]/.test(c) ? c : '.']; });
  }

  /** Whether the letters typed can be the sound of the characters from at on: whole syllables, their initials, and an unfinished last one.
      2: of all the rest of them; 1: of their beginning; 0: not. */
  function sound(typed, sounds, at) {
    var whole = 0, tried = null;
    function go(t, i) {
      if (t === typed.length) { if (i === sounds.length) whole = 1; return true; }
      if (i >= sounds.length) return false;
      if (sounds[i][0] === '.') return go(t, i + 1);
      // Each place is tried once: readings and initials would else branch at every character.
      var key = t * 1000 + i, any = false;
      if (tried && tried[key] !== undefined) return tried[key];
      for (var r = 0; r < sounds[i].length && !whole; r++) {
        var reading = sounds[i][r], k = 0;
        while (k < reading.length && t + k < typed.length && reading[k] === typed[t + k]) k++;
        if (!k) continue;
        if (t + k === typed.length) { any = true; if (i + 1 === sounds.length) whole = 1; continue; }
        if (k === reading.length && go(t + k, i + 1)) any = true;
        if (k >= 2 && reading[1] === 'h' && go(t + 2, i + 1)) any = true;
        if (go(t + 1, i + 1)) any = true;
      }
      if (t) { tried = tried || {}; tried[key] = any; }
      return any;
    }
    if (sounds[at][0] === '.' || !go(0, at)) return 0;
    return whole ? 2 : 1;
  }

  /** The fewest slips (a letter wrong, missing, too many, or two swapped) with which the letters typed stand in a text; whole: are the text. */
  function slips(typed, text, whole) {
    var before = null, last = [], next, i, j;
    for (j = 0; j <= text.length; j++) last[j] = whole ? j : 0;
    for (i = 1; i <= typed.length; i++) {
      next = [i];
      for (j = 1; j <= text.length; j++) {
        next[j] = Math.min(last[j] + 1, next[j - 1] + 1, last[j - 1] + (typed[i - 1] === text[j - 1] ? 0 : 1));
        if (before && i > 1 && j > 1 && typed[i - 1] === text[j - 2] && typed[i - 2] === text[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      before = last;
      last = next;
    }
    return whole ? last[text.length] : Math.min.apply(null, last);
  }

  /** Whether enough characters are shared for so few slips: tells most rows apart at little cost. */
  function alikeIn(typed, text, most) {
    var missing = 0;
    for (var i = 0; i < typed.length; i++) if (text.indexOf(typed[i]) < 0 && ++missing > most) return false;
    return true;
  }

  /** How well a name is what the letters sound like: 0 to 1. */
  function spelt(term, row) {
    var best = 0, sounds = row.sounds = row.sounds || heard(row.plain), i, s;
    var at = row.plain.indexOf(term);
    if (at >= 0) best = term.length > 1 ? 0.9 : 0.6;
    for (i = 0; i < sounds.length && best < 0.9; i++) {
      s = sound(term, sounds, i);
      if (s) best = Math.max(best, s === 2 && !i ? 1 : i ? 0.7 + 0.1 * term.length / (term.length + 3) : 0.84);
    }
    [[row.own, 1], [row.related, 0.66]].forEach(function (list) {
      list[0].forEach(function (word) {
        if (word === term) best = Math.max(best, 1.2 * list[1]);
        else if (term.length > 2 && word.indexOf(term) >= 0) best = Math.max(best, 0.75 * list[1]);
        else if (!/^[a-z]/.test(word)) {
          s = sound(term, heard(word), 0);
          if (s) best = Math.max(best, (s === 2 && term.length > 1 ? 1.15 : 0.7) * list[1]);
        }
      });
    });
    if (!best && term.length > 2 && (row.aside.indexOf(term) >= 0 || row.text.indexOf(term) >= 0)) best = 0.35;
    return best;
  }

  /** The same where a letter is wrong, missing or too many. */
  function misspelt(term, row) {
    var letters = function (text) { return heard(text).map(function (s) { return s[0] === '.' ? '' : s[0]; }).join(''); };
    var most = term.length >= 9 ? 2 : 1, best = 0;
    if (term.length < 4) return 0;
    row.letters = row.letters || letters(row.plain);
    row.ownLetters = row.ownLetters || row.own.map(function (word) { return /^[a-z]/.test(word) ? word : letters(word); });
    var n = alikeIn(term, row.letters, most) ? slips(term, row.letters) : 9;
    if (n <= most) best = 0.6 - 0.1 * n;
    row.ownLetters.forEach(function (word) {
      if (word.length < 4 || Math.abs(word.length - term.length) > most) return;
      n = slips(term, word, true);
      if (n <= most) best = Math.max(best, 0.8 - 0.1 * n);
    });
    return best;
  }

  // ---- characters

  /** In how many rows two characters stand side by side. */
  function count(two) {
    if (counts[two] === undefined) {
      var n = 0;
      rows.forEach(function (row) {
        if (row.plain.indexOf(two) >= 0 || row.ownText.indexOf(two) >= 0 || row.relatedText.indexOf(two) >= 0) n++;
      });
      counts[two] = n;
    }
    return counts[two];
  }

  /** How much each character of a text says: little in words of questions, less the more rows have it beside its neighbour. */
  function weights(text) {
    var weight = [], i;
    for (i = 0; i < text.length; i++) {
      var sum = 0, n = 0;
      [i - 1, i].forEach(function (at) {
        if (at < 0 || at + 1 >= text.length) return;
        var c = count(text.substr(at, 2));
        if (c) { sum += 1 / (1 + Math.log(1 + c) / 2); n++; }
      });
      weight[i] = n ? sum / n : 0.45;
    }
    var core = text;
    fill.forEach(function (word) {
      for (var at = core.indexOf(word); at >= 0; at = core.indexOf(word, at + 1)) {
        for (var k = 0; k < word.length; k++) weight[at + k] *= 0.12;
        core = core.slice(0, at) + new Array(word.length + 1).join('\u0000') + core.slice(at + word.length);
      }
    });
    core = core.replace(/^\u0000+|\u0000+$/g, '');
    return { text: text, weight: weight, core: /^[^\u0000]+$/.test(core) ? core : '', total: weight.reduce(function (a, b) { return a + b; }, 0) };
  }

  /** Marks what of the text stands in a field: runs of two characters and more. In a list of words a part of a word is worth less than the word. */
  function runs(text, field, worth, cover, words) {
    for (var i = 0; i < text.length - 1; i++) {
      var n = 0;
      while (i + n < text.length && field.indexOf(text.substr(i, n + 1)) >= 0) n++;
      if (n < 2) continue;
      var value = worth * (n > 2 ? 1 : 0.92);
      if (words) value *= 0.55 + 0.45 * part(text.substr(i, n), words);
      for (var k = i; k < i + n; k++) if (!(cover[k] >= value)) cover[k] = value;
    }
  }
  /** How much of the shortest word that has it a piece is. */
  function part(piece, words) {
    return words.reduce(function (most, word) { return word.indexOf(piece) >= 0 ? Math.max(most, piece.length / word.length) : most; }, 0);
  }

  /** The width of the narrowest piece of a name that has these characters in their order, as short names have: 旗医院 of 旗人民医院. */
  function short(text, name) {
    var best = 0;
    for (var from = name.indexOf(text[0]); from >= 0; from = name.indexOf(text[0], from + 1)) {
      var at = from;
      for (var i = 1; i < text.length && at >= 0; i++) at = name.indexOf(text[i], at + 1);
      if (at < 0) break;
      if (!best || at - from + 1 < best) best = at - from + 1;
    }
    return best;
  }

  /** How well a row answers: how much of what was asked stands in it, and how much of it was asked for. */
  function weigh(ask, row, field) {
    var text = ask.text, cover = [], i, sum = 0, hit = 0;
    var name = field ? row[field] : row.plain, own = field ? row.ownSound : row.own, ownText = field ? own.join('|') : row.ownText;
    runs(text, name, 1, cover);
    var said = cover.filter(Boolean).length;
    if (ownText) runs(text, ownText, 0.95, cover, own);
    var bonus = 0;
    own.forEach(function (word) {
      var at = word.length > 1 ? text.indexOf(word) : -1;
      if (at < 0) return;
      for (var k = at; k < at + word.length; k++) if (!(cover[k] >= 1)) cover[k] = 1;
      bonus = Math.max(bonus, word === text || word === ask.core ? 0.3 : Math.min(0.16, 0.04 * word.length));
    });
    if (!field) {
      if (row.relatedText) {
        runs(text, row.relatedText, 0.62, cover, row.related);
        if (ask.core && row.related.indexOf(ask.core) >= 0) bonus = Math.max(bonus, 0.08);
      }
      if (row.aside) runs(text, row.aside, row.kind === POINT ? 0.72 : 0.5, cover);
      if (row.text) runs(text, row.text, 0.35, cover);
      for (i = 0; i < text.length; i++) if (!cover[i] && name.indexOf(text[i]) >= 0) cover[i] = 0.2;
      if (text.length === 1 && name.indexOf(text) >= 0) cover[0] = 0.8;
    }
    for (i = 0; i < text.length; i++) {
      sum += (cover[i] || 0) * ask.weight[i];
      if (cover[i] > 0.3) hit += ask.weight[i];
    }
    var share = sum / (ask.total || 1);
    var core = ask.core || text;
    if (!field && core.length > 1 && core.length < 6 && share < 0.8) {
      var wide = short(core, name);
      if (wide && wide <= core.length * 2.5) {
        var value = (core.length > 2 ? 0.8 : 0.62) - 0.03 * (wide - core.length);
        if (value > share) { share = value; hit = ask.total; }
      }
    }
    if (!share) return { score: 0, hit: 0 };
    if (name === text || name === core) bonus = Math.max(bonus, 0.34);
    else if (core.length > 1 && name.indexOf(core) >= 0) bonus += name.indexOf(core) === 0 ? 0.14 : 0.1;
    bonus += 0.12 * said / name.length;
    return { score: share * (1 + bonus + lean(row)), hit: hit / (ask.total || 1) };
  }

  // Syllables as one sign each; what southern accents and hasty typists mix up is one: zh and z, ing and in.
  var signs = {}, made = 0;
  function sign(reading) {
    var key = reading.replace(/^([zcs])h/, '$1').replace(/ng$/, 'n');
    signs[key] = signs[key] || String.fromCharCode(0xe000 + made++);
    return signs[key];
  }
  function bySound(text) {
    return text.split('').map(function (c) {
      var r = readings[c] || alike[c];
      return r ? sign(r[0]) : c;
    }).join('');
  }

  /** The same by ear, and with a character wrong, missing, too many, or two swapped. */
  function close(ask, row) {
    row.nameSound = row.nameSound || bySound(row.plain);
    row.ownSound = row.ownSound || row.own.map(bySound);
    var ear = weigh(ask.ear, row, 'nameSound'), best = { score: ear.score * 0.85, hit: ear.hit };
    var core = ask.core || ask.text;
    if (core.length >= 3) {
      var most = core.length >= 6 ? 2 : 1, n = alikeIn(core, row.plain, most) ? slips(core, row.plain) : 9;
      var score = n <= most ? 0.62 - 0.12 * n + (row.flags & OFTEN ? 0.04 : 0) : 0;
      row.own.forEach(function (word) {
        if (word.length < 3 || Math.abs(word.length - core.length) > most || !alikeIn(core, word, most)) return;
        n = slips(core, word, true);
        if (n <= most) score = Math.max(score, 0.82 - 0.12 * n);
      });
      if (score > best.score) best = { score: score, hit: Math.max(best.hit, 1 - n / core.length) };
    }
    return best;
  }

  // ---- the whole question

  function parse(query) {
    // Nobody asks in more words; a text that was pasted by mistake must not hold up the phone.
    var text = plain(query.slice(0, 60)).replace(/[^0-9a-z\u00b2-\u024f\u3005-\u3007\u3040-\uffff]+/g, ' ').trim();
    // A space between Chinese characters says nothing.
    text = text.replace(/([\u3040-\uffff0-9])\s+(?=[\u3040-\uffff])/g, '$1').replace(/([\u3040-\uffff])\s+(?=[0-9])/g, '$1');
    var terms = [];
    (text.match(/[a-z]+[0-9]*|[^a-z\s]+/g) || []).forEach(function (term) { terms.push(term); });
    return terms;
  }

  /** What may have been meant: as it was typed, and with the names of places for what they are called. */
  function meant(term) {
    var list = [term];
    swaps.forEach(function (swap) {
      if (term.indexOf(swap[0]) < 0) return;
      swap[1].forEach(function (name) { if (term.indexOf(name) < 0 && list.length < 6) list.push(term.replace(swap[0], name)); });
    });
    return list;
  }

  function find(query) {
    var terms = parse(query), found = [], best = 0, hit = 0;
    if (!terms.length) return found;
    var latin = function (term) { return /^[a-z]/.test(term); };
    var together = terms.length > 1 && terms.every(latin) ? terms.join('') : '', phrase = together ? ' ' + terms.join(' ') + ' ' : '';
    var asks = terms.map(function (term) { return latin(term) ? null : meant(term).map(weights); });
    var size = terms.reduce(function (sum, term) { return sum + term.length * (latin(term) ? 1 : 3); }, 0);

    rows.forEach(function (row) {
      var score = 0, full = 0;
      terms.forEach(function (term, t) {
        var one = { score: 0, hit: 0 };
        if (latin(term)) { var s = spelt(term, row); one = { score: s * (1 + lean(row)), hit: s ? 1 : 0 }; }
        else asks[t].forEach(function (ask, n) {
          var w = weigh(ask, row);
          if (n) w.score *= 0.97;
          if (w.score > one.score) one = w;
        });
        var part = term.length * (latin(term) ? 1 : 3) / size;
        score += one.score * part;
        full += one.hit * part;
      });
      if (together) {
        row.own.forEach(function (word) {
          if (/^[a-z]+ /.test(word) && phrase.indexOf(' ' + word + ' ') >= 0 && score < 1.1) { score = 1.1; full = 1; }
        });
        var s = spelt(together, row) * 1.05;
        if (s * (1 + lean(row)) > score) { score = s * (1 + lean(row)); full = 1; }
      }
      if (score < 0.12) return;
      found.push({ row: row, score: score, hit: full });
    });
    var better = function (a, b) {
      var by = b.score - a.score;
      if (Math.abs(by) > 0.0005) return by;
      if (a.row.kind !== b.row.kind) return a.row.kind - b.row.kind;
      return a.row.kind === POINT ? a.row.title.length - b.row.title.length || a.row.at - b.row.at : a.row.at - b.row.at;
    };
    rows.forEach(function (row, at) { row.at = at; });
    found.sort(better);
    if (found.length) { best = found[0].score; hit = found.slice(0, 5).reduce(function (m, f) { return Math.max(m, f.hit); }, 0); }

    // Not as typed: by ear, and with a slip.
    if (hit < 0.8 || best < 0.5) {
      var near = [], known = {};
      found.forEach(function (f) { known[f.row.at] = f; });
      var main = together || terms.reduce(function (a, b) { return b.length > a.length ? b : a; }), ask = null;
      if (!latin(main)) { ask = weights(main); ask.ear = { text: bySound(main), weight: ask.weight, core: bySound(ask.core), total: ask.total }; }
      rows.forEach(function (row) {
        var one = ask ? close(ask, row) : { score: misspelt(main, row) * (1 + lean(row)), hit: 0 };
        if (one.score < 0.3) return;
        if (ask && one.hit < 0.55) return;
        var f = known[row.at];
        if (!f) { f = { row: row, score: 0, hit: 0 }; found.push(f); }
        if (one.score > f.score) { f.score = one.score; f.near = true; near.push(f); }
      });
      found.sort(better);
      if (found.length) best = found[0].score;
    }
    var least = Math.max(0.14, best * 0.45);
    found = found.filter(function (f) { return f.score >= least; });
    if (found.length && (found[0].near || hit < 0.5)) found[0].near = true;
    return found;
  }

  /** Takes one part of an index in: whose folder, what stands beside its results, and the object. */
  yizhan.take = index;
  yizhan.find = find;
  yizhan.plain = plain;
  yizhan.parse = parse;
  yizhan.size = function () { return rows.length; };
  yizhan.KINDS = { ITEM: ITEM, POINT: POINT, PAGE: PAGE, VILLAGE: VILLAGE };
})();
