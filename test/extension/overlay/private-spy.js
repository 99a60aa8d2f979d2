// Stands before our content script in its own world. Writes down what the script looks at in the page, and knows what it
// still has under way: a test that says «nothing follows» waits until nothing can.
const reads = []
const note = (name, isWords, nodes) => reads.push({ name, isWords, nodes })
const nodesOf = found =>
  found instanceof Node ? [found] : found === null || found === undefined ? [] : [...found]

const watchGetter = (owner, name, isWords) => {
  const described = Object.getOwnPropertyDescriptor(owner, name)
  Object.defineProperty(owner, name, {
    ...described,
    get() {
      note(name, isWords, [this])
      return described.get.call(this)
    },
  })
}
const watchMethod = (owner, name, isWords, looksAt) => {
  const original = owner[name]
  owner[name] = function (...given) {
    const found = original.apply(this, given)
    note(
      `${name}(${given.filter(each => typeof each === 'string').join()})`,
      isWords,
      looksAt(this, found, given),
    )
    return found
  }
}

for (const name of ['textContent', 'nodeValue']) watchGetter(Node.prototype, name, true)
watchGetter(CharacterData.prototype, 'data', true)
for (const name of ['innerHTML', 'outerHTML']) watchGetter(Element.prototype, name, true)
for (const name of ['innerText', 'outerText']) watchGetter(HTMLElement.prototype, name, true)
watchGetter(HTMLElement.prototype, 'dataset', false)
watchGetter(Element.prototype, 'attributes', false)
watchMethod(Element.prototype, 'getAttribute', false, self => [self])
watchMethod(Node.prototype, 'cloneNode', true, self => [self])
watchMethod(Document.prototype, 'importNode', true, (_self, _found, [node]) => [node])
watchMethod(Document.prototype, 'createTreeWalker', true, (_self, _found, [node]) => [node])
watchMethod(Document.prototype, 'getElementById', false, (_self, found) => nodesOf(found))
for (const name of ['toString', 'cloneContents'])
  watchMethod(Range.prototype, name, true, self => [self.commonAncestorContainer])
watchMethod(Selection.prototype, 'toString', true, self => nodesOf(self.anchorNode))
for (const owner of [Element.prototype, Document.prototype, DocumentFragment.prototype])
  for (const name of ['querySelector', 'querySelectorAll'])
    watchMethod(owner, name, false, (self, found) => [self, ...nodesOf(found)])

/** What was looked at inside of the element that the selector finds; `isWords`: only where words could be seen. */
globalThis.readsInside = (selector, isWords) => {
  const list = [...reads]
  const inside = document.querySelector(selector)
  if (inside === null) throw new Error(`The page has no ${selector}`)
  return list
    .filter(read => (read.isWords || !isWords) && read.nodes.some(node => inside.contains(node)))
    .map(({ name }) => name)
}

const under = new Set()
/** Longer ones only end a wait for an answer that came. */
const longest = 10_000
const {
  setTimeout: later,
  clearTimeout: notLater,
  setInterval: often,
  clearInterval: notOften,
  requestIdleCallback: idly,
} = globalThis
globalThis.setTimeout = (act, time = 0, ...given) => {
  const timer = later(() => {
    under.delete(timer)
    act(...given)
  }, time)
  if (time < longest) under.add(timer)
  return timer
}
globalThis.clearTimeout = timer => {
  under.delete(timer)
  notLater(timer)
}
globalThis.requestIdleCallback = (act, options) => {
  const asked = {}
  under.add(asked)
  return idly(deadline => {
    under.delete(asked)
    act(deadline)
  }, options)
}
const beats = new Map()
/** Ten times as often, and counted: a test need not sit through seconds. */
globalThis.setInterval = (act, time) => {
  const timer = often(() => {
    beats.set(timer, (beats.get(timer) ?? 0) + 1)
    act()
  }, time / 10)
  beats.set(timer, 0)
  return timer
}
globalThis.clearInterval = timer => {
  beats.delete(timer)
  notOften(timer)
}
const { runtime } = chrome
const send = runtime.sendMessage.bind(runtime)
Object.defineProperty(runtime, 'sendMessage', {
  configurable: true,
  value: message => {
    const asked = {}
    under.add(asked)
    const answered = send(message)
    const end = () => under.delete(asked)
    answered.then(end, end)
    return answered
  },
})

const frame = () => new Promise(resolve => requestAnimationFrame(resolve))
/** Frames that were asked for are drawn; from here on beats count anew. */
globalThis.beginRest = async () => {
  await frame()
  await frame()
  for (const timer of beats.keys()) beats.set(timer, 0)
}
/** No timer, no question to the worker, and every regular beat came often enough to have told of a listed page. */
globalThis.isAtRest = () =>
  under.size === 0 && beats.size > 0 && [...beats.values()].every(count => count >= 8)
