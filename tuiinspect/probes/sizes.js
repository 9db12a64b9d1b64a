/**
 * The collections we know, held weakly, and the size each had when it was last counted.
 *
 * Its own objects have prototypes that do not lead to Object.prototype: a walk of the heap, which looks
 * for what does, does not meet them.
 */
(function createSizes(builtins, collections, classes, createRounds) {
  'use strict';

  const { deref, hidden, now, sort, unseen, weakGet, weakSet, WeakMap } = builtins;
  const MAX_KNOWN = 5_000;
  // Of those that only may become a dictionary: a program can have more than all the places there are.
  const MAX_FUNCTIONS = 1_000;
  // To count the keys of an object takes long: this share of the time at most, and not each second.
  const SHARE = 0.02;
  const REST_S = 3;
  const MANY_KEYS = 200;

  const Record = unseen(
    class Record {
      constructor(id, object, kind, foundBy, name, where) {
        this.id = id;
        this.ref = builtins.weakRef(object);
        this.kind = kind;
        this.className = classes.classOf(object);
        this.name = name;
        this.where = where;
        this.foundBy = foundBy;
        this.size = 0;
        this.baseline = 0;
        this.since = now();
        this.restUntil = 0;
        this.counted = !collections.isWeak(kind);
      }
    },
  );

  const records = hidden([]);
  let byObject = hidden(new WeakMap());
  let lastId = 0;
  let functions = 0;

  /** Whether there is a place for one more. */
  function hasRoomFor(object, kind) {
    if (records.length >= MAX_KNOWN) return false;
    if (kind !== 'Function' || functions < MAX_FUNCTIONS) return true;
    return collections.sizeOf(object, kind) >= collections.MANY_PROPERTIES;
  }

  function register(object, kind, foundBy, name = null, where = null) {
    const known = weakGet(byObject, object);
    if (known !== undefined) {
      known.name ??= name;
      known.where ??= where;
      return known;
    }
    if (!hasRoomFor(object, kind)) return undefined;
    if (kind === 'Function') functions++;
    const record = new Record(++lastId, object, kind, foundBy, name, where);
    weakSet(byObject, object, record);
    records[records.length] = record;
    count(record, object);
    record.baseline = record.size;
    return record;
  }

  function count(record, object) {
    const { kind, size } = record;
    if (collections.isWeak(kind)) return;
    if (kind !== 'Object' && kind !== 'Function') {
      record.size = collections.sizeOf(object, kind);
      return;
    }
    const start = size > MANY_KEYS ? now() : 0;
    record.size = collections.sizeOf(object, kind);
    const end = now();
    const rest = start === 0 ? 0 : (end - start) / SHARE;
    // One that grows is looked at each second, as far as that is cheap.
    record.restUntil = end + (record.size > size ? rest : rest + REST_S);
  }

  const recount = createRounds(records, count, (record) => {
    if (record.kind === 'Function') functions--;
  });

  /** A function with some properties is watched since it may become a dictionary, and is none as yet. */
  function isNone({ kind, size, baseline }) {
    return kind === 'Function' && size < collections.MANY_PROPERTIES && size <= baseline;
  }

  function rowOf(record, moment = now()) {
    return [
      record.id,
      record.kind,
      record.className,
      record.name,
      record.where,
      record.size,
      record.foundBy,
      record.baseline,
      moment - record.since,
    ];
  }

  return {
    recount,
    register,

    /** What somebody else has counted; a first count is what growth begins from. */
    setSize(record, size) {
      record.size = size;
      if (record.counted) return;
      record.counted = true;
      record.baseline = size;
      record.since = now();
    },

    rowOf,

    get known() {
      return records.length;
    },

    find(id) {
      for (let index = 0; index < records.length; index++) {
        if (records[index].id === id) return records[index];
      }
      return undefined;
    },

    eachKnown(visit) {
      for (let index = 0; index < records.length; index++) {
        const object = deref(records[index].ref);
        if (object !== undefined) visit(object, records[index]);
      }
    },

    /** Rows as arrays, in the order of the fields of a row on the other side: what grew most, then the largest. */
    top(limit) {
      const compare = (a, b) => b.size - b.baseline - (a.size - a.baseline) || b.size - a.size || a.id - b.id;
      const ranked = sort(builtins.copy(records), compare);
      const moment = now();
      const rows = [];
      for (let at = 0; at < ranked.length && rows.length < limit; at++) {
        if (ranked[at].size > 0 && !isNone(ranked[at])) rows[rows.length] = rowOf(ranked[at], moment);
      }
      return rows;
    },

    mark() {
      recount(Infinity);
      for (let index = 0; index < records.length; index++) {
        records[index].baseline = records[index].size;
        records[index].since = now();
      }
    },

    clear() {
      records.length = 0;
      functions = 0;
      byObject = hidden(new WeakMap());
    },
  };
})
