/** The known emitters as rows for a table: those that grew most, then the largest. */
(function createRows(builtins, emitters, registry, names) {
  'use strict';

  const { charCodeAt, deref, keyText, mapEntries, mapGet, mapNext, mapSet, slice, sort, now, Map } = builtins;
  const { STRIDE } = registry;
  const { round } = Math;
  // Names that differ in numbers only are one row when there are more of them than this.
  const MANY = 20;

  const isDigit = (code) => code >= 48 && code <= 57;
  const isHex = (code) => isDigit(code) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
  const isWord = (code) => isDigit(code) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90);

  /** Put `*` for what looks like a number, a hexadecimal id or a UUID: `room:*:joined`. */
  function patternOf(key) {
    // Symbols of one description look the same, so many of them are one row like other names.
    if (typeof key !== 'string') return keyText(key);
    const text = slice(key, 0, 200);
    let pattern = '';
    let at = 0;
    let inId = false;
    while (at < text.length) {
      const word = wordAt(text, at);
      if (word.end === at) {
        // Only a hyphen carries an id on to the next word.
        inId = inId && charCodeAt(text, at) === 45 && wordAt(text, at + 1).hex;
        if (!inId) pattern += text[at];
        at++;
      } else {
        const isId = word.hex && word.end - at >= 8 && (word.digits || isFirstOfUuid(text, at, word.end));
        if (!inId) pattern += isId ? '*' : withoutDigits(slice(text, at, word.end));
        inId = isId || (inId && word.hex);
        at = word.end;
      }
    }
    return pattern;
  }

  /** One UUID in two thousand begins with eight letters. */
  function isFirstOfUuid(text, start, end) {
    const second = wordAt(text, end + 1);
    const isSecond = second.hex && second.end === end + 5 && charCodeAt(text, second.end) === 45;
    return end === start + 8 && charCodeAt(text, end) === 45 && isSecond;
  }

  function wordAt(text, start) {
    let end = start;
    let hex = true;
    let digits = false;
    for (; end < text.length; end++) {
      const code = charCodeAt(text, end);
      if (!isWord(code)) break;
      hex &&= isHex(code);
      digits ||= isDigit(code);
    }
    return { end, hex: hex && end > start, digits };
  }

  function withoutDigits(word) {
    let short = '';
    for (let at = 0; at < word.length; at++) {
      if (!isDigit(charCodeAt(word, at))) short += word[at];
      else if (at === 0 || !isDigit(charCodeAt(word, at - 1))) short += '*';
    }
    return short;
  }

  /** Patterns that stand for many events, with their sums; null when there are none. */
  function manyAlike({ events }) {
    if (events.length <= MANY * STRIDE) return null;
    const sums = new Map();
    let found = false;
    for (let at = 0; at < events.length; at += STRIDE) {
      const pattern = events[at + 3] ?? patternOf(events[at]);
      if (pattern === null) continue;
      let sum = mapGet(sums, pattern);
      if (sum === undefined) mapSet(sums, pattern, (sum = { pattern, events: 0, baseline: 0, count: 0 }));
      events[at + 3] = sum.pattern;
      if (events[at + 2] > 0) sum.events++;
      sum.baseline += events[at + 1];
      sum.count += events[at + 2];
      found ||= sum.events > MANY;
    }
    return found ? sums : null;
  }

  /** Keeps the best `limit` of all that are offered, without sorting them all. */
  function createRanking(limit) {
    let kept = [];
    let least = null;

    const compare = (a, b) => b.growth - a.growth || b.count - a.count || a.record.id - b.record.id;

    return {
      offer(record, event, events, baseline, count) {
        if (count === 0) return;
        const growth = count - baseline;
        if (least !== null && (growth < least.growth || (growth === least.growth && count <= least.count))) {
          return;
        }
        kept[kept.length] = { record, event, events, baseline, count, growth };
        if (kept.length >= 4 * limit) this.best();
      },

      best() {
        sort(kept, compare);
        if (kept.length > limit) kept.length = limit;
        if (kept.length === limit) least = kept[limit - 1];
        return kept;
      },
    };
  }

  function offerAll(ranking, record) {
    const { events } = record;
    const many = manyAlike(record);
    for (let at = 0; at < events.length; at += STRIDE) {
      const sum = many === null || events[at + 3] === null ? undefined : mapGet(many, events[at + 3]);
      if (sum === undefined || sum.events <= MANY) {
        ranking.offer(record, events[at], 1, events[at + 1], events[at + 2]);
      }
    }
    if (many === null) return;
    const sums = mapEntries(many);
    for (let step = mapNext(sums); !step.done; step = mapNext(sums)) {
      const { pattern, events: number, baseline, count } = step.value[1];
      if (number > MANY) ranking.offer(record, pattern, number, baseline, count);
    }
  }

  return {
    patternOf,

    /** Rows as arrays, in the order of the fields of a row on the other side. */
    top(limit) {
      const ranking = createRanking(limit);
      const { records } = registry;
      for (let index = 0; index < records.length; index++) offerAll(ranking, records[index]);
      const best = ranking.best();
      const moment = now();
      const rows = [];
      for (let index = 0; index < best.length; index++) {
        const { record, event, events, baseline, count } = best[index];
        const emitter = deref(record.ref);
        if (emitter === undefined) continue;
        // A socket has no name before it is connected; most others never get one.
        if (record.name === null && record.triesForName-- > 0) record.name = names.nameOfHandle(emitter);
        rows[rows.length] = [
          record.id,
          record.target ? 'EventTarget' : 'EventEmitter',
          record.className,
          record.name,
          record.where,
          keyText(event),
          events,
          count,
          baseline,
          emitters.maxListeners(emitter, record.target),
          record.foundBy,
          // A whole number is written down in a fraction of the time.
          round((moment - record.since) * 1000),
          round((moment - record.countedAt) * 1000),
        ];
      }
      return rows;
    },
  };
})
