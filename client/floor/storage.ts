/**
 * What this browser keeps: its own storage where it has one and lets us, and this page's memory for what it refuses to
 * keep (cookies forbidden, storage full). In: a way to the storage, which may throw. Out: a storage that never does.
 */

/** Opens the storage; `find` is asked once. */
export function openStorage(find: () => Storage | null): Storage {
  const attempt = <T>(work: () => T, otherwise: T): T => {
    try {
      return work();
    } catch {
      return otherwise;
    }
  };
  const own = attempt(find, null);
  /** What could not be kept or removed; null: removed. It goes before what was kept earlier. */
  const beside = new Map<string, string | null>();
  const names = (): string[] => {
    const all = new Set(
      attempt(() => Array.from({ length: own?.length ?? 0 }, (_, k) => own?.key(k) ?? ""), []),
    );
    for (const [name, value] of beside) value === null ? all.delete(name) : all.add(name);
    return [...all];
  };
  const change = (name: string, value: string | null): void => {
    const done = attempt(() => {
      if (own === null) return false;
      if (value === null) own.removeItem(name);
      else own.setItem(name, value);
      return true;
    }, false);
    if (done) beside.delete(name);
    else beside.set(name, value);
  };
  return {
    get length() {
      return names().length;
    },
    key: (place) => names()[place] ?? null,
    getItem: (name) =>
      beside.has(name) ? (beside.get(name) ?? null) : attempt(() => own?.getItem(name) ?? null, null),
    setItem: (name, value) => change(name, String(value)),
    removeItem: (name) => change(name, null),
    clear() {
      for (const name of names()) change(name, null);
    },
  };
}
