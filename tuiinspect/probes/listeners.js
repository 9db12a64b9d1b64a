/** The known emitters as rows for a table: those that grew most, then the largest. */
(function createRows(builtins, emitters, registry, names, patterns) {
  'use strict';

  const { deref, keyText, mapEntries, mapGet, mapNext, sort, now } = builtins;
  const { STRIDE } = registry;
  const { MANY, manyAlike } = patterns;
  const { round } = Math;

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
