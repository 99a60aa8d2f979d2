import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'

/** Opens on request, and only then is what it holds asked for. */
export function Fold({ summary, children }: { summary: string; children: () => ComponentChildren }) {
  const [open, setOpen] = useState(false)
  return (
    <details class="fold" open={open} onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {open && children()}
    </details>
  )
}
