/**
 * The known emitters as rows for a table: those that grew most, then the largest.
 *
 * Who is told each second is told a row once, and then by its number alone until it is another: to write 200 of
 * them down takes as long as all the rest of a reading.
 */
(function createRows(builtins, emitters, registry, names, patterns, createRanking, most) {
  'use strict';

  const { deref, keyText, mapEntries, mapGet, mapNext, now } = builtins;
  const { STRIDE, TOLD } = registry;
  const { MANY, manyAlike } = patterns;
  const { round } = Math;
  // An emitter's limit may change, which nobody tells us: all is told again from time to time.
  const WHOLE_EACH = 30;

  function offerAll(ranking, record) {
    const { events } = record;
    const many = manyAlike(record);
    for (let at = 0; at < events.length; at += STRIDE) {
      const sum = many === null || events[at + 3] === null ? undefined : mapGet(many, events[at + 3]);
      if (sum === undefined || sum.events <= MANY) {
        ranking.offer(record, at, events[at], 1, events[at + 1], events[at + 2]);
      }
    }
    if (many === null) return;
    const sums = mapEntries(many);
    for (let step = mapNext(sums); !step.done; step = mapNext(sums)) {
      const { pattern, events: number, baseline, count } = step.value[1];
      if (number > MANY) ranking.offer(record, -1, pattern, number, baseline, count);
    }
  }

  function best(rank) {
    const { records } = registry;
    return rank((ranking) => {
      for (let index = 0; index < records.length; index++) offerAll(ranking, records[index]);
    });
  }

  /** A row as an array, in the order of the fields of a row on the other side; the time is our clock's. */
  function rowOf({ record, event, events, baseline, count }, emitter) {
    return [
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
      round(record.since * 1000),
    ];
  }

  /** A socket has no name before it is connected; most others never get one. */
  function nameLate(record) {
    if (record.name !== null || record.triesForName <= 0) return;
    record.triesForName--;
    const emitter = deref(record.ref);
    if (emitter !== undefined) record.name = names.nameOfHandle(emitter);
    if (record.name !== null) registry.untell(record);
  }

  let newest = 0;
  // Lower numbers are forgotten, here and by whom they were told.
  let oldest = 1;
  let tellings = 0;

  /** The number under which a row was told as it is, 0 when it was not. */
  function numberOf({ record, at }) {
    const number = at < 0 ? 0 : record.events[at + TOLD];
    return number >= oldest ? number : 0;
  }

  /** Puts a row into the table that is not known there; its number, or 0 when the emitter is gone. */
  function addTo(table, row) {
    const emitter = deref(row.record.ref);
    if (emitter === undefined) return 0;
    table.numbers[table.numbers.length] = ++newest;
    table.rows[table.rows.length] = rowOf(row, emitter);
    return newest;
  }

  /** Rows by number, in `order`; those that are to be told are in `rows`, with `numbers`. */
  function tableOf(ranked, remembered) {
    const table = { order: [], numbers: [], rows: [], oldest };
    const ages = [];
    const moment = now();
    for (let index = 0; index < ranked.length; index++) {
      const row = ranked[index];
      const { record, at } = row;
      nameLate(record);
      let number = remembered ? numberOf(row) : 0;
      if (number === 0) {
        number = addTo(table, row);
        if (number === 0) continue;
        if (remembered && at >= 0) record.events[at + TOLD] = number;
      }
      ages[table.order.length] = round((moment - record.countedAt) * 1000);
      table.order[table.order.length] = number;
    }
    return { table, ages, moment: round(moment * 1000) };
  }

  const rankAgain = createRanking(most);

  return {
    /** The first `limit`, whole. */
    top: (limit) => tableOf(best(createRanking(limit)), false),

    /** The first `most`, for somebody who is told each time; `anew` when that is somebody else. */
    news(anew) {
      if (anew || tellings++ % WHOLE_EACH === 0) oldest = newest + 1;
      return tableOf(best(rankAgain), true);
    },
  };
})
