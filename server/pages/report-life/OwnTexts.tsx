/** The head's own words by section: kept apart from what is generated, saved one by one. */
import { longestText } from '../../../shared/reports/life.ts'
import { LongTextField } from '../Field.tsx'
import type { LifeProps } from './LifePage.tsx'

export function OwnTexts({ place, report: { life, period }, typed, problem }: LifeProps) {
  return (
    <section class="sheet stack no-print" aria-labelledby="own-texts">
      <h2 id="own-texts">Ваши слова</h2>
      <p class="quiet">
        Встанут в свой раздел после чисел и не пропадут, когда числа обновятся. Без имён, телефонов и точных
        адресов жителей.
      </p>
      {place.texts.map(({ id, title, help }) => {
        const isTyped = problem !== undefined && typed.one('section') === id
        const text = isTyped ? typed.one('text') : (life.texts[id] ?? '')
        return (
          <details key={id} open={id === 'main' || text !== ''}>
            <summary>{title}</summary>
            <form
              method="post"
              action={place.addressOf(period, 'written')}
              class="stack tight"
              data-draft={`${place.kind}:${period.firstDate}:${id}`}
              data-draft-failed={isTyped ? '' : undefined}
            >
              <input type="hidden" name="section" value={id} />
              <LongTextField
                name="text"
                scope={`text-${id}`}
                label={title}
                value={text}
                help={help || undefined}
                rows={4}
                maxLength={longestText}
              />
              <button type="submit">Сохранить</button>
            </form>
          </details>
        )
      })}
    </section>
  )
}
