import data from './settlements.json' with { type: 'json' }
import type { Settlement } from './settlements.ts'

/** Цильнинский район, the gazetteer a new organisation starts with (DOMAIN.md §11). */
export const settlements: readonly Settlement[] = data.settlements
