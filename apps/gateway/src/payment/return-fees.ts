import { type ContractVersion, feesFixedBy, type MerchantId, type RefundEvent, refuse } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'
import { readRefundsUnderLock } from '../refund/index.ts'
import { lockPayments } from './payment.store.ts'
import { recordRefundEvent } from './record-refund-event.ts'
import { type Lacking, mayLackReturn } from './unreturned-fees.store.ts'

type Contracts = ReadonlyMap<MerchantId, readonly ContractVersion[]>
type Fixed = RefundEvent & { readonly name: 'refund_fee_fixed' }

/** What is lacking in a currency: of how many refunds, and what it comes to. */
export type LackingSum = { readonly currency: string; readonly refunds: number; readonly minor: string }

const lackingOf = async (tx: Tx, contracts: Contracts, merchantId: MerchantId, ids: readonly string[], at: Date) => {
  const [stored, refunds] = [await lockPayments(tx, merchantId, ids), await readRefundsUnderLock(tx, merchantId, ids)]
  return stored.flatMap(({ payment }) => {
    const own = refunds.map(({ refund }) => refund).filter(({ paymentId }) => paymentId === payment.paymentId)
    return feesFixedBy(payment, { contracts: contracts.get(merchantId) ?? [] }, own, at)
  })
}

/** All payments of which refunds may lack a part of our fee, some at a time, of one merchant each. */
async function* pagesOf(db: Db): AsyncGenerator<readonly [MerchantId, readonly string[]]> {
  let after: Lacking | undefined
  for (;;) {
    const page: readonly Lacking[] = await db.transaction('chore.set_up', (tx) => mayLackReturn(tx, after))
    after = page.at(-1)
    if (after === undefined) return
    for (const [merchantId, own] of Map.groupBy(page, (one) => one.merchantId)) {
      yield [merchantId, own.map(({ paymentId }) => paymentId)]
    }
  }
}

/** What refunds lack of our fee by contract, by currency; nothing is changed. */
export const sumOfLacking = async (db: Db, contracts: Contracts, at: Date): Promise<LackingSum[]> => {
  const sums = new Map<string, { refunds: number; minor: bigint }>()
  for await (const [merchantId, ids] of pagesOf(db)) {
    for (const { feeReturned } of await db.transaction('chore.set_up', (tx) =>
      lackingOf(tx, contracts, merchantId, ids, at),
    )) {
      const { refunds, minor } = sums.get(feeReturned.currency) ?? { refunds: 0, minor: 0n }
      sums.set(feeReturned.currency, { refunds: refunds + 1, minor: minor + feeReturned.minor })
    }
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, { refunds, minor }]) => ({ currency, refunds, minor: `${minor}` }))
}

/** Gives back what refunds lack of our fee, each under the lock of its payment; tells of each. */
export const returnFees = async (
  { db, contracts, newId, now }: { db: Db; contracts: Contracts; newId: () => string; now: () => Date },
  tell: (of: Lacking, fixed: Fixed) => void,
): Promise<void> => {
  const record = recordRefundEvent({ db, newId, committed: () => {} })
  /** The first of a payment's refunds that lacks some; nothing once none does. */
  const makeGood = async (merchantId: MerchantId, paymentId: string): Promise<Fixed | undefined> => {
    let fixed: Fixed | undefined
    const { outcome } = await record('refund.commit_outcome', merchantId, {
      paymentId,
      event: (payment, refunds) => {
        const own = refunds.map(({ refund }) => refund)
        fixed = feesFixedBy(payment, { contracts: contracts.get(merchantId) ?? [] }, own, now())[0]
        return fixed === undefined
          ? refuse({ error: 'INVALID_VALUE', propertyName: 'paymentId', message: 'Nothing is missing.' })
          : { ok: true, value: fixed }
      },
    })
    return outcome === 'recorded' ? fixed : undefined
  }
  for await (const [merchantId, ids] of pagesOf(db)) {
    for (const paymentId of ids) {
      let fixed = await makeGood(merchantId, paymentId)
      for (; fixed !== undefined; fixed = await makeGood(merchantId, paymentId)) tell({ merchantId, paymentId }, fixed)
    }
  }
}
