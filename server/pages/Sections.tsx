/** Under the tabs: the pages of one tab, so that each is one step away. */
export type SectionId = 'summary' | 'heat' | 'rating' | 'indicators' | 'queue' | 'speed'

const ofReport = [
  { id: 'summary', path: '/', title: 'Сводка' },
  { id: 'heat', path: '/heat', title: 'Тепловая карта' },
  { id: 'rating', path: '/rating', title: 'Рейтинг' },
  { id: 'indicators', path: '/indicators', title: 'Показатели' },
] as const
const ofQueue = [
  { id: 'queue', path: '/tickets', title: 'Очередь' },
  { id: 'speed', path: '/speed', title: 'Где теряется время' },
] as const

type Props = {
  current: SectionId
  /** Addresses of pages that keep what narrows this one; the others are their usual ones. */
  to?: { [Section in SectionId]?: string }
}

export function Sections({ current, to = {} }: Props) {
  const shown = ofQueue.some(({ id }) => id === current) ? ofQueue : ofReport
  return (
    <nav class="bar tabs sections" aria-label="Страницы раздела">
      {shown.map(({ id, path, title }) => (
        <a key={id} href={to[id] ?? path} aria-current={id === current ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  )
}
