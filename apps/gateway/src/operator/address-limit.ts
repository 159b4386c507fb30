import ip from 'ipaddr.js'

/** An address as one customer of a network has it: IPv6 hands out a /64 each. */
const holderOf = (address: string): string => {
  try {
    const read = ip.process(address)
    return read.kind() === 'ipv4' ? read.toString() : read.toByteArray().slice(0, 8).join('.')
  } catch {
    return address
  }
}

type Limit = { readonly perMinute: number; readonly atOnce: number; readonly remembered?: number }

/**
 * Lets each address try so often a minute for ever, and so many times at once. It remembers so many addresses, and forgets those
 * that tried longest ago: whoever has more addresses than that is held back by the lock of the account alone.
 */
export const addressLimit = ({ perMinute, atOnce, remembered = 10_000 }: Limit, wallMs: () => number) => {
  const buckets = new Map<string, { left: number; at: number }>()
  return (address: string): boolean => {
    const [now, holder] = [wallMs(), holderOf(address)]
    const { left, at } = buckets.get(holder) ?? { left: atOnce, at: now }
    // The wall clock may be set back.
    const filled = Math.min(atOnce, left + (perMinute * Math.max(0, now - at)) / 60_000)
    const isLetThrough = filled >= 1
    buckets.delete(holder)
    buckets.set(holder, { left: isLetThrough ? filled - 1 : filled, at: now })
    if (buckets.size > remembered) buckets.delete(buckets.keys().next().value ?? '')
    return isLetThrough
  }
}
