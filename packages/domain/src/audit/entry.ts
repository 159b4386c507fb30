/** Somebody's deed, as the trail keeps it. Absent parts are null, since the hash is made over them. */
export type AuditEntry = {
  readonly number: bigint
  readonly at: Date
  readonly door: 'console' | 'command line'
  readonly origin: string
  readonly by: string | null
  readonly role: string | null
  readonly organisation: bigint | null
  readonly operation: string
  readonly merchantId: bigint | null
  readonly about: string | null
  /** JSON, whose exact text counts. */
  readonly details: string
}

/** The text whose SHA-256, after the 32 bytes of the entry before, is the entry's hash. */
export const sealedText = (entry: AuditEntry): string =>
  JSON.stringify([
    ...[entry.number.toString(), entry.at.toISOString(), entry.door, entry.origin, entry.by, entry.role],
    ...[entry.organisation?.toString() ?? null, entry.operation, entry.merchantId?.toString() ?? null, entry.about],
    entry.details,
  ])
