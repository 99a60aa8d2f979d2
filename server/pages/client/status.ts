/** The one quiet line in the header: whether the page is as of now. */
import { one } from './element.ts'

export type Status = { heard(): void; lost(): void; signedOut(): void }

export function createStatus(): Status {
  let heardAt = clockWords()

  function say(state: string, words: string): void {
    const place = one('[data-live-status]')
    if (place && place.textContent !== words) {
      place.hidden = false
      place.dataset.liveStatus = state
      place.textContent = words
    }
  }

  return {
    heard() {
      heardAt = clockWords()
      say('live', 'обновляется сама')
    },
    lost: () => say('lost', `нет связи с сервером, показано по состоянию на ${heardAt}`),
    signedOut: () => say('lost', 'вход закончился, войдите снова'),
  }
}

function clockWords(): string {
  const at = new Date(performance.timeOrigin + performance.now())
  return at.toLocaleTimeString('ru', { timeStyle: 'short' })
}
