import { type Answer, classifyResult, type ResultKind, resultCodes, resultKinds } from '@silkgate/alipayplus'
import { type PaymentEvent, paymentTable, type RefundEvent, refundTable } from '@silkgate/domain'
import {
  hearCancel,
  hearInquiry,
  hearNotification,
  hearPay,
  hearRefund,
} from '../../apps/gateway/src/payment/hear-alipayplus.ts'
import { code, page, table } from './markdown.ts'

const at = new Date(0)
const paymentAmount = { currency: 'EUR', value: '1000' }
const exchange: Answer<never>['exchange'] = {
  api: 'pay',
  url: '',
  requestTime: '',
  requestBody: '',
  httpStatus: 200,
  responseBody: '',
  durationMs: 0,
  error: undefined,
}

const result = (resultCode: string) => ({ resultCode, resultStatus: resultCodes[resultCode]?.status ?? 'U' })

const answer = <Body>(resultCode: string, body: Body): Answer<Body> => ({
  ...classifyResult(result(resultCode)),
  code: resultCode,
  message: '',
  body,
  exchange,
})

const told = (event: PaymentEvent | RefundEvent): string =>
  event.name === 'refused' ? `${code(event.name)} ${event.code}` : code(event.name)

const afterPay = (resultCode: string): string => {
  const paid = answer(resultCode, { result: result(resultCode), normalUrl: 'https://wallet.example/1' })
  const [first, repeated] = [told(hearPay(paid, at, true)), told(hearPay(paid, at, false))]
  return first === repeated ? first : `${first}; when pay was repeated ${repeated}`
}

const asPaymentResult = (resultCode: string): string =>
  told(hearNotification({ paymentRequestId: '1', paymentResult: result(resultCode), paymentAmount }, at))

/** The answer to an inquiry is about the call; where two payment results make two events of it, these decide. */
const afterInquiry = (resultCode: string): string => {
  const [paid, closed] = (['SUCCESS', 'ORDER_IS_CLOSED'] as const).map((of) =>
    told(hearInquiry(answer(resultCode, { result: result(resultCode), paymentResult: result(of), paymentAmount }), at)),
  )
  return paid === closed ? `${paid}` : 'what its paymentResult says'
}

const afterCancel = (resultCode: string): string => told(hearCancel(answer(resultCode, undefined), at))

const refundHeard = (resultCode: string, isFirstCall: boolean): RefundEvent =>
  hearRefund(answer(resultCode, { result: result(resultCode) }), { refundId: '', at, isFirstCall })

const afterRefund = (resultCode: string): string => {
  const [first, repeated] = [true, false].map((isFirstCall) => told(refundHeard(resultCode, isFirstCall)))
  return first === repeated ? `${first}` : `${first}; when it was repeated ${repeated}`
}

/** What a merchant sees of a payment at a position once an event was heard. */
const seen = (position: keyof typeof paymentTable, event: PaymentEvent): string => {
  switch (paymentTable[position][event.name]) {
    case 'redirect':
      return 'REDIRECTED 50'
    case 'capture':
      return 'CAPTURED 800'
    case 'refuse':
      return `REJECTED ${event.name === 'refused' ? event.code : ''}`
    case 'close':
      return 'CANCELLED 99999'
    default:
      return 'as before'
  }
}

const seenAfterPay = (resultCode: string): string =>
  seen(
    'created',
    hearPay(answer(resultCode, { result: result(resultCode), normalUrl: 'https://wallet.example/1' }), at, true),
  )

const seenAfterPaymentResult = (resultCode: string): string =>
  seen('redirected', hearNotification({ paymentRequestId: '1', paymentResult: result(resultCode), paymentAmount }, at))

const seenAfterCancel = (resultCode: string): string => seen('closing', hearCancel(answer(resultCode, undefined), at))

const seenAfterRefund = (resultCode: string): string => {
  const event = refundHeard(resultCode, true)
  if (event.name === 'refund_asked') return 'as before'
  const move = refundTable.REFUND_REQUESTED[event.name]
  return move === 'accept' ? 'REFUNDED 1800' : move === 'refuse' ? 'REJECTED 1850' : 'as before'
}

const goingOn = (kind: ResultKind): readonly string[] => [
  resultKinds[kind].isFinal ? 'yes' : 'no',
  resultKinds[kind].next,
]

/** The codes of each kind. */
const kinds = (): ReadonlyMap<ResultKind, readonly string[]> =>
  Map.groupBy(Object.keys(resultCodes), (name) => classifyResult(result(name)).kind)

/** What the codes of a kind lead to: one thing, unless the gateway tells them apart. */
const all = (names: readonly string[], lead: (name: string) => string): string =>
  [...new Set(names.map(lead))].join(' or ')

/** Every result code of Alipay+ that we know, and what each kind of them leads to. */
export const resultCodesPage = (): string =>
  page({
    from: 'packages/alipayplus/src/codes.ts and apps/gateway/src/payment/hear-alipayplus.ts',
    title: 'Result codes of Alipay+',
    parts: [
      'S and F are answers only with a code of this table and with the status that is its own. Everything else is an unknown ' +
        'outcome: it is never a yes and never a no ([why](../decisions/0003-unknown-outcome.md)).',
      table(
        ['Code', 'Status', 'Kind', 'Meaning', 'Final', 'What is done next'],
        Object.entries(resultCodes).map(([name, { status, kind, means }]) => [
          code(name),
          status,
          code(kind),
          means,
          ...goingOn(kind),
        ]),
      ),
      '## What the merchant sees',
      'Of a payment: after pay (with a URL, as the first try), after a payment result (a notification, or what an inquiry says ' +
        'of the payment), after cancelPayment; and of a refund. "As before": what is known stands, and we ask on; so it is ' +
        'whenever an inquiry itself is not answered S.',
      table(
        ['Code', 'pay', 'payment result', 'cancelPayment', 'refund'],
        Object.keys(resultCodes).map((name) => [
          code(name),
          seenAfterPay(name),
          seenAfterPaymentResult(name),
          seenAfterCancel(name),
          seenAfterRefund(name),
        ]),
      ),
      '## What each kind leads to',
      'The events are those of [the states of a payment](states.md). An answer to pay counts with a URL, and as the first try ' +
        'unless it says otherwise; a payment result is what a notification brings, or the answer to an inquiry.',
      table(
        [
          'Kind',
          'As the answer to pay',
          'As the answer to inquiryPayment',
          'As a payment result',
          'As the answer to cancelPayment',
          'As the answer to refund',
        ],
        [...kinds()].map(([kind, names]) => [
          code(kind),
          all(names, afterPay),
          all(names, afterInquiry),
          all(names, asPaymentResult),
          all(names, afterCancel),
          all(names, afterRefund),
        ]),
      ),
    ],
  })
