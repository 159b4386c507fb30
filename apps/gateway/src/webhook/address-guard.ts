import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'

/** All of IPv6 that is given out, 2000::/3. Source: IANA, IPv6 global unicast addresses. */
const assigned = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether an address is one of the public internet: not private, loopback, link-local, reserved or a translation of
 * these.
 */
export const isPublicAddress = (address: string): boolean => {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  return parsed.range() === 'unicast' && (parsed.kind() === 'ipv4' || parsed.match(assigned))
}

const literalOf = (hostname: string): string | undefined => {
  const bare = hostname.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(bare) ? bare : undefined
}

/**
 * Says why a webhook URL may not be used, or undefined. In the sandbox plain http and loopback are fine; elsewhere only
 * https to a public address. A name is checked again whenever it is resolved, at connect time.
 */
export const refusalOfUrl = (text: string, isSandbox: boolean): string | undefined => {
  if (!URL.canParse(text)) return `"${text}" is not an absolute URL.`
  const { protocol, hostname, username, password } = new URL(text)
  if (username !== '' || password !== '') return 'A webhook URL carries no user name or password.'
  if (protocol !== 'https:' && !(isSandbox && protocol === 'http:')) return 'A webhook URL must use https.'
  if (isSandbox) return undefined
  const literal = literalOf(hostname)
  if (literal !== undefined && !isPublicAddress(literal)) {
    return `This address answers to a private network (${literal}). Enter a public https address.`
  }
  return undefined
}

/** Resolves a name for a connection, and fails when any of its addresses is not public. */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '', 4)
    const hidden = addresses.find(({ address }) => !isPublicAddress(address))
    if (hidden !== undefined || addresses[0] === undefined) {
      return callback(new Error(`address refused: ${hostname} leads to ${hidden?.address ?? 'nowhere'}`), '', 4)
    }
    if (options.all === true) return callback(null, addresses)
    return callback(null, addresses[0].address, addresses[0].family)
  })
}
