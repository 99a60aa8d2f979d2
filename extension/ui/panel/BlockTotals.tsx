import { type BlockId, blocks } from '../../../shared/reference/blocks.ts'

type BlockTotalsProps = {
  totals: readonly { block: BlockId; count: number }[]
  chosen: BlockId | null
  onChoose: (block: BlockId | null) => void
}

/** How many open cards each own block has; a click narrows the list to it, a second one lets it go. */
export function BlockTotals({ totals, chosen, onChoose }: BlockTotalsProps) {
  return (
    <fieldset class="block-totals" aria-label="Открыто по блокам">
      {totals.map(({ block, count }) => (
        <button
          type="button"
          key={block}
          class="chip"
          aria-pressed={block === chosen}
          onClick={() => onChoose(block === chosen ? null : block)}
        >
          {blocks[block].short} <span class="count">{count}</span>
        </button>
      ))}
    </fieldset>
  )
}
