/**
 * The ten themes of the decree (697-П, 3.1 б), in its order, and `none` for what has no theme of its own:
 * it belongs to the head of the centre. DOMAIN.md §2.
 */
export const blockIds = [
  'zhkh',
  'tko',
  'energy',
  'education',
  'health',
  'roads',
  'transport',
  'social',
  'ecology',
  'services',
  'none',
] as const

export type BlockId = (typeof blockIds)[number]

export const blocks: Readonly<Record<BlockId, { readonly title: string; readonly short: string }>> = {
  zhkh: { title: 'Жилищно-коммунальное хозяйство', short: 'ЖКХ' },
  tko: { title: 'Твёрдые коммунальные отходы', short: 'ТКО' },
  energy: { title: 'Энергетика', short: 'Энергетика' },
  education: { title: 'Образование', short: 'Образование' },
  health: { title: 'Здравоохранение', short: 'Здравоохранение' },
  roads: { title: 'Дороги', short: 'Дороги' },
  transport: { title: 'Транспорт', short: 'Транспорт' },
  social: { title: 'Социальная политика', short: 'Соцполитика' },
  ecology: { title: 'Экология', short: 'Экология' },
  services: { title: 'Государственные и муниципальные услуги', short: 'Услуги' },
  none: { title: 'Не определён', short: 'Не определён' },
}

export function isBlockId(value: string): value is BlockId {
  return Object.hasOwn(blocks, value)
}
