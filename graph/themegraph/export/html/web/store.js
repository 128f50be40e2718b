// The state of the page, and those who want to know when it changes.

/** A store: `state`, `set(changes)`, and `subscribe(function of state and changed names)`. */
export function makeStore(state) {
  const listeners = [];
  return {
    state,
    set(changes) {
      const names = Object.keys(changes).filter((name) => changes[name] !== state[name]);
      if (!names.length) return;
      for (const name of names) state[name] = changes[name];
      for (const listener of listeners) listener(state, new Set(names));
    },
    subscribe(listener) {
      listeners.push(listener);
    },
  };
}
