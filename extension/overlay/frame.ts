/** Everything that follows the page's rectangles is placed once per animation frame, whatever asked for it. */
export type Frame = {
  /** Place everything in the next frame. */
  request: () => void
  /** Called in each requested frame. Says whether it has anything on the screen. */
  add: (place: () => boolean) => void
  stop: () => void
}

export const createFrame = (): Frame => {
  const places: (() => boolean)[] = []
  const ended = new AbortController()
  let requested = 0
  let isUsed = false

  const run = () => {
    requested = 0
    isUsed = places.map(place => place()).some(Boolean)
  }
  const request = () => {
    if (requested === 0 && !ended.signal.aborted) requested = requestAnimationFrame(run)
  }
  // Scrolling, loading pictures and ended transitions move posts without a mutation.
  const follow = () => {
    if (isUsed) request()
  }
  for (const type of ['scroll', 'resize', 'load', 'transitionend', 'toggle']) {
    addEventListener(type, follow, { capture: true, passive: true, signal: ended.signal })
  }

  return {
    request,
    add: place => void places.push(place),
    stop: () => {
      ended.abort()
      cancelAnimationFrame(requested)
    },
  }
}
