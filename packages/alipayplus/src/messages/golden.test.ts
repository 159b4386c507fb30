import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { classifyResult } from '../codes.ts'
import { brokenField, decodeMessage, encodeMessage } from '../encode.ts'
import type { CancelPaymentRequest } from './cancel-payment.ts'
import type { ConsultPaymentRequest, ConsultPaymentResponse } from './consult-payment.ts'
import type { NotifyDisputeRequest, ResponseEscalationRequest, ResponseRetrievalRequest } from './dispute.ts'
import type { InquiryPaymentRequest, InquiryPaymentResponse } from './inquiry-payment.ts'
import type { NotifyPaymentRequest } from './notify-payment.ts'
import type { PayRequest, PayResponse } from './pay.ts'
import type { RefundRequest, RefundResponse } from './refund.ts'
import type { InquiryRegistrationStatusRequest, RegistrationOutcome, RegistrationRequest } from './registration.ts'

const folder = new URL('../../testdata/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8')
const decoded = (name: string) => decodeMessage(read(name)) ?? assert.fail(`${name} is no message`)
/** The message as it is on the wire: one line. */
const wire = (name: string) => JSON.stringify(JSON.parse(read(name)))

const registrationRequestId = '0000001234-0198e1c2-6d80-7c11-8f4e-5a2b9c3d1e0f'
const paymentRequestId = '000000123400000000010000100001'
const hkd = { currency: 'HKD', value: '10000' }

/** What every file must be to the program that reads it: a result's status and kind. */
const meanings: Readonly<Record<string, string>> = {
  'consult-payment.answer-offered.json': 'S success',
  'consult-payment.answer-disabled.json': 'S success',
  'pay.answer-placed.json': 'U in_process',
  'pay.answer-refused.json': 'F refused',
  'inquiry-payment.answer-open.json': 'U in_process',
  'inquiry-payment.answer-paid.json': 'S success',
  'inquiry-payment.answer-failed.json': 'F declined',
  'inquiry-payment.answer-closed.json': 'F closed',
  'inquiry-payment.answer-not-found.json': 'F order_not_exist',
  'cancel-payment.answer-done.json': 'S success',
  'cancel-payment.answer-too-late.json': 'F cancel_window',
  'registration.answer-taken.json': 'S success',
  'inquiry-registration-status.answer-pending.json': 'S success',
  'inquiry-registration-status.answer-completed.json': 'S success',
  'refund.answer-done.json': 'S success',
  'refund.answer-too-much.json': 'F refund_limit',
  'notify-payment.paid.json': 'S success',
  'notify-payment.failed.json': 'F declined',
  'notify-payment.answer.json': 'S success',
  'response-escalation.answer.json': 'S success',
}

test('every message of the folder is in its README with a source, and nothing else is', () => {
  const named = [...read('README.md').matchAll(/^\| `([^`]+\.json)` \| .+ \|$/gm)].map(([, name]) => name)
  assert.deepEqual(named.sort(), files.sort())
})

for (const name of files) {
  test(`${name} is the same after it was read and written`, () => {
    assert.equal(encodeMessage(decoded(name)), wire(name))
    assert.equal(brokenField(decoded(name)), undefined)
  })
}

for (const [name, meaning] of Object.entries(meanings)) {
  test(`${name} means ${meaning}`, () => {
    const message = decoded(name) as Partial<InquiryPaymentResponse>
    const { status, kind } = classifyResult(message.paymentResult ?? message.result ?? assert.fail('no result'))
    assert.equal(`${status} ${kind}`, meaning)
  })
}

describe('a message made by a program', () => {
  test('pay is the golden one', () => {
    const request: PayRequest = {
      paymentRequestId,
      paymentAmount: hkd,
      order: {
        referenceOrderId: 'AcmeOrder0001',
        orderDescription: 'Demo Shop 00000012340000000001',
        orderAmount: hkd,
        merchant: {
          referenceMerchantId: '1234',
          merchantName: 'Demo Shop B.V.',
          merchantDisplayName: 'Demo Shop',
          merchantMCC: '5947',
          merchantAddress: { region: 'NL', city: 'Amsterdam', address1: 'Keizersgracht 1', zipCode: '1015 CJ' },
        },
        buyer: { referenceBuyerId: '9876' },
        env: { terminalType: 'WAP', osType: 'IOS', userAgent: 'Mozi***' },
      },
      paymentMethod: { paymentMethodType: 'CONNECT_WALLET' },
      paymentFactor: { isInStorePayment: 'false', isCashierPayment: 'true', presentmentMode: 'UNIFIED' },
      settlementStrategy: { settlementCurrency: 'EUR' },
      paymentNotifyUrl: 'https://gateway.example/alipayplus/notifyPayment',
      paymentRedirectUrl: 'https://shop.example/return?REF=000000123400000000010000100001&RETURNMAC=0b2c***',
      paymentExpiryTime: '2026-11-24T09:10:00.000Z',
      userRegion: 'HK',
    }
    assert.equal(encodeMessage(request), wire('pay.request.json'))
  })

  test('consultPayment is the golden one', () => {
    const request: ConsultPaymentRequest = {
      paymentAmount: { currency: 'MYR', value: '0' },
      paymentFactor: { isInStorePayment: 'false', isCashierPayment: 'true', presentmentMode: 'UNIFIED' },
      settlementStrategy: { settlementCurrency: 'EUR' },
      userRegion: 'MY',
    }
    assert.equal(encodeMessage(request), wire('consult-payment.request.json'))
  })

  test('registration and its inquiry are the golden ones', () => {
    const address = { region: 'NL', city: 'Amsterdam', address1: 'Keizersgracht 1', zipCode: '1015 CJ' }
    const request: RegistrationRequest = {
      registrationRequestId,
      productCodes: ['CASHIER_PAYMENT'],
      merchantInfo: {
        referenceMerchantId: '1234',
        merchantDisplayName: 'Demo Shop',
        merchantMCC: '5947',
        merchantAddress: address,
        websites: [{ url: 'https://shop.example/' }],
        registrationDetail: {
          legalName: 'Demo Shop B.V.',
          registrationType: 'ENTERPRISE_REGISTRATION_NO',
          registrationNo: '1234***',
          registrationAddress: address,
          businessType: 'ENTERPRISE',
        },
      },
      registrationNotifyUrl: 'https://gateway.example/alipayplus/notifyRegistrationStatus',
    }
    assert.equal(encodeMessage(request), wire('registration.request.json'))
    const inquiry: InquiryRegistrationStatusRequest = { registrationRequestId }
    assert.equal(encodeMessage(inquiry), wire('inquiry-registration-status.request.json'))
  })

  test('inquiryPayment and cancelPayment are the golden ones', () => {
    const inquiry: InquiryPaymentRequest = { paymentRequestId }
    const cancel: CancelPaymentRequest = { paymentRequestId }
    assert.equal(encodeMessage(inquiry), wire('inquiry-payment.request.json'))
    assert.equal(encodeMessage(cancel), wire('cancel-payment.request.json'))
  })
})

describe('an answer to a dispute', () => {
  test('is the golden one', () => {
    const retrieval: ResponseRetrievalRequest = {
      disputeRequestId: '20261201D0000000001',
      responseCode: '0001',
      responseMessage: 'Order 00000012340000000001, paid 2026-11-24.',
      evidences: [{ fileName: 'invoice.pdf', fileType: 'application/pdf', content: 'JVBERi0***' }],
    }
    const escalation: ResponseEscalationRequest = {
      disputeRequestId: '20261205D0000000002',
      refundType: 'REJECT_REFUND',
      refundAmount: { currency: 'HKD', value: '0' },
      responseMessage: 'Delivered on 2026-11-26.',
    }
    assert.equal(encodeMessage(retrieval), wire('response-retrieval.request.json'))
    assert.equal(encodeMessage(escalation), wire('response-escalation.request.json'))
  })
})

test('refund is the golden one', () => {
  const refund: RefundRequest = {
    paymentRequestId,
    refundRequestId: '00000012340000000001000-100001',
    refundAmount: { currency: 'HKD', value: '2500' },
    refundReason: 'One of four was broken.',
  }
  assert.equal(encodeMessage(refund), wire('refund.request.json'))
})

test('every message has a request, and every call an answer', () => {
  const payments = ['consult-payment', 'pay', 'inquiry-payment', 'cancel-payment', 'refund']
  const disputes = ['response-retrieval', 'response-escalation']
  const calls = [...payments, ...disputes, 'registration', 'inquiry-registration-status']
  const there = (pattern: RegExp) => files.some((name) => pattern.test(name))
  for (const call of calls)
    assert.ok(there(new RegExp(`^${call}\\.request`)) && there(new RegExp(`^${call}\\.answer`)), call)
})

describe('a message read by a program', () => {
  test('a judgement has its result and what is taken', () => {
    const { disputeJudgedResult, disputeJudgedAmount } = decoded('notify-dispute.lost.json') as NotifyDisputeRequest
    assert.deepEqual([disputeJudgedResult, disputeJudgedAmount?.value], ['ACCEPT_BY_MERCHANT', '4000'])
  })

  test('the wallets that could pay have their ids and brands; what is disabled has its reason', () => {
    const [offered] = (decoded('consult-payment.answer-offered.json') as ConsultPaymentResponse).paymentOptions ?? []
    const wallets = offered?.paymentOptionDetail?.connectWallet?.supportWallets ?? []
    assert.deepEqual(
      wallets.map(({ walletName, walletBrandName }) => [walletName, walletBrandName]),
      [
        ['TNG', "Touch 'n Go eWallet"],
        ['BOOST', 'Boost'],
      ],
    )
    const [disabled] = (decoded('consult-payment.answer-disabled.json') as ConsultPaymentResponse).paymentOptions ?? []
    assert.deepEqual([disabled?.enabled, disabled?.disableReason], ['false', 'CHANNEL_DISABLE'])
  })

  test('a registration has its status, as a whole and at each wallet', () => {
    for (const name of ['inquiry-registration-status.answer-completed.json', 'notify-registration-status.json']) {
      const outcome = decoded(name) as RegistrationOutcome
      assert.equal(outcome.registrationResult?.registrationStatus, 'COMPLETED')
      assert.equal(outcome.pspRegistrationResultList?.[0]?.registrationResult?.registrationStatus, 'APPROVED')
    }
  })

  test('a refund has its own settlement amount and rate', () => {
    const done = decoded('refund.answer-done.json') as RefundResponse
    assert.deepEqual(done.settlementAmount, { currency: 'EUR', value: '275' })
    assert.equal(done.settlementQuote?.quotePrice, '0.11004494')
  })

  test('a placed order has its URL', () => {
    const { normalUrl, paymentId } = decoded('pay.answer-placed.json') as PayResponse
    assert.match(normalUrl ?? '', /^https:\/\/open-sea\.alipayplus\.com\//)
    assert.equal(paymentId, '20261124194010800100188640298283440')
  })

  test('a paid order has its amounts, its rate and its refunds', () => {
    const paid = decoded('inquiry-payment.answer-paid.json') as InquiryPaymentResponse
    assert.deepEqual(paid.paymentAmount, hkd)
    assert.deepEqual(paid.settlementAmount, { currency: 'EUR', value: '1099' })
    assert.equal(paid.settlementQuote?.quotePrice, '0.10993500')
    assert.deepEqual(paid.transactions?.[0]?.transactionAmount, { currency: 'HKD', value: '2500' })
  })

  test('a notification has the wallet', () => {
    const notification = decoded('notify-payment.paid.json') as NotifyPaymentRequest
    assert.equal(notification.walletBrandName, 'AlipayHK')
    assert.equal(notification.paymentRequestId, paymentRequestId)
  })
})
