import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Transfer } from '../ledger/index.ts'
import { type Money, money } from '../money/index.ts'
import { intend, type Payment, statusOf } from '../payment/index.ts'
import * as a from '../payment/testing.ts'
import { askRefund, decideRefund, type Refund, type RefundEvent, refundOfLateSuccess } from './index.ts'

const terms = { refundsNeedApproval: false, refundsAfterPaid: false }
const id = '000000123400000000010000100001'
const silent = a.succeeded('notification', a.after(60), { settlement: false })
const written = (transfers: readonly Transfer[]) =>
  transfers.map((t) => `${t.debit} / ${t.credit} ${t.amount.minor} ${t.amount.currency}`)

describe('a refund of a payment whose settlement amount is not known yet', () => {
  const unpriced = a.aPayment(a.placed(), silent)
  const asked = (payment: Payment, minor: bigint | undefined, number = 1) => {
    const amount = minor === undefined ? undefined : money('HKD', minor)
    const event = askRefund(payment, terms, { amount, number, at: a.after(70) })
    assert.ok(event.ok)
    return decideRefund(payment, undefined, event.value)
  }
  const accepted = ({ refundId }: Refund, minor?: bigint): RefundEvent => ({
    name: 'refund_accepted',
    at: a.after(71),
    refundId,
    ...(minor === undefined ? {} : { settlement: money('EUR', minor) }),
  })

  test('is booked aside, and takes what Alipay+ takes for it from what is pending', () => {
    const { payment, refund, transfers } = asked(unpriced, 4_000n)
    assert.deepEqual(written(transfers), ['suspense_unpriced / refunds_in_flight 4000 HKD'])
    const done = decideRefund(payment, refund, accepted(refund, 441n))
    assert.deepEqual(written(done.transfers), [
      'refunds_in_flight / receivable_unpriced 4000 HKD',
      'pending / receivable 441 EUR',
    ])
    const priced = a.decision(done.payment, a.succeeded('inquiry', a.after(90)))
    assert.deepEqual(written(priced.transfers), [
      'suspense_unpriced / receivable_unpriced 6000 HKD',
      'receivable / pending 1099 EUR',
    ])
    assert.equal(priced.payment.refundBookedMinor, 440n, 'the rest of the settlement is for the rest of the payment')
  })

  test('and that never has a price is for a person after an hour, and asked about until it has one', () => {
    const first = asked(unpriced, 4_000n)
    let { payment, refund } = decideRefund(first.payment, first.refund, accepted(first.refund))
    let since: Date | undefined
    for (const askedAt of [3_600, 72 * 3_600, 96 * 3_600, 1_000 * 3_600].map((seconds) => a.after(71 + seconds))) {
      const told = decideRefund(payment, refund, { ...accepted(refund), at: askedAt })
      assert.deepEqual([told.exceptions.map(({ kind }) => kind), told.transfers], [['refund_unbooked'], []])
      assert.match(told.exceptions[0]?.detail ?? '', /has not said what it takes; 40\.00 HKD is booked aside/)
      ;({ payment, refund } = told)
      since = askedAt
    }
    assert.equal((refund.waiting?.dueAt.getTime() ?? 0) - (since?.getTime() ?? 0), 24 * 3_600_000)
    const priced = decideRefund(payment, refund, accepted(refund, 441n))
    assert.deepEqual(priced.resolved, ['refund_unbooked'])
    assert.deepEqual(written(priced.transfers), ['pending / receivable 441 EUR'])
    assert.equal(priced.refund.waiting, undefined)
  })

  test('refused after the price has come leaves nothing aside', () => {
    const { payment, refund } = asked(unpriced, 4_000n)
    const priced = a.decided(payment, a.succeeded('inquiry', a.after(90)))
    const refused: RefundEvent = { name: 'refund_refused', at: a.after(91), refundId: refund.refundId, because: 'X' }
    const { transfers, payment: after } = decideRefund(priced, refund, refused)
    assert.deepEqual(written(transfers), ['refunds_in_flight / receivable_unpriced 4000 HKD'])
    assert.equal(after.refundBookedMinor, 0n)
  })

  test('of a late success goes back at once: its consumer does not wait for a price', () => {
    const dead = a.aPayment(a.givenUp(a.after(20)), a.closed('cancel', a.after(21)))
    const late = a.decided(a.decided(dead, silent), a.succeeded('inquiry', a.after(61), { settlement: false }))
    const event = refundOfLateSuccess(late, a.after(61))
    assert.ok(event)
    const { payment, refund, transfers } = decideRefund(late, undefined, event)
    assert.deepEqual(written(transfers), ['late_success / refunds_in_flight 10000 HKD'])
    assert.deepEqual(written(decideRefund(payment, refund, accepted(refund, 1_099n)).transfers), [
      'refunds_in_flight / receivable_unpriced 10000 HKD',
      'late_success / receivable 1099 EUR',
    ])
  })
})

test('two settlement amounts for one payment: the first is booked, and a person is told', () => {
  const other = a.succeeded('inquiry', a.after(90), { settlement: money('EUR', 1_100n) })
  const { transfers, exceptions, payment } = a.decision(
    a.aPayment(a.placed(), a.succeeded('notification', a.after(60))),
    other,
  )
  assert.deepEqual([transfers, payment.network.settlementAmount], [[], a.eur])
  assert.deepEqual(
    exceptions.map(({ kind }) => kind),
    ['settlement_amount_differs'],
  )
})

describe('any capture with any refunds, in any two currencies', () => {
  const currency = fc.constantFrom('JPY', 'KRW', 'EUR', 'HKD', 'IDR', 'KWD', 'BHD')
  const refund = fc.record({
    part: fc.bigInt({ min: 1n, max: 60n }),
    end: fc.constantFrom('accepted' as const, 'accepted' as const, 'refused' as const),
    /** What Alipay+ takes, in thousandths of the payment's rate; told at once, or when it is asked again. */
    rate: fc.bigInt({ min: 900n, max: 1_100n }),
    isToldLate: fc.boolean(),
    isAnsweredLate: fc.boolean(),
  })
  const story = fc.record({
    amount: fc.tuple(currency, fc.bigInt({ min: 1n, max: 10n ** 9n })),
    settlement: fc.tuple(currency, fc.bigInt({ min: 0n, max: 10n ** 9n })),
    /** After how many refunds the settlement amount is told. */
    pricedAfter: fc.nat(6),
    refunds: fc.array(refund, { maxLength: 5 }),
    givesAllBack: fc.boolean(),
  })
  type Story = typeof story extends fc.Arbitrary<infer T> ? T : never

  /** Plays a story to its end; answers the accounts, debits less credits, and what Alipay+ took for the refunds. */
  const play = (told: Story) => {
    const balances = new Map<string, bigint>()
    const book = (transfers: readonly Transfer[]) => {
      for (const { debit, credit, amount } of transfers) {
        const add = (account: string, minor: bigint) => {
          const key = `${account} ${amount.currency}`
          balances.set(key, (balances.get(key) ?? 0n) + minor)
        }
        add(debit, amount.minor)
        add(credit, -amount.minor)
      }
    }
    const amount = money(...told.amount)
    const settlement = money(...told.settlement)
    const merchant = {
      ...a.aMerchant(),
      settlementCurrency: settlement.currency,
      contracts: [{ validFrom: new Date(0), feeBasisPoints: 0n, feeFixed: money(settlement.currency, 0n) }],
    }
    let { payment } = intend(merchant, id, amount, a.start)
    const hear = (event: Parameters<typeof a.decision>[1]) => {
      const decision = a.decision(payment, event, merchant.contracts)
      book(decision.transfers)
      payment = decision.payment
    }
    const hearRefund = (before: Refund | undefined, event: RefundEvent): Refund => {
      const decision = decideRefund(payment, before, event)
      book(decision.transfers)
      payment = decision.payment
      return decision.refund
    }
    const price = () => hear(a.succeeded('inquiry', a.after(100), { amount, settlement }))
    hear(a.succeeded('notification', a.after(60), { amount, settlement: false }))
    let taken = 0n
    let bookings = 0n
    const open: (() => void)[] = []
    const askFor = (wish: Money | undefined, number: number, way: Story['refunds'][number]) => {
      const event = askRefund(payment, terms, { amount: wish, number, at: a.after(110) })
      if (!event.ok) return
      const asked = hearRefund(undefined, event.value)
      const { refundId } = asked
      const own = money(
        settlement.currency,
        (settlement.minor * asked.amount.minor * way.rate) / (amount.minor * 1000n),
      )
      const answer = () => {
        const at = a.after(120)
        if (way.end === 'refused') return hearRefund(asked, { name: 'refund_refused', at, refundId, because: 'X' })
        const said: RefundEvent = { name: 'refund_accepted', at, refundId, settlement: own }
        const silently: RefundEvent = { name: 'refund_accepted', at, refundId }
        const gone = hearRefund(asked, way.isToldLate ? silently : said)
        if (way.isToldLate) open.push(() => hearRefund(gone, said))
        taken += own.minor
        if (!asked.unpriced) bookings += asked.booked.minor
        return gone
      }
      if (way.isAnsweredLate) open.push(answer)
      else answer()
    }
    told.refunds.forEach((way, index) => {
      if (index === told.pricedAfter) price()
      askFor(money(amount.currency, (amount.minor * way.part) / 100n || 1n), index + 1, way)
    })
    if (told.refunds.length <= told.pricedAfter) price()
    while (open.length > 0) open.shift()?.()
    if (told.givesAllBack)
      askFor(undefined, 9, { part: 0n, end: 'accepted', rate: 1000n, isToldLate: false, isAnsweredLate: false })
    return { payment, settlement, taken, bookings, balances }
  }

  /** Two halves of a unit were counted as one when the price came, and are a unit each when the refunds are refused. */
  const roundedUpTwice: Story = {
    amount: ['JPY', 20_226_683n],
    settlement: ['JPY', 511_649_750n],
    pricedAfter: 2,
    refunds: [1, 2, 3].map(() => ({
      ...{ part: 1n, end: 'refused', rate: 900n, isToldLate: false, isAnsweredLate: true },
    })),
    givesAllBack: false,
  }

  test('the receivable is what Alipay+ pays less what it takes, the merchant is owed it, and nothing stays aside', () => {
    fc.assert(
      fc.property(story, (told) => {
        const { payment, settlement, taken, balances } = play(told)
        const left = settlement.minor - taken
        const expected = [
          [`owed ${settlement.currency}`, -left],
          [`receivable ${settlement.currency}`, left],
        ] as const
        const [pending, available] = [`pending ${settlement.currency}`, `available ${settlement.currency}`]
        const others = [...balances].filter(([account]) => account !== pending && account !== available)
        const owed = (balances.get(pending) ?? 0n) + (balances.get(available) ?? 0n)
        if (told.pricedAfter === 0) {
          assert.equal(owed - (balances.get(available) ?? 0n), payment.refundBookedMinor - settlement.minor)
        }
        assert.deepEqual(
          [...others, [`owed ${settlement.currency}`, owed] as const].filter(([, minor]) => minor !== 0n).sort(),
          expected.filter(([, minor]) => minor !== 0n).toSorted(),
        )
        assert.ok(payment.refundBookedMinor >= 0n && payment.refundBookedMinor <= settlement.minor)
        assert.equal(payment.refundingMinor, 0n)
      }),
      { numRuns: 3000, examples: [[roundedUpTwice]] },
    )
  })

  test('when all of a priced payment went back, all of its settlement was booked for it, in any parts', () => {
    fc.assert(
      fc.property(story, (told) => {
        const { payment, settlement, bookings } = play({ ...told, pricedAfter: 0, givesAllBack: true })
        assert.equal(statusOf(payment), 'REFUNDED')
        assert.deepEqual([payment.refundBookedMinor, bookings], [settlement.minor, settlement.minor])
      }),
      { numRuns: 1000 },
    )
  })
})
