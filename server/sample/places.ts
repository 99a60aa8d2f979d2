import type { SampleRecipientId } from './district.ts'

/** Where the sample happens: real settlement ids, invented streets. */
export type SamplePlace = {
  readonly settlement: string
  /** «в Большом Нагаткине». */
  readonly within: string
  /** Which settlement administration keeps its streets. */
  readonly keeper: SampleRecipientId
  readonly weight: number
}

export const samplePlaces: readonly SamplePlace[] = [
  { settlement: 'bolshoe_nagatkino', within: 'в Большом Нагаткине', keeper: 'nagatkino', weight: 34 },
  { settlement: 'tsilna', within: 'в Цильне', keeper: 'tsilna', weight: 24 },
  { settlement: 'starye_algashi', within: 'в Старых Алгашах', keeper: 'units', weight: 8 },
  { settlement: 'novye_algashi', within: 'в Новых Алгашах', keeper: 'units', weight: 4 },
  { settlement: 'srednie_timersyany', within: 'в Средних Тимерсянах', keeper: 'timersyany', weight: 6 },
  { settlement: 'verkhnie_timersyany', within: 'в Верхних Тимерсянах', keeper: 'timersyany', weight: 4 },
  { settlement: 'elkhovoe_ozero', within: 'в Елховом Озере', keeper: 'units', weight: 5 },
  { settlement: 'kundyukovka', within: 'в Кундюковке', keeper: 'units', weight: 3 },
  { settlement: 'mokraya_bugurna', within: 'в Мокрой Бугурне', keeper: 'units', weight: 4 },
  { settlement: 'novoe_nikulino', within: 'в Новом Никулине', keeper: 'units', weight: 4 },
  { settlement: 'bogdashkino', within: 'в Богдашкине', keeper: 'nagatkino', weight: 3 },
  { settlement: 'norovka', within: 'в Норовке', keeper: 'units', weight: 1 },
]

/** Nominative and prepositional: «ул. Садовая», «на улице Садовой». */
export const sampleStreets = [
  ['Садовая', 'Садовой'],
  ['Советская', 'Советской'],
  ['Школьная', 'Школьной'],
  ['Центральная', 'Центральной'],
  ['Молодёжная', 'Молодёжной'],
  ['Заречная', 'Заречной'],
  ['Полевая', 'Полевой'],
  ['Октябрьская', 'Октябрьской'],
  ['Набережная', 'Набережной'],
  ['Ленина', 'Ленина'],
  ['Мира', 'Мира'],
  ['Куйбышева', 'Куйбышева'],
] as const
