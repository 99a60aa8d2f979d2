/** The dictionary of metrics under the page: what each number is made of, and which clause asks for it. */
import { metricIds, metrics } from '../../../shared/reports/metrics.ts'

export function HowCounted() {
  return (
    <details class="how">
      <summary>Как считаются показатели</summary>
      <dl class="dictionary">
        {metricIds.map(id => (
          <div key={id}>
            <dt>{metrics[id].title}</dt>
            <dd>
              {metrics[id].formula} <span class="quiet">({metrics[id].clause})</span>
            </dd>
          </div>
        ))}
      </dl>
      <p class="quiet">
        Период включает первый день и последний день целиком. Доля в процентах показана, когда сравнивать есть
        что: от 20 карточек; на меньшем числе — «18 из 19». Пункты — по постановлению от 24.12.2020 № 697-П.
      </p>
    </details>
  )
}
