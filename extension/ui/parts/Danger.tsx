import type { ComponentChildren } from 'preact'

type DangerProps = { words: readonly string[]; children?: ComponentChildren }

/** Danger words were found: people first, the record second. */
export function Danger({ words, children }: DangerProps) {
  if (words.length === 0) return null
  return (
    <div class="notice overdue">
      <p>
        <strong>▲ Позвоните 112 / ЕДДС.</strong> В тексте: {words.map(word => `«${word}»`).join(', ')}.
      </p>
      {children}
    </div>
  )
}
