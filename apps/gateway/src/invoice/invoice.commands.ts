import { randomUUID } from 'node:crypto'
import { formatMoney, fromConnectAmount, isMerchantId, money } from '@silkgate/domain'
import type { Command } from 'commander'
import { ofNoMerchant, waitingApprovals } from '../approval/index.ts'
import { print, readEmail, type Tools, withTools } from '../command-line.ts'
import { changeMerchant } from '../merchant/index.ts'
import { type Credit, listCredits } from './credit.store.ts'
import { approveCredit, askForCredit, declineCredit } from './credit-invoice.ts'
import { listInvoices, type StoredInvoice } from './invoice.store.ts'
import { issueInvoices } from './issue-invoices.ts'
import { type GivenSupplier, type GivenVat, readMonth, readSupplier, readVatTerms } from './read-party.ts'
import { invoicesDue } from './run.store.ts'
import { askForSupplier, decideOnSupplier, supplierOf } from './set-supplier.ts'
import { approveVatTerms, askForVatTerms, declineVatTerms } from './set-vat-terms.ts'
import { listSuppliers } from './supplier.store.ts'
import { listVatTerms } from './vat-terms.store.ts'

const whoOf = ({ now }: Tools, as: string) => ({ by: readEmail('--as', as), at: now() })

const printInvoice = ({ invoice, issuedAt, credited }: StoredInvoice): void => {
  const { kind, number, merchantId, currency, from, through, net, vat, total, corrects } = invoice
  const amount = (minor: bigint) => formatMoney(money(currency, minor))
  print({
    ...{ number, kind, merchantId, from, through, issuedAt, lines: invoice.lines.length },
    ...{ net: amount(net), vat: amount(vat), total: amount(total) },
    ...(corrects === undefined ? {} : { corrects: corrects.number, reason: corrects.reason }),
    ...(credited === 0n ? {} : { credited: amount(credited) }),
  })
}

type Filter = { merchant?: string; month?: string }

const list = ({ merchant, month }: Filter) =>
  withTools(async ({ db }) => {
    if (merchant !== undefined && !isMerchantId(merchant)) throw new Error(`"${merchant}" is no id of a merchant.`)
    const query = { merchantId: merchant, month: month === undefined ? undefined : readMonth('--month', month) }
    for (const one of await listInvoices(db, query)) printInvoice(one)
  })

const show = (number: string) =>
  withTools(async ({ db }) => {
    const [found] = await listInvoices(db, { number })
    if (found === undefined) throw new Error(`There is no invoice ${number}: "silkgate invoice list" lists them.`)
    print(found.invoice)
  })

const issue = () =>
  withTools(async ({ db, now }) => {
    const { run, waiting } = await invoicesDue(db)
    if (run === undefined) {
      const who = (await listSuppliers(db)).length === 0
      throw new Error(who ? 'Nobody bills: "silkgate invoice set-supplier" first.' : 'Nothing is posted yet.')
    }
    if (run.at > now() && waiting === undefined) {
      throw new Error(`The invoices of ${run.month.slice(0, 7)} are due on ${run.at.toISOString()}, not before.`)
    }
    const { month, issued, failed } = await issueInvoices({ db, now, isAtOnce: true })
    if (month === undefined && waiting === undefined)
      throw new Error('Payments are just becoming PAID: try again in a moment.')
    print({ month: month?.slice(0, 7), issued })
    if (failed.length === 0) return
    const which = failed.map(({ merchantId, month, detail }) => `${merchantId}, ${month.slice(0, 7)}: ${detail}`)
    throw new Error(`Not issued, and tried again tomorrow: ${which.join('; ')}`)
  })

const waits = 'another person must approve'

const setWhoBills = ({ as, ...given }: GivenSupplier & { as: string }) =>
  withTools(async (tools) => {
    const [approvalId, supplier, who] = [randomUUID(), readSupplier(given), whoOf(tools, as)]
    await askForSupplier(tools.db, approvalId, supplier, who)
    print({ ...supplier, approvalId, waits, askedBy: who.by, askedAt: who.at })
  })

const decideWhoBills =
  (isApproved: boolean) =>
  (approvalId: string, { as }: { as: string }) =>
    withTools(async (tools) => {
      const supplier = await decideOnSupplier(tools.db, approvalId, isApproved, whoOf(tools, as))
      print({ ...supplier, approvalId, isApproved })
    })

const suppliers = () =>
  withTools(async ({ db }) => {
    for (const one of await listSuppliers(db)) print(one)
    for (const one of await waitingApprovals(db, 'invoice_supplier', ofNoMerchant)) {
      const { approvalId, askedBy, askedAt } = one
      print({ ...supplierOf(one), approvalId, waits, askedBy, askedAt })
    }
  })

type VatOptions = GivenVat & { from: string; as: string }

const setVat = (merchantId: string, { from, as, ...given }: VatOptions) =>
  withTools(async (tools) => {
    const who = whoOf(tools, as)
    const after = { ...readVatTerms(given), fromMonth: readMonth('--from', from) }
    const approvalId = randomUUID()
    await changeMerchant(tools.db, merchantId, who, async (tx) => {
      await askForVatTerms(tx, { approvalId, merchantId, terms: after, ...who })
      return { what: 'VAT terms asked for', after }
    })
    print({ merchantId, ...after, approvalId, waits })
  })

const approveVat = (approvalId: string, { as }: { as: string }) =>
  withTools(async (tools) => {
    const { merchantId, terms } = await approveVatTerms(tools.db, approvalId, whoOf(tools, as))
    print({ merchantId, ...terms })
  })

const declineVat = (approvalId: string, { as }: { as: string }) =>
  withTools(async (tools) => {
    await declineVatTerms(tools.db, approvalId, whoOf(tools, as))
    print({ approvalId, declined: true })
  })

const vat = (merchantId: string) =>
  withTools(async ({ db }) => {
    for (const terms of await listVatTerms(db, merchantId)) print({ merchantId, ...terms })
    for (const { asked, approvalId, askedBy, askedAt } of await waitingApprovals(db, 'vat_terms', merchantId))
      print({ merchantId, ...asked, approvalId, waits, askedBy, askedAt })
  })

type CreditOptions = { net?: string; reason: string; as: string }

/** What is given back, with two implied decimals. */
const netOf = (text: string) => (currency: string) => {
  const read = fromConnectAmount(currency, /^\d{1,12}$/.test(text) ? BigInt(text) : 0n, '--net')
  if (!read.ok) throw new Error(`--net: ${read.refusals[0]?.message}`)
  return read.value
}

const credit = (number: string, { net, reason, as }: CreditOptions) =>
  withTools(async (tools) => {
    if (reason.trim() === '' || reason.length > 500)
      throw new Error('--reason: a text of 1 to 500 characters is expected.')
    const asked = { creditId: randomUUID(), number, reason: reason.trim(), ...whoOf(tools, as) }
    print(await askForCredit(tools.db, { ...asked, net: net === undefined ? undefined : netOf(net) }))
  })

const credits = (number?: string) =>
  withTools(async ({ db }) => {
    for (const one of await listCredits(db, number)) print(one satisfies Credit)
  })

const approve = (creditId: string, { as }: Pick<CreditOptions, 'as'>) =>
  withTools(async (tools) => {
    const number = await approveCredit(tools.db, creditId, whoOf(tools, as))
    for (const one of await listInvoices(tools.db, { number })) printInvoice(one)
  })

const decline = (creditId: string, { as }: Pick<CreditOptions, 'as'>) =>
  withTools(async (tools) => {
    await declineCredit(tools.db, creditId, whoOf(tools, as))
    print({ creditId, declined: true })
  })

/** `invoice list|show|issue`, who bills and with which VAT, and fees that are given back. */
export const addInvoiceCommands = (root: Command): void => {
  const command = root.command('invoice').description('invoices to merchants about our fees, and credit notes')
  const who = ['--as <email>', 'who you are'] as const
  command
    .command('list')
    .description('invoices and credit notes, the latest first')
    .option('--merchant <merchantId>', 'of one merchant')
    .option('--month <month>', 'invoices of this month alone, 2026-11')
    .action(list)
  command.command('show <number>').description('all that one says').action(show)
  command
    .command('issue')
    .description('issues at once what is due and not issued; the gateway does it on the first business day of a month')
    .action(issue)
  command
    .command('set-supplier')
    .description('asks for who bills from now on, once another person approves; what was issued stays as it is')
    .requiredOption('--series <letters>', 'what its numbers begin with, SG: each series is numbered for itself')
    .requiredOption('--name <name>', 'legal name')
    .option('--street <line>', 'street and number')
    .option('--postcode <code>')
    .requiredOption('--city <city>')
    .requiredOption('--country <code>', 'ISO 3166, two letters')
    .requiredOption('--vat-id <id>', 'with its country in front')
    .option('--registration <number>', 'in the company register; without it, the VAT id names us where it is no VAT id')
    .requiredOption(...who)
    .action(setWhoBills)
  command
    .command('approve-supplier <approvalId>')
    .description('what another person has asked for bills from now on')
    .requiredOption(...who)
    .action(decideWhoBills(true))
  command
    .command('decline-supplier <approvalId>')
    .description('nothing becomes of it')
    .requiredOption(...who)
    .action(decideWhoBills(false))
  command
    .command('suppliers')
    .description('who has billed since when, and what waits for another person')
    .action(suppliers)
  command
    .command('set-vat <merchantId>')
    .description('asks for what was agreed about VAT with a merchant; without any, our fees are exempt')
    .requiredOption('--treatment <treatment>', 'exempt, reverse_charge, outside (of the EU), charged')
    .option('--rate-basis-points <count>', 'the rate, where it is charged: 2100 is 21 %')
    .option('--vat-id <id>', "the merchant's, with its country in front")
    .option('--says <text>', 'why there is no VAT, as the invoice says it; by default the article of the VAT Directive')
    .requiredOption('--from <month>', 'from the fees of this month on, 2026-12')
    .requiredOption(...who)
    .action(setVat)
  command
    .command('approve-vat <approvalId>')
    .description('what another person has asked for is agreed')
    .requiredOption(...who)
    .action(approveVat)
  command
    .command('decline-vat <approvalId>')
    .description('nothing becomes of it')
    .requiredOption(...who)
    .action(declineVat)
  command
    .command('vat <merchantId>')
    .description('what was agreed since when, and what waits for another person')
    .action(vat)
  command
    .command('credit <number>')
    .description('asks for fees of an invoice to be given back; another person decides')
    .option('--net <amount>', 'how much before VAT, with two implied decimals; by default all that is left')
    .requiredOption('--reason <text>', 'why, as the credit note says it')
    .requiredOption(...who)
    .action(credit)
  command
    .command('credits [number]')
    .description('what waits for a decision, or all that was asked for about an invoice')
    .action(credits)
  command
    .command('approve-credit <creditId>')
    .description('issues the credit note and gives the fees back, with their VAT')
    .requiredOption(...who)
    .action(approve)
  command
    .command('decline-credit <creditId>')
    .description('nothing is given back')
    .requiredOption(...who)
    .action(decline)
}
