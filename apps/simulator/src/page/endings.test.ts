import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { money } from '@silkgate/domain'
import { cashierPage } from '../cashier/cashier-page.ts'
import { orderStatusPage, type ShopOrderState } from '../shop/shop-pages.ts'
import { statusPage } from '../status/status-page.ts'
import { walletPage } from '../wallet/wallet-page.ts'
import type { OrderPhase } from './order-phase.ts'

const now = new Date('2026-11-22T14:04:10Z')
const order = {
  code: '28100204009012345678901234567890',
  merchantName: 'Demo Shop',
  orderReference: '00000012340000000017',
  description: 'Dotted notebook',
  amount: money('EUR', 1099n),
  now,
  expiresAt: new Date('2026-11-22T14:14:00Z'),
  statusUrl: '/status',
  eventsUrl: '/events',
}
const wallet = { id: 'GCASH', brand: 'GCash', country: 'Philippines' }

type Face = (phase: OrderPhase, openAt?: Date) => string

const cashier: Face = (phase, openAt = now) =>
  cashierPage({
    ...order,
    phase,
    now: openAt,
    wallets: [wallet],
    qrUrl: 'http://localhost/pay',
    openedIn: undefined,
    walletPath: (id) => `/wallet/${id}`,
    refreshUrl: '/cashier',
  })

const inWallet: Face = (phase, openAt = now) =>
  walletPage({
    ...order,
    phase,
    now: openAt,
    wallet,
    walletAmount: money('PHP', 74500n),
    rate: '1 EUR = 67.7889 PHP, rate of 1 Nov 2026',
    action: '/answer',
    closedWithoutAnswer: false,
    faults: [],
  })

const status: Face = (phase, openAt = now) =>
  statusPage({
    ...order,
    phase,
    now: openAt,
    paymentId: '000000123400000000170000100001',
    walletBrand: 'GCash',
    paidAt: now,
    backUrl: '/back',
    cashierUrl: '/cashier',
  })

const shop = (state: ShopOrderState): string =>
  orderStatusPage({
    id: 'SHOP-1',
    product: { name: 'Dotted notebook', imageUrl: '/image.svg' },
    amount: order.amount,
    createdAt: now,
    state,
    paymentId: undefined,
    payUrl: '/cashier',
    timeline: [],
    underTheHood: undefined,
    eventsUrl: '/events',
    problem: undefined,
  })

const faces: readonly (readonly [string, Face])[] = [
  ['the cashier', cashier],
  ['the wallet', inWallet],
  ['the status page', status],
]

const textOf = (page: string): string => page.replace(/<[^>]*>/g, ' ')
const offersPaying = /action="\/answer"|href="\/wallet|href="\/cashier"|class="qr"/

describe('an ending is said once and clearly', () => {
  for (const [name, face] of faces) {
    test(`${name} never offers paying again once it is paid`, () => {
      assert.match(face('paid'), /<h1[^>]*>Payment complete<\/h1>/)
      assert.doesNotMatch(face('paid'), offersPaying)
    })

    for (const phase of ['declined', 'no_balance', 'expired', 'cancelled'] as const) {
      test(`${name} never says paid, and offers no way to pay, when the order is ${phase}`, () => {
        assert.doesNotMatch(textOf(face(phase)), /\bpaid\b|complete/i)
        assert.doesNotMatch(face(phase), offersPaying)
      })
    }

    test(`${name} says that time is up the moment it is, without waiting to be told`, () => {
      assert.match(face('open', order.expiresAt), /<h1[^>]*>Time is up<\/h1>/)
    })
  }

  test('the shop offers paying only while it waits for it', () => {
    for (const state of ['created', 'captured', 'paid', 'rejected', 'cancelled', 'refunded', 'failed'] as const)
      assert.doesNotMatch(shop(state), offersPaying)
    assert.match(shop('waiting'), offersPaying)
  })

  test('a page has one heading, and nothing inline that its policy forbids', () => {
    const pages = [...faces.flatMap(([, face]) => [face('open'), face('paid')]), shop('waiting'), shop('paid')]
    for (const page of pages) {
      assert.equal(page.match(/<h1\b/g)?.length, 1)
      assert.doesNotMatch(page, /\sstyle=|\son\w+=|<style|<script(?! src=)|http-equiv/)
    }
  })
})
