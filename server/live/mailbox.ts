/** Letters for one reader: the feed drops them in at once, the reader takes them out at its own pace. */
export type Mailbox<Letter> = {
  letters: AsyncIterable<Letter>
  /** Answers whether there was room. */
  drop(letter: Letter): boolean
  /** What was dropped before is still read. */
  close(): void
}

export function createMailbox<Letter>(room: number): Mailbox<Letter> {
  const waiting: Letter[] = []
  let isClosed = false
  let wake = () => {}

  async function* read(): AsyncGenerator<Letter> {
    for (;;) {
      const letter = waiting.shift()
      if (letter !== undefined) {
        yield letter
        continue
      }
      if (isClosed) return
      await new Promise<void>(resolve => {
        wake = resolve
      })
    }
  }

  return {
    letters: read(),
    drop(letter) {
      if (isClosed || waiting.length >= room) return false
      waiting.push(letter)
      wake()
      return true
    },
    close() {
      isClosed = true
      wake()
    },
  }
}
