/** Events of one emitter whose names differ in numbers only: `room:17`, `room:18`. */
(function describePatterns(builtins, STRIDE) {
  'use strict';

  const { charCodeAt, keyText, mapGet, mapSet, slice, Map } = builtins;
  // They are one row when there are more of them than this.
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

  return { MANY, manyAlike, patternOf };
})
