import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Language, languages, money } from '@silkgate/domain'
import { texts } from '@silkgate/page'
import { orderStatusPage, type ShopOrderState } from '../shop/shop-pages.ts'
import { expiresAt, faces, now } from './testing.ts'

const shop = (state: ShopOrderState): string =>
  orderStatusPage({
    id: 'SHOP-1',
    product: { name: 'Dotted notebook', imageUrl: '/image.svg' },
    amount: money('EUR', 1099n),
    createdAt: now,
    state,
    paymentId: undefined,
    payUrl: '/cashier',
    timeline: [],
    underTheHood: undefined,
    eventsUrl: '/events',
    problem: undefined,
  })

const textOf = (page: string): string => page.replace(/<[^>]*>/g, ' ')
const offersPaying = /action="\/answer"|href="\/wallet|href="\/cashier"|class="qr"/

const headingOf = (page: string): string | undefined => /<h1[^>]*>(.*?)<\/h1>/s.exec(page)?.[1]

/** What a page must not say as long as nobody has paid. */
const saysPaid: Readonly<Record<Language, RegExp>> = {
  en: /\bpaid\b|complete/i,
  nl: /\bbetaald\b|(?<!niet )gelukt/i,
  'zh-CN': /付款成功|已付款|已支付|已确认/,
  'zh-HK': /付款成功|已付款|已支付|已確認/,
}

const ofOrders = faces.filter(([name]) => name !== 'the page of an unknown order')

describe('an ending is said once and clearly', () => {
  for (const [name, face] of ofOrders) {
    for (const language of languages) {
      test(`${name} never offers paying again once it is paid (${language})`, () => {
        const page = face('paid', language)
        assert.equal(headingOf(page), texts[language].endings.paid.heading)
        assert.match(textOf(page), saysPaid[language])
        assert.doesNotMatch(page, offersPaying)
      })

      for (const phase of ['declined', 'no_balance', 'expired', 'cancelled'] as const) {
        test(`${name} never says paid, and offers no way to pay, when the order is ${phase} (${language})`, () => {
          assert.doesNotMatch(textOf(face(phase, language)), saysPaid[language])
          assert.doesNotMatch(face(phase, language), offersPaying)
        })
      }

      test(`${name} says that time is up the moment it is, without waiting to be told (${language})`, () => {
        assert.equal(headingOf(face('open', language, expiresAt)), texts[language].endings.expired.heading)
      })
    }
  }

  test('the shop offers paying only while it waits for it', () => {
    for (const state of ['created', 'captured', 'paid', 'rejected', 'cancelled', 'refunded', 'failed'] as const)
      assert.doesNotMatch(shop(state), offersPaying)
    assert.match(shop('waiting'), offersPaying)
  })

  test('a page has one heading, and nothing inline that its policy forbids', () => {
    const pages = [
      ...faces.flatMap(([, face]) => [face('open', 'nl'), face('paid', 'zh-HK')]),
      shop('waiting'),
      shop('paid'),
    ]
    for (const page of pages) {
      assert.equal(page.match(/<h1\b/g)?.length, 1)
      assert.doesNotMatch(page, /\sstyle=|\son\w+=|<style|<script(?! src=)|http-equiv/)
    }
  })
})
