/**
 * The functions that stand in for `.on()` and `.addEventListener()` while the hook is in.
 *
 * They close over nothing but the original and `state`: when somebody has wrapped ours and it has to
 * stay behind as a bare pass-through, it keeps nothing else of us alive.
 */
({
  wrapOn(original, state) {
    'use strict';
    const { apply, isProxy, threshold } = state;
    return function (type) {
      const result = apply(original, this, arguments);
      if (state.live && (typeof type === 'string' || typeof type === 'symbol')) {
        try {
          if (!isProxy(this)) {
            const listeners = this._events?.[type];
            if (typeof listeners === 'object' && listeners.length >= threshold) state.notice(this, type);
            if (state.added !== null) state.added(this, type, arguments[1]);
          }
        } catch {
          // Whatever is odd about this emitter, its program must not feel that we looked.
        }
      }
      return result;
    };
  },

  wrapAddEventListener(original, state) {
    'use strict';
    const { apply, isProxy, threshold, mapGet, kEvents } = state;
    return function (type) {
      const result = apply(original, this, arguments);
      if (state.live && typeof type === 'string') {
        try {
          if (!isProxy(this)) {
            if (mapGet(this[kEvents], type)?.size >= threshold) state.notice(this, type);
            if (state.added !== null) state.added(this, type, arguments[1]);
          }
        } catch {
          // As above.
        }
      }
      return result;
    };
  },
})
