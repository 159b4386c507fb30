import { money } from '@silkgate/domain'
import { type Fault, openFaults } from '../fault/faults.ts'
import type { Order } from '../order/order.ts'
import type { WalletId } from '../wallet/wallets.ts'
import { addDays, type Day, filesAt } from './calendar.ts'
import { closeDay } from './close-day.ts'
import { memorySettlements } from './settlements.ts'

/** What matters of an order for its settlement. */
export type Sold = {
  readonly number: number
  readonly currency: string
  readonly minor: bigint
  readonly settlesIn?: string
  readonly wallet?: WalletId
  readonly region?: string
  readonly paidAt?: Date
}

/** An order that was paid, of the merchant 1234. */
export const aPaidOrder = (sold: Sold, more: Partial<Order> = {}): Order => {
  const { number, currency, minor, settlesIn = 'EUR', wallet = 'GCASH', region = 'NL' } = sold
  const paidAt = sold.paidAt ?? new Date('2026-11-25T12:00:00+08:00')
  const digits = String(number).padStart(4, '0')
  return {
    paymentRequestId: `00000012340000000001000010${digits}`,
    paymentId: `20261125194010800100188${digits.padStart(12, '0')}`,
    code: `281002040090000000000000${digits}`,
    terms: {
      clientId: 'SANDBOX_SILKGATE00000001',
      paymentMethodType: 'ALIPAYPLUS_UNIFIED',
      amount: money(currency, minor),
      orderAmount: money(currency, minor),
      settlementCurrency: settlesIn,
      merchantId: '1234',
      merchantName: 'Demo Shop',
      merchantRegion: region,
      reference: `ORDER-${number}`,
      description: 'Notebook, dotted',
      userRegion: undefined,
      notifyUrl: 'http://127.0.0.1:8080/alipayplus/notifyPayment',
      redirectUrl: 'http://127.0.0.1:8090/shop/',
    },
    placedAt: new Date(paidAt.getTime() - 60_000),
    expiresAt: new Date(paidAt.getTime() + 540_000),
    openedIn: wallet,
    wallet,
    paidAt,
    refusedAt: undefined,
    refusedBecause: undefined,
    cancelledAt: undefined,
    refunds: [],
    disputes: [],
    ...more,
  }
}

export const participantId = '1020000000000000001'

/** What so many days from one on leave behind, each closed once, while faults are in force. */
export const closeDays = async (first: Day, count: number, orders: readonly Order[], wanted: readonly Fault[] = []) => {
  const faults = openFaults()
  faults.set(wanted)
  const { settlements, files } = memorySettlements()
  for (let day = first; day < addDays(first, count); day = addDays(day, 1)) {
    const agreements = (await settlements.last())?.agreements ?? []
    const open = await settlements.open()
    await settlements.keep(closeDay(day, { agreements, orders, open, participantId, faults }))
  }
  const later = filesAt(addDays(first, count + 1))
  const texts = new Map<string, string>()
  for (const { path } of await files.list('alipayplus', later))
    texts.set(path, String(await files.read('alipayplus', path, later)))
  return {
    texts,
    clearing: await settlements.clearingBatches(),
    settlement: await settlements.settlementBatches(),
    strikes: await settlements.strikes(),
  }
}

export type ReadReport = {
  readonly total: Readonly<Record<string, string>> | undefined
  readonly rows: readonly Readonly<Record<string, string>>[]
}

/** A report read back by the names of its columns; for cells without commas. */
export const readReport = (text: string): ReadReport => {
  const [details = [], totals] = text
    .replace(/<END>\n$/, '')
    .split('\n\n')
    .map((section) => section.trimEnd().split('\n'))
    .toReversed()
  const recordsOf = ([header = '', ...lines]: readonly string[]) =>
    lines.map((line) => Object.fromEntries(header.split(',').map((name, at) => [name, line.split(',')[at] ?? ''])))
  return { total: totals && recordsOf(totals)[0], rows: recordsOf(details) }
}

/** An amount with its sign: positive to the acquirer. */
export const signed = (cells: Readonly<Record<string, string>> | undefined, column: string): bigint =>
  BigInt(cells?.[column] ?? 'missing') * (cells?.fundDirection === 'D' ? -1n : 1n)
