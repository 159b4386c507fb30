/** Whether an API key may make one more request now. */
export type Admits = (apiKeyId: string) => boolean

/**
 * Lets each API key make so many requests a second for ever, and twice as many at once; 0 lets all through. The buckets
 * are this process's own, so that no request waits for another process: several gateways let through as many times more.
 * They are asked about keys of signatures that were right alone, so that nobody else empties or adds one.
 */
export const rateLimit = (perSecond: number, wallMs: () => number): Admits => {
  if (perSecond === 0) return () => true
  const most = 2 * perSecond
  const buckets = new Map<string, { left: number; at: number }>()
  return (apiKeyId) => {
    const now = wallMs()
    const { left, at } = buckets.get(apiKeyId) ?? { left: most, at: now }
    // The wall clock may be set back.
    const filled = Math.min(most, left + (perSecond * Math.max(0, now - at)) / 1000)
    const admitted = filled >= 1
    buckets.set(apiKeyId, { left: admitted ? filled - 1 : filled, at: now })
    return admitted
  }
}
