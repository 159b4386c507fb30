import type { Currency } from '@silkgate/domain'

/** A clearing batch whose lines are compared, at an instant. */
export type LinesOfBatch = {
  readonly clearingBatchId: string
  readonly agreement: string
  /** `2026-11-24` */
  readonly clearingDay: string
  readonly currency: Currency
  readonly at: Date
}
