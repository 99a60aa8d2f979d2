/** Danger words were found: people first, the record second. */
export function Danger({ words }: { words: readonly string[] }) {
  if (words.length === 0) return null
  return (
    <p class="notice overdue">
      <strong>▲ Позвоните 112 / ЕДДС.</strong> В тексте: {words.map(word => `«${word}»`).join(', ')}.
    </p>
  )
}
