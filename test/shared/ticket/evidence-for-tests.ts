/** The data of `attach_evidence` as the extension writes it. */
export function noteOf(given: Record<string, unknown> = {}): Record<string, unknown> {
  const part = { sha256: 'a'.repeat(64), size: 1_000 }
  return {
    evidenceId: 'look',
    sourceId: 'unknown',
    sourceKey: null,
    takenAt: '2026-11-23T06:00:00.000Z',
    picture: { ...part, mime: 'image/webp', width: 600, height: 400, isFragment: false },
    noPicture: null,
    html: part,
    text: part,
    address: null,
    ...given,
  }
}
