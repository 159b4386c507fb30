import type { Readable } from 'node:stream'
import {
  BankFileRefused,
  type PaymentStatusReport,
  readPaymentStatusReport,
  statusOfPayment,
} from '@silkgate/bank-files'
import { heardOfOrder } from '@silkgate/domain'
import { type Break, openBreaks } from '../break/index.ts'
import type { Db, Tx } from '../postgres/db.ts'
import type { World } from '../world.ts'
import { heardFrom, insertAnswer, type Ordered, orderedBy } from './answer.store.ts'
import { hearRemittance } from './hear-remittance.ts'

type Needs = { readonly db: Db; readonly world: Pick<World, 'now'> }

type Taken = { readonly state: 'taken' } | { readonly state: 'refused'; readonly reason: string }

/** Why a status was given: "AC04 The account is closed". */
const reasonOf = (reasons: readonly { code?: string; information: readonly string[] }[]): string =>
  reasons.map(({ code, information }) => [code, ...information].filter(Boolean).join(' ')).join('; ')

/**
 * Takes the bank's answer to a file of orders (pain.002): each order is accepted or rejected by what is said of it, of its group
 * or of the message. The same answer twice, or an older one after a younger, changes nothing; what contradicts the bank's own
 * words becomes a break. An answer to a message that is none of ours is refused.
 */
export const takePaymentStatus =
  ({ db, world }: Needs) =>
  async (file: { readonly fileId: string }, open: () => Readable): Promise<Taken> => {
    const refuse = async (reason: string): Promise<Taken> => {
      const found: Break = {
        ...{ kind: 'file_refused', about: file.fileId, currency: '', minor: 0n },
        ...{ field: 'file', ours: '', theirs: reason },
      }
      await db.transaction('remittance.commit_answers', (tx) => openBreaks(tx, [found], world.now()))
      return { state: 'refused', reason }
    }
    let report: PaymentStatusReport
    try {
      report = await readPaymentStatusReport(open())
    } catch (error) {
      if (!(error instanceof BankFileRefused)) throw error
      return refuse(error.message)
    }
    const orders = await orderedBy(db, report.originalMessageId)
    if (orders.length === 0) return refuse(`it answers the message ${report.originalMessageId}, which is none of ours`)
    await db.transaction('remittance.commit_answers', (tx) => hearAll(tx, file.fileId, report, orders, world.now()))
    return { state: 'taken' }
  }

const hearAll = async (
  tx: Tx,
  fileId: string,
  report: PaymentStatusReport,
  orders: readonly Ordered[],
  at: Date,
): Promise<void> => {
  const known = await heardFrom(tx, fileId)
  for (const { merchant_id, remittance_id: remittanceId, payment_information_id } of orders) {
    const status = statusOfPayment(report, {
      endToEndId: remittanceId,
      ...(payment_information_id === null ? {} : { paymentInformationId: payment_information_id }),
    })
    if (status === undefined || known.has(remittanceId)) continue
    const merchantId = merchant_id.toString()
    const reason = reasonOf(status.reasons)
    const event = heardOfOrder(
      status.outcome,
      status.reasons.map(({ code }) => code),
    )
    const why = event === 'rejected' ? { reason } : {}
    const heard = event && (await hearRemittance(tx, { merchantId, remittanceId, event, at, ...why }))
    const move = heard?.move ?? 'nothing'
    await insertAnswer(tx, {
      ...{ merchant_id: merchantId, remittance_id: remittanceId, file_id: fileId },
      ...{ code: status.status, reason, move, at },
    })
    if (move !== 'contradiction' || heard === undefined) continue
    const found: Break = {
      ...{ kind: 'remittance_contradicted', about: remittanceId, currency: heard.before.currency, minor: 0n },
      ...{ field: 'status', ours: heard.before.status, theirs: [status.status, reason].filter(Boolean).join(' ') },
    }
    await openBreaks(tx, [found], at)
  }
}
