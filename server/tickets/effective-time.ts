/**
 * When an act counts as done (DESIGN, point 5): the device's clock, put right by what the server measured.
 * A wrong clock is never a reason to refuse; deadlines use this time, order uses `seq`.
 */
const oldestMilliseconds = 7 * 24 * 60 * 60 * 1000

export type Clocks = {
  /** The device's clock at the act. */
  occurredAt: string
  /** The device's clock when it sent the push. */
  deviceTime: string
  /** The server's clock when the push came. */
  receivedAt: string
  /** The effective time of the device's previous accepted command. */
  previousAt: string | null
}

export function effectiveTime({ occurredAt, deviceTime, receivedAt, previousAt }: Clocks): string {
  const received = Date.parse(receivedAt)
  // How long ago the act was is the device's to say; what time it is now is the server's.
  const ago = Date.parse(deviceTime) - Date.parse(occurredAt)
  const corrected = received - ago
  if (corrected < received - oldestMilliseconds) return receivedAt
  const previous = previousAt === null ? Number.NEGATIVE_INFINITY : Date.parse(previousAt)
  return new Date(Math.min(received, Math.max(corrected, previous))).toISOString()
}
