/** What the colour says, in words beside samples of it: read without colours, too. */
import { fewest, type HeatColour } from '../../reports/heat/heat.ts'

const scales: Readonly<Record<HeatColour, readonly { level: number; words: string }[]>> = {
  overdue: [
    { level: 0, words: 'просроченных нет' },
    { level: 3, words: 'просрочена треть карточек в работе' },
    { level: 6, words: 'больше половины' },
    { level: 10, words: 'просрочены все' },
  ],
  growth: [
    { level: 0, words: 'не выросло' },
    { level: 3, words: 'выросло на треть' },
    { level: 6, words: 'в полтора раза и больше' },
    { level: 10, words: 'вдвое и больше' },
  ],
}

export function Legend({ colour, isComparable }: { colour: HeatColour; isComparable: boolean }) {
  if (colour === 'growth' && !isComparable)
    return (
      <p class="quiet">
        Сравнить не с чем: в предыдущем периоде записей ещё не вели. Цвета появятся со следующего периода.
      </p>
    )
  return (
    <section aria-label="Что значит цвет">
      <ul class="heat heat-legend">
        {scales[colour].map(({ level, words }) => (
          <li key={level}>
            <span class={`swatch heat-${level}`} aria-hidden="true" />
            {words}
          </li>
        ))}
      </ul>
      <p class="quiet">
        {colour === 'overdue'
          ? `Чем темнее, тем больше доля просроченных среди карточек в работе. Где их меньше ${fewest}, цвет слабее: одна карточка ещё ничего не значит.`
          : `Чем темнее, тем больше рост к предыдущему периоду; уменьшение не закрашено. Где раньше было меньше ${fewest}, цвет слабее: одна карточка ещё ничего не значит.`}{' '}
        Точка — ничего не поступало и в работе ничего нет.
      </p>
    </section>
  )
}
