/** Counts the logins that failed, by the address that they came from. */
export type Failures = {
  readonly isKeptOut: (address: string) => boolean
  readonly count: (address: string) => void
  /** Somebody there has a key. */
  readonly forget: (address: string) => void
}

const mostAddresses = 10_000

/** An address with `most` failures, each within `ms` of the one before, is kept out until as long after the last one. */
export const openFailures = ({ most, ms }: { most: number; ms: number }, wallMs: () => number): Failures => {
  const failed = new Map<string, { readonly times: number; readonly until: number }>()
  const timesOf = (address: string): number => {
    const known = failed.get(address)
    return known !== undefined && known.until > wallMs() ? known.times : 0
  }
  return {
    isKeptOut: (address) => timesOf(address) >= most,
    count: (address) => {
      const times = timesOf(address) + 1
      // The one that has failed last is the last.
      failed.delete(address)
      failed.set(address, { times, until: wallMs() + ms })
      const [oldest] = failed.keys()
      if (failed.size > mostAddresses && oldest !== undefined) failed.delete(oldest)
    },
    forget: (address) => void failed.delete(address),
  }
}
