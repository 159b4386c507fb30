/** What one client may take of us. */
export type SftpLimits = {
  /** Connections at once, of all and of one merchant. */
  readonly connections: number
  readonly connectionsOfMerchant: number
  /** How long a client may take to log in. */
  readonly loginMs: number
  /** How long a client may ask for nothing, or take nothing of what it asked for. */
  readonly idleMs: number
  /** Keys that may be offered in vain over one connection. */
  readonly triesOfConnection: number
  /** And from one address, each within `keptOutMs` of the one before, until it is kept out for as long. */
  readonly triesOfAddress: number
  readonly keptOutMs: number
  /** Files and folders open at once in one connection. */
  readonly handles: number
  /** Requests that wait for their answer in one connection. Some clients ask for a whole file at once, in pieces of 32 KiB. */
  readonly requests: number
  /** Bytes of one answer. */
  readonly piece: number
  /** Bytes that the network has not taken yet, from which on nothing more is read. */
  readonly unsent: number
}

export const sftpLimits: SftpLimits = {
  connections: 128,
  connectionsOfMerchant: 8,
  loginMs: 20_000,
  idleMs: 5 * 60_000,
  triesOfConnection: 6,
  triesOfAddress: 30,
  keptOutMs: 60_000,
  handles: 32,
  requests: 65_536,
  piece: 64 * 1024,
  unsent: 256 * 1024,
}
