import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Answer, ConsultPaymentResponse } from '@silkgate/alipayplus'
import { hearWallets } from './wallets-on-offer.ts'

const result = { resultCode: 'SUCCESS', resultStatus: 'S' }
const exchange = {
  api: 'consultPayment',
  url: '',
  requestTime: '',
  requestBody: '',
  httpStatus: 200,
  responseBody: '',
  durationMs: 1,
  error: undefined,
}

const idsOf = (paymentOptions: unknown, more: Partial<Answer<ConsultPaymentResponse>> = {}) => {
  const body = { result, paymentOptions } as ConsultPaymentResponse
  const answer: Answer<ConsultPaymentResponse> = {
    status: 'S',
    code: 'SUCCESS',
    kind: 'success',
    message: '',
    body,
    exchange,
    ...more,
  }
  return hearWallets(answer)?.map(({ id }) => id)
}

const unified = (supportWallets: unknown, enabled?: string) => ({
  paymentMethodType: 'CONNECT_WALLET',
  ...(enabled === undefined ? {} : { enabled }),
  paymentOptionDetail: { connectWallet: { supportWallets } },
})

describe('what Alipay+ says of its wallets', () => {
  test('is heard where it is an answer', () => {
    assert.deepEqual(idsOf([unified([{ walletName: 'TNG' }, { walletName: 'NEW' }])]), ['TNG', 'NEW'])
    assert.deepEqual(idsOf([{ paymentMethodType: 'OTHER' }, unified([{ walletName: 'TNG' }], 'true')]), ['TNG'])
    assert.deepEqual(idsOf([unified([])]), [])
    assert.deepEqual(idsOf([unified([{ walletName: 'TNG' }], 'false')]), [])
    assert.deepEqual(idsOf(undefined, { status: 'F', kind: 'refused' }), [])
  })

  test('is nothing where it cannot be understood, or is no answer', () => {
    for (const options of [undefined, 'none', [], [{}], [unified(undefined)], [unified(['TNG'])]])
      assert.equal(idsOf(options), undefined, JSON.stringify(options))
    assert.equal(idsOf([unified([{ walletName: '' }])]), undefined)
    assert.equal(idsOf([unified([{ walletName: 'TNG' }])], { status: 'U', kind: 'throttled' }), undefined)
    assert.equal(idsOf(undefined, { status: 'F', kind: 'not_processed' }), undefined)
  })
})
