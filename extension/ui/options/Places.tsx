import { useEffect, useState } from 'preact/hooks'
import type { Bridge, SwitchedPlace } from '../bridge.ts'

/** Where this person switched the extension on or off: kept on this computer only, taken away here (PRACTICE P15). */
export function Places({ bridge }: { bridge: Pick<Bridge, 'watchPlaces' | 'forgetPlace'> }) {
  const [places, setPlaces] = useState<readonly SwitchedPlace[]>([])
  useEffect(() => bridge.watchPlaces(setPlaces), [bridge])
  return (
    <>
      {places.length === 0 ? (
        <p class="quiet">
          Нигде. В личных переписках расширение молчит, пока вы не откроете чат, не щёлкнете значок расширения
          и не выберете «Включить здесь».
        </p>
      ) : (
        <ul class="places">
          {places.map(({ key, title, isPrivate, isOn }) => (
            <li key={key}>
              {title ?? key}{' '}
              <span class="quiet">
                {[isPrivate ? 'личная переписка' : 'сообщество', isOn ? 'включено' : 'выключено'].join(', ')}
              </span>{' '}
              <button
                type="button"
                class="small"
                aria-label={`Убрать: ${title ?? key}`}
                onClick={() => void bridge.forgetPlace(key)}
              >
                Убрать
              </button>
            </li>
          ))}
        </ul>
      )}
      <p class="hint">Этот список есть только на этом компьютере и никуда не отправляется.</p>
    </>
  )
}
