/*
 * What is asked of a whole page for each of its items would cost the square of a long page. While a reading lasts the
 * page stands still, so the answer is kept; afterwards nothing is, since pages re-use their nodes.
 */
export type Still = {
  during: <Value>(act: () => Value) => Value
  /** Computed once per key while a reading lasts, each time otherwise. The other arguments are one reading's own. */
  kept: <Key extends object, Others extends unknown[], Value>(
    compute: (key: Key, ...others: Others) => Value,
  ) => (key: Key, ...others: Others) => Value
}

export const createStill = (): Still => {
  let depth = 0
  const forget: (() => void)[] = []
  return {
    during: act => {
      depth += 1
      try {
        return act()
      } finally {
        depth -= 1
        if (depth === 0) for (const each of forget) each()
      }
    },
    kept: <Key extends object, Others extends unknown[], Value>(
      compute: (key: Key, ...others: Others) => Value,
    ) => {
      let known = new WeakMap<Key, { value: Value }>()
      forget.push(() => {
        known = new WeakMap()
      })
      return (key: Key, ...others: Others): Value => {
        if (depth === 0) return compute(key, ...others)
        const found = known.get(key) ?? { value: compute(key, ...others) }
        known.set(key, found)
        return found.value
      }
    },
  }
}
