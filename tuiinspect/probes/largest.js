/** The largest collections that a walk of the heap meets, and what is in them. */
(function createLargest(builtins, collections, sizes) {
  'use strict';

  const { mapEntries, mapGet, mapNext, setHasWeakly, sort } = builtins;

  const MAX_COLLECTIONS = 200;
  const LEAST_SIZE = 50;
  const SAMPLE_KEYS = 5;
  const ASKED_KEYS = 30;
  const ASKED_VALUES = 20_000;
  // Counting the classes of values is worth less than a long pause: over all collections.
  const MAX_VALUES = 2_000_000;

  /** The collection's row with what is in it; `unused` is room made in advance: Node has a lot of it. */
  function rowOf(record, object, keys, values) {
    const found = collections.contents(object, record.kind, keys, values);
    const counts = [];
    const entries = mapEntries(found.classes);
    for (let step = mapNext(entries); !step.done; step = mapNext(entries)) counts[counts.length] = step.value;
    return {
      row: [...sizes.rowOf(record), found.keys, counts],
      seen: found.seen,
      unused: record.kind === 'Array' && mapGet(found.classes, 'undefined') === found.seen,
    };
  }

  return {
    LEAST_SIZE,

    begin() {
      let kept = [];
      let least = LEAST_SIZE;
      const compare = (a, b) => b.size - a.size;

      function best() {
        sort(kept, compare);
        if (kept.length > MAX_COLLECTIONS) kept.length = MAX_COLLECTIONS;
        if (kept.length === MAX_COLLECTIONS) least = kept[MAX_COLLECTIONS - 1].size + 1;
        return kept;
      }

      return {
        offer(object, kind, size, name = null, where = null) {
          if (size < least) return;
          kept[kept.length] = { object, kind, size, name, where };
          if (kept.length >= 4 * MAX_COLLECTIONS) best();
        },

        /** Rows of the largest, without those of the weak set `leftOut`. */
        describe(leftOut) {
          const rows = [];
          const largest = best();
          let values = MAX_VALUES;
          for (let index = 0; index < largest.length; index++) {
            const { object, kind, size, name, where } = largest[index];
            if (setHasWeakly(leftOut, object)) continue;
            const record = sizes.register(object, kind, 'census', name, where);
            if (record === undefined) continue;
            sizes.setSize(record, size);
            const { row, seen, unused } = rowOf(record, object, SAMPLE_KEYS, values > 1000 ? values : 1000);
            values -= seen;
            if (!unused) rows[rows.length] = row;
          }
          return rows;
        },
      };
    },

    /** One collection that somebody asks about. */
    rowOf(record, object) {
      if (!collections.isWeak(record.kind)) record.size = collections.sizeOf(object, record.kind);
      return rowOf(record, object, ASKED_KEYS, ASKED_VALUES).row;
    },
  };
})
