/** The rows that grew most, then the largest: found among many without sorting them all. */
(function describeRanking(builtins) {
  'use strict';

  const { hidden, sort } = builtins;
  const { ceil } = Math;
  // Some more are kept in order than are asked for: the last of them is where the next ranking may begin.
  const SPARE = 1.25;

  const compare = (a, b) => b.growth - a.growth || b.count - a.count || a.record.id - b.record.id;

  function isWorse(growth, count, id, than) {
    if (growth !== than.growth) return growth < than.growth;
    return count < than.count || (count === than.count && id > than.record.id);
  }

  function createPlaces(number, bar) {
    let kept = [];
    let least = bar;

    function settle() {
      sort(kept, compare);
      if (kept.length > number) kept.length = number;
      if (kept.length === number) least = kept[number - 1];
    }

    return {
      /** `at` is the event's place among those of its record, -1 where the row stands for several. */
      offer(record, at, event, events, baseline, count) {
        if (count === 0) return;
        const growth = count - baseline;
        if (least !== null && isWorse(growth, count, record.id, least)) return;
        kept[kept.length] = { record, at, event, events, baseline, count, growth };
        if (kept.length >= 4 * number) settle();
      },

      best() {
        settle();
        return kept;
      },
    };
  }

  /** Ranks again and again; what was too bad for the last time is hardly looked at. */
  return function createRanking(limit) {
    const number = ceil(SPARE * limit);
    let bar = null;

    function bestOf(offerAll) {
      const places = createPlaces(number, bar);
      offerAll(places);
      return places.best();
    }

    return function rank(offerAll) {
      let best = bestOf(offerAll);
      if (bar !== null && best.length < limit) {
        bar = null;
        best = bestOf(offerAll);
      }
      if (best.length >= limit) {
        bar = hidden(best[best.length - 1]);
        best.length = limit;
      }
      return best;
    };
  };
})
