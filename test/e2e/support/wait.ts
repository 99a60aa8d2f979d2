/** Asks again and again until there is an answer; `undefined` and `false` are none. */
export async function waitFor<Value>(
  what: string,
  ask: () => Promise<Value | undefined | false> | Value | undefined | false,
  timeout = 15_000,
): Promise<Value> {
  const until = performance.now() + timeout
  let failure: unknown
  for (;;) {
    try {
      const answer = await ask()
      if (answer !== undefined && answer !== false) return answer
      failure = undefined
    } catch (error) {
      failure = error
    }
    if (performance.now() > until) throw new Error(`Waited ${timeout} ms for ${what}`, { cause: failure })
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
