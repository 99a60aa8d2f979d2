/** Grey lines of the size of what will come, so that nothing jumps. */
export function Skeleton({ lines, label }: { lines: number; label: string }) {
  return (
    <div class="skeleton" role="status">
      <span class="unseen">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        <div class="skeleton-line" aria-hidden="true" key={line} />
      ))}
    </div>
  )
}
