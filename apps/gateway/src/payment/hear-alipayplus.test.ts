import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  type Answer,
  classifyResult,
  type InquiryPaymentResponse,
  type PayResponse,
  type Result,
  type ResultKind,
  resultCodes,
  type Transaction,
  type UnknownBecause,
} from '@silkgate/alipayplus'
import { money, type PaymentEvent } from '@silkgate/domain'
import fc from 'fast-check'
import { hearCancel, hearInquiry, hearNotification, hearPay, hearRefusedRefund } from './hear-alipayplus.ts'

const at = new Date('2026-11-24T09:00:00Z')
const normalUrl = 'https://pay.example/281002040090'
const paymentRequestId = '000000123400000000010000100001'
const paymentAmount = { currency: 'HKD', value: '10000' }
const exchange: Answer<never>['exchange'] = {
  api: 'pay',
  url: 'https://open-sea.example/aps/api/v1/payments/pay',
  requestTime: at.toISOString(),
  requestBody: '{}',
  httpStatus: 200,
  responseBody: '{}',
  durationMs: 1,
  error: undefined,
}

const resultOf = (resultCode: string, resultStatus: string): Result => ({ resultCode, resultStatus })

/** An answer as the client gives it. */
const answered = <Body>(result: Result, body: Omit<Body, 'result'>): Answer<Body> => ({
  ...classifyResult(result),
  code: result.resultCode,
  message: '',
  body: { ...body, result } as Body,
  exchange,
})

const unanswered = (unknownBecause: UnknownBecause): Answer<never> => ({
  status: 'U',
  code: '',
  kind: 'unknown',
  message: '',
  body: undefined,
  unknownBecause,
  exchange,
})

const done = resultOf('SUCCESS', 'S')

/** Every way in which a result comes to us. */
const ways = {
  'pay, first call': (result: Result) => hearPay(answered<PayResponse>(result, {}), at, true),
  'pay, repeated': (result: Result) => hearPay(answered<PayResponse>(result, {}), at, false),
  'pay with a URL': (result: Result) => hearPay(answered<PayResponse>(result, { normalUrl }), at, false),
  'inquiry, the call': (result: Result) => hearInquiry(answered<InquiryPaymentResponse>(result, { paymentAmount }), at),
  'inquiry, the payment': (result: Result) =>
    hearInquiry(answered<InquiryPaymentResponse>(done, { paymentResult: result, paymentAmount }), at),
  notification: (result: Result) => hearNotification({ paymentResult: result, paymentRequestId, paymentAmount }, at),
  cancel: (result: Result) => hearCancel(answered(result, {}), at),
} as const

/** What each kind of result says, way by way, in the order above; a dot is an unknown outcome. */
// biome-ignore format: a table
const table: Readonly<Record<ResultKind, readonly string[]>> = {
  //                first call  repeated   with a URL  inquiry, call  and payment   notification  cancel
  success:         ['.',        '.',       'placed',   '.',           'confirmed',  'announced',  'closed'],
  in_process:      ['.',        '.',       'placed',   '.',           '.',          '.',          '.'],
  unknown:         ['.',        '.',       '.',        '.',           '.',          '.',          '.'],
  throttled:       ['.',        '.',       '.',        '.',           '.',          '.',          '.'],
  declined:        ['120',      '120',     '120',      '.',           '120',        '120',        '.'],
  refused:         ['100',      '100',     '100',      '.',           '100',        '100',        '.'],
  closed:          ['closed',   'closed',  'closed',   '.',           'closed',     'closed',     'closed'],
  order_not_exist: ['.',        '.',       '.',        'absent',      '.',          '.',          'absent'],
  not_processed:   ['100',      '.',       '.',        '.',           '.',          '.',          '.'],
  inconsistent:    ['.',        '.',       '.',        '.',           '.',          '.',          '.'],
  cancel_window:   ['.',        '.',       '.',        '.',           '.',          '.',          'too late'],
  refund_limit:    ['.',        '.',       '.',        '.',           '.',          '.',          '.'],
}

const words: Readonly<Partial<Record<PaymentEvent['name'], string>>> = {
  outcome_unknown: '.',
  order_placed: 'placed',
  success_announced: 'announced',
  success_confirmed: 'confirmed',
  order_not_found: 'absent',
  cancel_window_passed: 'too late',
}

const heard = (event: PaymentEvent): string =>
  event.name === 'refused' ? String(event.code) : (words[event.name] ?? event.name)

describe('a result code', () => {
  for (const [code, { status, kind }] of Object.entries(resultCodes)) {
    test(`${code} (${status}) says the same of every call that may have it`, () => {
      const events = Object.values(ways).map((hear) => hear(resultOf(code, status)))
      assert.deepEqual(events.map(heard), table[kind])
      for (const event of events) assert.equal(event.at, at)
    })

    test(`${code} with another status than ${status} is an unknown outcome`, () => {
      for (const other of ['S', 'F', 'U', 'A', ''].filter((one) => one !== status)) {
        for (const [way, hear] of Object.entries(ways)) {
          assert.equal(hear(resultOf(code, other)).name, 'outcome_unknown', `${other}, ${way}`)
        }
      }
    })
  }

  test('that nobody knows is an unknown outcome, whatever its status', () => {
    for (const status of ['S', 'F', 'U', 'A']) {
      for (const [way, hear] of Object.entries(ways)) {
        const event = hear(resultOf('NEVER_HEARD_OF', status))
        assert.equal(event.name, 'outcome_unknown', `${status}, ${way}`)
      }
    }
  })

  test('that refused a payment is kept as the reason', () => {
    const event = ways.notification(resultOf('USER_BALANCE_NOT_ENOUGH', 'F'))
    assert.ok(event.name === 'refused')
    assert.equal(event.because, 'USER_BALANCE_NOT_ENOUGH')
    assert.equal(event.source, 'notification')
  })
})

test('a call without a clear answer is an unknown outcome that says why', () => {
  const reasons: UnknownBecause[] = ['timeout', 'connection', 'http_status', 'empty_body', 'garbled_body', 'signature']
  for (const because of reasons) {
    const expected = { name: 'outcome_unknown', at, because }
    assert.deepEqual(hearPay(unanswered(because), at, true), { ...expected, source: 'pay' })
    assert.deepEqual(hearInquiry(unanswered(because), at), { ...expected, source: 'inquiry' })
    assert.deepEqual(hearCancel(unanswered(because), at), { ...expected, source: 'cancel' })
  }
})

describe('a refund that is refused after an unknown outcome', () => {
  const refundId = '00000012340000000001000-100001'
  const refused = { name: 'refund_refused', at, refundId, because: 'RISK_REJECT' } as const
  const listedWith = (...transactions: readonly Transaction[]) =>
    hearRefusedRefund(answered<InquiryPaymentResponse>(done, { paymentResult: done, transactions }), refused, at)
  const no = resultOf('PROCESS_FAIL', 'F')
  const of = { transactionRequestId: refundId, transactionId: 'R1' }

  test('has gone back when it is listed with an S, at what is told there', () => {
    const accepted = { name: 'refund_accepted', at, refundId, alipayPlusRefundId: 'R1' }
    assert.deepEqual(listedWith({ ...of, transactionResult: done }), accepted)
    const settlementAmount = { currency: 'EUR', value: '44' }
    const priced = { ...accepted, settlement: money('EUR', 44n) }
    assert.deepEqual(listedWith({ ...of, transactionResult: done, settlementAmount }), priced)
  })

  test('is refused when it is not listed, or listed with a no', () => {
    const another = { ...of, transactionRequestId: '00000012340000000001000-200001', transactionResult: done }
    for (const event of [listedWith(), listedWith(another), listedWith({ ...of, transactionResult: no })])
      assert.equal(event, refused)
    for (const transactions of [undefined, null, {}, [null]]) {
      const body = { paymentResult: done, transactions } as unknown as Omit<InquiryPaymentResponse, 'result'>
      assert.equal(hearRefusedRefund(answered(done, body), refused, at), refused)
    }
  })

  test('stays unknown when nobody says', () => {
    assert.equal(listedWith(of).name, 'refund_unknown')
    assert.equal(listedWith({ ...of, transactionResult: resultOf('NEW', 'S') }).name, 'refund_unknown')
    assert.equal(hearRefusedRefund(unanswered('timeout'), refused, at).name, 'refund_unknown')
    assert.equal(hearRefusedRefund(answered<InquiryPaymentResponse>(no, {}), refused, at).name, 'refund_unknown')
  })
})

describe('an order', () => {
  const placed = (body: Omit<PayResponse, 'result'>) =>
    hearPay(answered<PayResponse>(resultOf('PAYMENT_IN_PROCESS', 'U'), body), at, true)

  test('is placed by a URL, and Alipay+’s id is kept', () => {
    assert.deepEqual(placed({ normalUrl, paymentId: 'A1' }), {
      name: 'order_placed',
      at,
      source: 'pay',
      redirectUrl: normalUrl,
      network: { alipayPlusPaymentId: 'A1' },
    })
  })

  test('takes the confirmation page where there is no cashier page', () => {
    for (const body of [{ paymentUrl: normalUrl }, { normalUrl: '', paymentUrl: normalUrl }]) {
      const event = placed(body)
      assert.equal(event.name === 'order_placed' && event.redirectUrl, normalUrl)
    }
  })

  test('is not placed by what no browser can follow', () => {
    for (const url of ['', ' ', '/checkout', 'pay.example/1', 'javascript:alert(1)', 'alipay://pay', 'https://']) {
      assert.equal(placed({ normalUrl: url }).name, 'outcome_unknown', url)
      assert.equal(placed({ paymentUrl: url }).name, 'outcome_unknown', url)
    }
  })

  test('is not placed by a link into an app alone', () => {
    assert.equal(placed({ schemeUrl: 'alipay://pay', applinkUrl: 'https://app.example' }).name, 'outcome_unknown')
  })
})

describe('a success', () => {
  const full = {
    paymentResult: done,
    paymentRequestId,
    paymentAmount,
    paymentId: 'A1',
    pspId: 'P1',
    walletBrandName: 'AlipayHK',
    paymentTime: '2026-11-24T17:00:00+08:00',
    customerId: '2160220000000001',
    settlementAmount: { currency: 'EUR', value: '1099' },
    settlementQuote: { quoteId: 'Q1', quotePrice: '0.1099' },
  }
  const facts = {
    alipayPlusPaymentId: 'A1',
    pspId: 'P1',
    walletBrandName: 'AlipayHK',
    paymentTime: '2026-11-24T17:00:00+08:00',
    settlementAmount: money('EUR', 1_099n),
    settlementQuote: { quoteId: 'Q1', quotePrice: '0.1099' },
  }

  test('brings its amount and what Alipay+ says of it, and nothing of the payer', () => {
    const amount = money('HKD', 10_000n)
    const announced = { name: 'success_announced', at, source: 'notification', amount, network: facts }
    assert.deepEqual(hearNotification(full, at), announced)
    const confirmed = { name: 'success_confirmed', at, source: 'inquiry', amount, network: facts }
    assert.deepEqual(hearInquiry(answered<InquiryPaymentResponse>(done, full), at), confirmed)
  })

  test('without an amount, or in a currency that nobody knows, is announced without one, and confirmed by none', () => {
    const { paymentAmount: _, ...noAmount } = full
    for (const message of [noAmount, { ...full, paymentAmount: { currency: 'XXX', value: '1' } }]) {
      const announced = hearNotification(message, at)
      assert.ok(announced.name === 'success_announced' && announced.amount === undefined)
      assert.equal(hearInquiry(answered<InquiryPaymentResponse>(done, message), at).name, 'outcome_unknown')
    }
  })

  test('may lack its price, which then is not made up', () => {
    for (const settlementAmount of [undefined, { currency: 'XXX', value: '1' }]) {
      const { settlementAmount: _, ...unpriced } = full
      const event = hearNotification(settlementAmount ? { ...unpriced, settlementAmount } : unpriced, at)
      assert.ok(event.name === 'success_announced')
      assert.equal(event.network?.settlementAmount, undefined)
    }
  })

  test('keeps no time of payment that is none', () => {
    const kept = (paymentTime: string) => {
      const event = hearNotification({ paymentResult: done, paymentRequestId, paymentAmount, paymentTime }, at)
      return 'network' in event ? event.network?.paymentTime : undefined
    }
    for (const time of ['2026-11-24T17:00:00+08:00', '2028-02-29T23:59:59.123Z']) assert.equal(kept(time), time)
    for (const none of [
      '',
      'soon',
      '2026-11-24',
      '2026-02-30T17:00:00+08:00',
      '2026-11-24T25:00:00Z',
      '2026-11-24T17:00:00+99:00',
    ])
      assert.equal(kept(none), undefined, none)
  })

  test('is nothing but an explicit S about the payment, with its amount', () => {
    const codes = fc.constantFrom(...Object.keys(resultCodes), 'NEW', '')
    const results = fc.record({ resultCode: codes, resultStatus: fc.constantFrom('S', 'F', 'U', 'A', '') })
    const amounts = fc.constantFrom(undefined, paymentAmount, { currency: 'XXX', value: '1' })
    const isSuccess = ({ name }: PaymentEvent) => name === 'success_announced' || name === 'success_confirmed'
    fc.assert(
      fc.property(results, fc.option(results, { nil: undefined }), amounts, (result, paymentResult, amount) => {
        const of = amount === undefined ? {} : { paymentAmount: amount }
        const body = { ...of, normalUrl, ...(paymentResult === undefined ? {} : { paymentResult }) }
        const saysPaid = paymentResult?.resultCode === 'SUCCESS' && paymentResult.resultStatus === 'S'
        const isPaid = saysPaid && amount === paymentAmount
        const isDone = result.resultCode === 'SUCCESS' && result.resultStatus === 'S'
        assert.equal(isSuccess(hearInquiry(answered<InquiryPaymentResponse>(result, body), at)), isDone && isPaid)
        assert.ok(!isSuccess(hearPay(answered<PayResponse>(result, body), at, true)))
        assert.ok(!isSuccess(hearCancel(answered(result, body), at)))
        if (paymentResult === undefined) return
        const announced = hearNotification({ paymentResult, paymentRequestId, ...of }, at)
        assert.equal(isSuccess(announced), saysPaid)
        assert.equal('amount' in announced && announced.amount !== undefined, isPaid)
      }),
      { numRuns: 2_000 },
    )
  })
})
