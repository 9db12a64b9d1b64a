/**
 * The emitters we know, held weakly, and the listeners each had when it was last counted.
 *
 * `since` is when the baselines were taken. An emitter's `events` is one flat array, [event, baseline,
 * count, pattern, told, …]: with hundred thousand emitters an object for each event would weigh more than what
 * it describes. `told` is a number that whoever tells of the event keeps there; it is 0 when the event is not as
 * it was told. All that may be many is unseen by a walk of the heap.
 */
(function createRegistry(builtins, emitters, classes, createRounds) {
  'use strict';

  const { deref, hidden, mapGet, mapSet, now, unseen, weakGet, weakRef, weakSet, Map, WeakMap } = builtins;
  const STRIDE = 5;
  const TOLD = 4;
  const MAX_KNOWN = 200_000;
  // An emitter that takes long to count is counted less often: this share of the time at most.
  const SHARE = 0.02;
  const LONG_S = 0.002;
  // Of many, those whose count has stayed the same a few times are counted every few seconds, by turns; the hook
  // tells at once of what goes beyond its threshold.
  const MANY = 500;
  const CALM = 3;
  const REST_S = 2;
  const TURNS = 5;

  const Events = unseen(class Events extends Array {});

  const Record = unseen(
    class Record {
      constructor(id, emitter, foundBy, name, where) {
        this.id = id;
        this.ref = weakRef(emitter);
        this.target = emitters.isTarget(emitter);
        this.className = classes.classOf(emitter);
        this.name = name;
        this.where = where;
        this.foundBy = foundBy;
        this.triesForName = 5;
        this.events = new Events();
        this.live = 0;
        this.listeners = 0;
        this.restUntil = 0;
        this.unchanged = 0;
        this.since = this.countedAt = now();
      }
    },
  );

  const records = hidden([]);
  let byEmitter = hidden(new WeakMap());
  let lastId = 0;
  // When the counting began that is under way: the clock is not asked for each emitter.
  let moment = 0;
  const totals = { listeners: 0, events: 0 };

  function register(emitter, foundBy, name = null, where = null) {
    const known = weakGet(byEmitter, emitter);
    if (known !== undefined) {
      if ((known.name ?? name) !== known.name || (known.where ?? where) !== known.where) untell(known);
      known.name ??= name;
      known.where ??= where;
      return known;
    }
    if (records.length >= MAX_KNOWN) return undefined;
    const record = new Record(++lastId, emitter, foundBy, name, where);
    weakSet(byEmitter, emitter, record);
    records[records.length] = record;
    moment = record.since;
    update(record, emitter);
    rebase(record);
    record.events = fitting(record.events);
    return record;
  }

  /** An array that grew has room to spare: not needed in most, and there may be many. */
  function fitting(grown) {
    const fitted = new Events(grown.length);
    for (let index = 0; index < grown.length; index++) fitted[index] = grown[index];
    return fitted;
  }

  // A poll may interrupt the program while its `.on()` has us count: it must not count at the same time.
  let noticing = false;

  /** What the hook tells: `event` now has one listener more than at a first sight of our own. */
  function notice(emitter, event) {
    const known = weakGet(byEmitter, emitter);
    if (known !== undefined) {
      awaken(known);
      return;
    }
    if (!emitters.isTarget(emitter) && !emitters.isEmitter(emitter)) return;
    noticing = true;
    try {
      const record = register(emitter, 'hook');
      for (let index = 0; record !== undefined && index < record.events.length; index += STRIDE) {
        if (record.events[index] === event) record.events[index + 1]--;
      }
    } finally {
      noticing = false;
    }
  }

  function untell({ events }) {
    for (let at = 0; at < events.length; at += STRIDE) events[at + TOLD] = 0;
  }

  function awaken(record) {
    if (record.unchanged >= CALM) record.restUntil = 0;
    record.unchanged = 0;
  }

  // What `update` works on: fields of the outer scope, since it runs for each emitter each second.
  let events;
  let at;
  let listeners;
  let inOrder;

  /** Takes one event; in the usual case it stands where it stood the last time, or is new and last. */
  function take(event, count) {
    listeners += count;
    if (at === events.length) append(events, event, 0, count);
    else if (events[at] === event) recountEvent(count);
    else inOrder = false;
    at += STRIDE;
  }

  function recountEvent(count) {
    if (events[at + 2] === count) return;
    events[at + 2] = count;
    events[at + TOLD] = 0;
  }

  /** Count one emitter again. */
  function update(record, emitter) {
    ({ events } = record);
    at = listeners = 0;
    inOrder = true;
    emitters.eachEvent(emitter, record.target, take);
    // What had a baseline and is gone stands behind the live ones, as it did the last time.
    const asBefore = at === record.live * STRIDE || at === events.length;
    if (!inOrder || !asBefore) rebuild(record, emitter);
    record.unchanged = listeners === record.listeners && at === record.live * STRIDE ? record.unchanged + 1 : 0;
    totals.listeners += listeners - record.listeners;
    totals.events += at / STRIDE - record.live;
    record.listeners = listeners;
    record.live = at / STRIDE;
    record.countedAt = moment;
  }

  /** Events that are gone stay only while they had a baseline: growth is what came less what went. */
  function rebuild(record, emitter) {
    const old = record.events;
    const baselines = new Map();
    for (let index = 0; index < old.length; index += STRIDE) {
      if (old[index + 1] !== 0) mapSet(baselines, old[index], old[index + 1]);
    }
    events = new Events();
    at = listeners = 0;
    emitters.eachEvent(emitter, record.target, (event, count) => {
      take(event, count);
      events[events.length - STRIDE + 1] = mapGet(baselines, event) ?? 0;
      mapSet(baselines, event, 0);
    });
    for (let index = 0; index < old.length; index += STRIDE) {
      const baseline = mapGet(baselines, old[index]) ?? 0;
      if (baseline !== 0) append(events, old[index], baseline, 0);
    }
    record.events = events;
  }

  function append(events, event, baseline, count) {
    events[events.length] = event;
    events[events.length] = baseline;
    events[events.length] = count;
    events[events.length] = null;
    events[events.length] = 0;
  }

  function rebase(record) {
    const { events } = record;
    let kept = 0;
    for (let at = 0; at < events.length; at += STRIDE) {
      if (events[at + 2] === 0) continue;
      events[kept] = events[at];
      events[kept + 1] = events[kept + 2] = events[at + 2];
      events[kept + 3] = events[at + 3];
      events[kept + TOLD] = 0;
      kept += STRIDE;
    }
    events.length = kept;
    record.since = now();
  }

  const countAll = createRounds(records, recountOne, (record) => {
    totals.listeners -= record.listeners;
    totals.events -= record.live;
  });

  /**
   * Count again for at most `budget` seconds, going on where the last time ended.
   * Returns how many emitters keep an older count.
   */
  function recount(budget) {
    if (noticing) return records.length;
    moment = now();
    return countAll(budget);
  }

  function recountOne(record, emitter) {
    const start = record.live > 1000 ? now() : 0;
    try {
      update(record, emitter);
    } catch {
      // One odd emitter keeps its last count; the others are counted all the same.
    }
    if (record.unchanged >= CALM && records.length > MANY) {
      record.restUntil = moment + REST_S + (record.id % TURNS);
    }
    if (start === 0) return;
    const end = now();
    if (end - start > LONG_S) record.restUntil = end + (end - start) / SHARE;
  }

  return {
    STRIDE,
    TOLD,
    records,
    untell,
    totals,
    notice,
    recount,
    register,

    /** The number of the emitter that was registered last: those up to it were there before now. */
    newest: () => lastId,

    knows: (emitter) => weakGet(byEmitter, emitter) !== undefined,

    find(id) {
      for (let index = 0; index < records.length; index++) {
        if (records[index].id === id) return records[index];
      }
      return undefined;
    },

    mark() {
      recount(Infinity);
      if (noticing) return false;
      for (let index = 0; index < records.length; index++) rebase(records[index]);
      return true;
    },

    clear() {
      records.length = 0;
      byEmitter = hidden(new WeakMap());
      totals.listeners = totals.events = 0;
    },
  };
})
