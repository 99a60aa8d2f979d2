import { useEffect, useState } from 'preact/hooks'
import type { HereState } from '../../messages.ts'

export type HerePage = {
  /** What is open in the tab in front; `null`: no page that the extension reads. */
  where: () => Promise<HereState | null>
  turn: (place: { key: string; title: string | null; isPrivate: boolean; isOn: boolean }) => Promise<void>
}

/** «Включить здесь», «Выключить здесь»: for the chat or the community in front, on this computer (PRACTICE P15). */
export function HereSwitch({ page }: { page: HerePage }) {
  const [state, setState] = useState<HereState | null>(null)
  useEffect(() => void page.where().then(setState), [page])
  if (state === null) return null
  const { key, title, isPrivate, isOn } = state
  if (key === null)
    return isPrivate ? <p class="quiet">Это личные сообщения: расширение молчит. Откройте чат.</p> : null
  const turn = async () => {
    await page.turn({ key, title, isPrivate, isOn: !isOn })
    setState({ ...state, isOn: !isOn })
  }
  return (
    <section class="here" aria-label="На этой странице">
      <p>{hereWords(state)}</p>
      <button type="button" class="small" onClick={() => void turn()}>
        {isOn ? 'Выключить здесь' : 'Включить здесь'}
      </button>
    </section>
  )
}

function hereWords({ title, isPrivate, isOn }: HereState): string {
  const name = title === null ? '' : `«${title}»: `
  if (!isPrivate) return `${name}кнопка «Записать» ${isOn ? 'показана' : 'не показана'}.`
  return isOn
    ? `${name}личная переписка, запись включена на этом компьютере. Читается только выбранное сообщение.`
    : `${name}личная переписка, расширение молчит.`
}
