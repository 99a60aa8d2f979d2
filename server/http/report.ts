/**
 * One line per unexpected error on stderr: its name, its place in our code, and its message only where we wrote it.
 * A message of zod, JSON.parse or SQLite may quote the input, and the input is a citizen's.
 */
export function reportError(error: unknown): void {
  console.error(`internal-error ${describe(error)}`)
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'not an Error'
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : ''
  const frames = (error.stack ?? '')
    .split('\n')
    .filter(line => /^\s+at /.test(line))
    .slice(0, 6)
    .map(line => line.trim())
  return `${error.name}${code} ${frames.join(' < ')}`
}
