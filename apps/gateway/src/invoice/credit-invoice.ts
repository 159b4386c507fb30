import { creditNoteOf, formatMoney, invoiceNumberOf, type Money, money, postings } from '@silkgate/domain'
import { dayInAmsterdam } from '../amsterdam.ts'
import { postTransfers } from '../ledger/index.ts'
import type { Db, Tx } from '../postgres/db.ts'
import { type Credit, decideCredit, holdCredit, insertCredit } from './credit.store.ts'
import { holdSeries, insertInvoice, listInvoices, type StoredInvoice } from './invoice.store.ts'

/** What is wrong with what was asked for, for the person who asked. */
export class NotCredited extends Error {}

export type Asked = {
  readonly creditId: string
  readonly number: string
  /** What is given back before VAT; undefined: all that is left. */
  readonly net: ((currency: string) => Money) | undefined
  readonly reason: string
  readonly by: string
  readonly at: Date
}

const invoiceBy = async (tx: Tx, number: string): Promise<StoredInvoice> => {
  const [found] = await listInvoices({ read: tx.run }, { number, kind: 'invoice' })
  if (found === undefined) throw new NotCredited(`There is no invoice ${number}: "silkgate invoice list" lists them.`)
  return found
}

const assertIsLeft = ({ invoice, credited }: StoredInvoice, net: bigint): void => {
  const left = invoice.net - credited
  if (net > 0n && net <= left) return
  throw new NotCredited(
    `${formatMoney(money(invoice.currency, net))} cannot be given back: of ${invoice.number} ` +
      `${formatMoney(money(invoice.currency, left))} is left, before VAT.`,
  )
}

/** Somebody wants to give fees of an invoice back; nothing happens until another person agrees. */
export const askForCredit = (db: Db, { creditId, number, net, reason, by, at }: Asked): Promise<Credit> =>
  db.transaction('chore.credit_invoice', async (tx) => {
    const stored = await invoiceBy(tx, number)
    const { merchantId, currency } = stored.invoice
    const wanted = net?.(currency).minor ?? stored.invoice.net - stored.credited
    assertIsLeft(stored, wanted)
    const credit = { creditId, merchantId, corrects: number, net: wanted, reason, askedBy: by, askedAt: at }
    await insertCredit(tx, credit)
    return credit
  })

type Decision = { readonly by: string; readonly at: Date }

const undecided = async (tx: Tx, creditId: string, by: string): Promise<Credit> => {
  const credit = await holdCredit(tx, creditId)
  if (credit === undefined)
    throw new NotCredited(`Nothing is wanted under ${creditId}: "silkgate invoice credits" lists it.`)
  if (credit.decidedBy !== undefined) throw new NotCredited(`${credit.decidedBy} has decided on ${creditId} already.`)
  if (credit.askedBy === by) throw new NotCredited(`--as: ${by} has asked for it; somebody else must decide.`)
  return credit
}

/**
 * A second person agrees: the credit note, what it gives back and its files, in one commit. It bears the next number of the
 * invoice's own series. Answers its number.
 */
export const approveCredit = (db: Db, creditId: string, { by, at }: Decision): Promise<string> =>
  db.transaction('chore.credit_invoice', async (tx) => {
    const credit = await undecided(tx, creditId, by)
    const issuedOn = dayInAmsterdam(at)
    // What other credit notes have given back is known, since all that is wanted of the invoice is held.
    const stored = await invoiceBy(tx, credit.corrects)
    assertIsLeft(stored, credit.net)
    const { series } = stored
    const numbered = { series, year: Number(issuedOn.slice(0, 4)), kind: 'credit_note' as const }
    const running = await holdSeries(tx, numbered)
    const number = invoiceNumberOf('credit_note', series, numbered.year, running)
    const { net, reason } = credit
    const note = creditNoteOf(stored.invoice, { number, issuedOn, net, before: stored.credited, reason })
    await insertInvoice(tx, { ...numbered, invoice: note, running, at })
    const { merchantId, currency } = note
    const given = postings.feesCredited(merchantId, money(currency, net), money(currency, note.vat))
    await postTransfers(tx, given, { about: number, at })
    await decideCredit(tx, credit, { by, at, number })
    return number
  })

/** A second person does not agree, or the one who asked takes it back. */
export const declineCredit = (db: Db, creditId: string, { by, at }: Decision): Promise<void> =>
  db.transaction('chore.credit_invoice', async (tx) => {
    await decideCredit(tx, await undecided(tx, creditId, by), { by, at })
  })
