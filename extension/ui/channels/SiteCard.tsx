import type { AdapterSite } from '../../channels/contract.ts'
import type { PackView } from '../../messages.ts'

type SiteCardProps = {
  site: AdapterSite
  /** `null` until the worker has answered. */
  pack: PackView | null
  isBusy: boolean
  onBack: () => void
}

export function SiteCard({ site, pack, isBusy, onBack }: SiteCardProps) {
  const { title, confidence, matches, reads, identity, never } = site
  const hosts = [...new Set(matches.map(match => match.replace(/^https:\/\//u, '').replace(/\/?\*$/u, '')))]
  return (
    <section class="sheet" aria-label={title}>
      <h2>{title}</h2>
      {pack?.alarm != null && <p class="notice overdue">▲ {pack.alarm}</p>}
      <dl class="facts">
        <Fact term="Где" lines={[hosts.join(', ')]} />
        <Fact term="Что читает" lines={reads} />
        <Fact term="Как узнаёт запись" lines={[identity]} />
        {never.length > 0 && <Fact term="Чего там нет" lines={never} />}
        <Fact term="Насколько проверено" lines={[confidence]} />
        {pack !== null && (
          <Fact term="Правила чтения" lines={[`версия ${pack.version}, № ${pack.serial}, ${pack.from}`]} />
        )}
      </dl>
      {pack?.notes.map(note => (
        <p class="notice today" key={note}>
          {note}
        </p>
      ))}
      {pack?.mayReturn && (
        <button type="button" disabled={isBusy} onClick={onBack}>
          Вернуть прежние
        </button>
      )}
    </section>
  )
}

function Fact({ term, lines }: { term: string; lines: readonly string[] }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        {lines.length === 1 ? (
          lines[0]
        ) : (
          <ul>
            {lines.map(line => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
      </dd>
    </div>
  )
}
