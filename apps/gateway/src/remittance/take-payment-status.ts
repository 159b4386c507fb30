import type { Readable } from 'node:stream'
import {
  BankFileRefused,
  type PaymentStatusReport,
  readPaymentStatusReport,
  statusOfPayment,
} from '@silkgate/bank-files'
import { figure, heardOfOrder, type Said } from '@silkgate/domain'
import { type Break, openBreaks } from '../break/index.ts'
import type { Db, Tx } from '../postgres/db.ts'
import { hearSweep, type SweepOfFile, sweepsOfMessage } from '../sweep/index.ts'
import type { World } from '../world.ts'
import { heardFrom, insertAnswer, type Ordered, orderedBy } from './answer.store.ts'
import { hearRemittance } from './hear-remittance.ts'

type Needs = { readonly db: Db; readonly world: Pick<World, 'now'> }

type Taken = { readonly state: 'taken' } | { readonly state: 'refused'; readonly reason: Said }

/** Why a status was given: "AC04 The account is closed". */
const reasonOf = (reasons: readonly { code?: string; information: readonly string[] }[]): string =>
  reasons.map(({ code, information }) => [code, ...information].filter(Boolean).join(' ')).join('; ')

/** What a report says of an order; undefined where it says nothing. */
const saidOf = (report: PaymentStatusReport, endToEndId: string, paymentInformationId: string | null) => {
  const ids = { endToEndId, ...(paymentInformationId === null ? {} : { paymentInformationId }) }
  const status = statusOfPayment(report, ids)
  if (status === undefined) return undefined
  const codes = status.reasons.map(({ code }) => code)
  return { code: status.status, reason: reasonOf(status.reasons), event: heardOfOrder(status.outcome, codes) }
}

/**
 * Takes the bank's answer to a file of orders (pain.002): each order is accepted or rejected by what is said of it, of its group
 * or of the message. The same answer twice, or an older one after a younger, changes nothing; what contradicts the bank's own
 * words becomes a break. An answer to a message that is none of ours is refused, and one that somebody uploaded: with a rejection
 * of their own making one person could have a merchant paid again.
 */
export const takePaymentStatus =
  ({ db, world }: Needs) =>
  async (file: { readonly fileId: string; readonly how: string }, open: () => Readable): Promise<Taken> => {
    const refuse = async (reason: Said): Promise<Taken> => {
      const found: Break = {
        ...{ kind: 'file_refused', about: file.fileId, currency: '', minor: 0n },
        ...{ field: 'file', ours: figure(''), theirs: reason },
      }
      await db.transaction('remittance.commit_answers', (tx) => openBreaks(tx, [found], world.now()))
      return { state: 'refused', reason }
    }
    if (file.how === 'upload')
      return refuse('answers to our orders are taken from the bank’s server or folder, not from people')
    let report: PaymentStatusReport
    try {
      report = await readPaymentStatusReport(open())
    } catch (error) {
      if (!(error instanceof BankFileRefused)) throw error
      return refuse(figure(error.message))
    }
    const { originalMessageId } = report
    const [orders, sweeps] = [await orderedBy(db, originalMessageId), await sweepsOfMessage(db, originalMessageId)]
    if (orders.length + sweeps.length === 0)
      return refuse(`it answers the message ${originalMessageId}, which is none of ours`)
    await db.transaction('remittance.commit_answers', async (tx) => {
      await hearAll(tx, file.fileId, report, orders, world.now())
      await hearSweeps(tx, report, sweeps, world.now())
    })
    return { state: 'taken' }
  }

const hearSweeps = async (tx: Tx, report: PaymentStatusReport, sweeps: readonly SweepOfFile[], at: Date) => {
  for (const { sweepId, paymentInformationId } of sweeps) {
    const said = saidOf(report, sweepId, paymentInformationId)
    if (said?.event !== undefined) await hearSweep(tx, { sweepId, ...said, event: said.event, at })
  }
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
    const said = saidOf(report, remittanceId, payment_information_id)
    if (said === undefined || known.has(remittanceId)) continue
    const { code, reason, event } = said
    const merchantId = merchant_id.toString()
    const why = event === 'rejected' ? { reason } : {}
    const heard = event && (await hearRemittance(tx, { merchantId, remittanceId, event, at, ...why }))
    const move = heard?.move ?? 'nothing'
    await insertAnswer(tx, {
      ...{ merchant_id: merchantId, remittance_id: remittanceId, file_id: fileId },
      ...{ code, reason, move, at },
    })
    if (move !== 'contradiction' || heard === undefined) continue
    const found: Break = {
      ...{ kind: 'remittance_contradicted', about: remittanceId, currency: heard.before.currency, minor: 0n },
      ...{
        field: 'status',
        ours: figure(heard.before.status),
        theirs: figure([code, reason].filter(Boolean).join(' ')),
      },
    }
    await openBreaks(tx, [found], at)
  }
}
