/** «Под наблюдением 14, просмотрено вовремя 11» (PRACTICE P16). */
import type { Coverage } from '../../../shared/watch/looks.ts'

export function Watched({ coverage, mayOpen }: { coverage: Coverage; mayOpen: boolean }) {
  const { watched, inTime, isChanged } = coverage
  if (watched === 0 && !isChanged) return null
  const words = `Под наблюдением ${watched}, просмотрено вовремя ${inTime}`
  return (
    <p>
      {mayOpen ? <a href="/watch">{words}</a> : words}
      {isChanged && (
        <span class="quiet">
          {' · '}
          <abbr title="В предыдущем периоде список наблюдения был другим: числа двух периодов сравнивать нельзя.">
            охват изменился
          </abbr>
        </span>
      )}
    </p>
  )
}
