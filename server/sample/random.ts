/** A seeded source of choices, so that the sample district is the same on every machine. */
export type Random = {
  /** 0 ≤ x < 1. */
  readonly fraction: () => number
  /** A whole number from `least` to `most`, both possible. */
  readonly between: (least: number, most: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <const Items extends readonly [unknown, ...unknown[]]>(items: Items) => Items[number]
  /** An index into `weights`, as often as its weight says. */
  readonly weighted: (weights: readonly number[]) => number
}

/** Mulberry32: small, even enough for a demonstration, not for secrets. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    fraction,
    between: (least, most) => least + Math.floor(fraction() * (most - least + 1)),
    chance: probability => fraction() < probability,
    pick: items => items[Math.floor(fraction() * items.length)] ?? items[0],
    weighted: weights => {
      let left = fraction() * weights.reduce((sum, weight) => sum + weight, 0)
      const index = weights.findIndex(weight => {
        left -= weight
        return left < 0
      })
      return index < 0 ? weights.length - 1 : index
    },
  }
}
