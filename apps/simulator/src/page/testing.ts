import { type Language, money } from '@silkgate/domain'
import { cashierPage, cashierUnknownPage } from '../cashier/cashier-page.ts'
import { statusPage } from '../status/status-page.ts'
import { inWallet } from '../wallet/use-wallet.ts'
import { walletPage } from '../wallet/wallet-page.ts'
import { countryOf, wallets, walletsFor } from '../wallet/wallets.ts'
import type { OrderPhase } from './order-phase.ts'

export const now = new Date('2026-11-22T14:04:10Z')

const order = {
  code: '28100204009012345678901234567890',
  url: '/page',
  merchantName: 'Demo Shop',
  orderReference: '00000012340000000017',
  description: 'Dotted notebook',
  amount: money('EUR', 1099n),
  now,
  expiresAt: new Date('2026-11-22T14:14:00Z'),
  statusUrl: '/status',
  eventsUrl: '/events',
}

export type Face = (phase: OrderPhase, language: Language, openAt?: Date) => string

const cashierOpenedIn =
  (openedIn: string | undefined): Face =>
  (phase, language, openAt = now) =>
    cashierPage({
      ...order,
      language,
      phase,
      now: openAt,
      wallets: walletsFor('EUR', undefined).map((id) => ({
        id,
        brand: wallets[id].brand,
        country: countryOf(id, language),
      })),
      qrUrl: 'http://localhost/pay',
      openedIn,
      walletPath: (id) => `/wallet/${id}`,
    })

const walletThat =
  (closedWithoutAnswer: boolean): Face =>
  (phase, language, openAt = now) => {
    const { amount: walletAmount, rate } = inWallet(order.amount, 'GCASH', language)
    return walletPage({
      ...order,
      language,
      phase,
      now: openAt,
      wallet: { id: 'GCASH', brand: wallets.GCASH.brand, country: countryOf('GCASH', language) },
      walletAmount,
      rate,
      action: '/answer',
      qrUrl: 'http://localhost/pay',
      closedWithoutAnswer,
      faults: [],
    })
  }

const status: Face = (phase, language, openAt = now) =>
  statusPage({
    ...order,
    language,
    phase,
    now: openAt,
    paymentId: '000000123400000000170000100001',
    walletBrand: 'GCash',
    paidAt: now,
    backUrl: '/back',
    cashierUrl: '/cashier',
  })

/** The pages of an order, each as it is in a phase and in a language. */
export const faces: readonly (readonly [string, Face])[] = [
  ['the cashier', cashierOpenedIn(undefined)],
  ['the cashier of an order that was opened', cashierOpenedIn('GCash')],
  ['the wallet', walletThat(false)],
  ['the wallet that was closed', walletThat(true)],
  ['the status page', status],
  ['the page of an unknown order', (_phase, language) => cashierUnknownPage({ language, url: '/page' })],
]

export const expiresAt = order.expiresAt
