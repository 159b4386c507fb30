import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Answer, InquiryRegistrationStatusResponse } from '@silkgate/alipayplus'
import { hearRegistration, hearRegistrationStatus } from './hear-registration.ts'

const at = new Date('2026-11-24T10:00:00Z')
const since = new Date('2026-11-24T09:00:00Z')
const registration = {
  merchantId: '1234',
  registrationRequestId: '0000001234-1',
  request: {},
  requestedAt: since,
  acceptedAt: undefined,
  endedAt: undefined,
  outcome: undefined,
  detail: undefined,
}

const answer = (status: 'S' | 'F' | 'U', body?: object): Answer<InquiryRegistrationStatusResponse> => ({
  status,
  code: 'CODE',
  kind: 'unknown',
  message: 'says so',
  body: body as InquiryRegistrationStatusResponse | undefined,
  exchange: {
    api: 'inquiryRegistrationStatus',
    url: '',
    requestTime: '',
    requestBody: '',
    httpStatus: 200,
    responseBody: '',
    durationMs: 1,
    error: undefined,
  },
})

const wallet = (registrationStatus: string) => ({ pspName: 'A', registrationResult: { registrationStatus } })

describe('the answer to a request to register a merchant', () => {
  test('takes it, refuses it, or leaves it to be repeated', () => {
    assert.deepEqual(hearRegistration(registration, answer('S'), at).acceptedAt, at)
    assert.equal(hearRegistration(registration, answer('S'), at).outcome, undefined)
    const no = hearRegistration(registration, answer('F'), at)
    assert.deepEqual([no.outcome, no.detail], ['refused', 'CODE: says so'])
    const unknown = hearRegistration(registration, answer('U'), at)
    assert.deepEqual([unknown.outcome, unknown.acceptedAt], [undefined, undefined])
    assert.deepEqual(unknown.nextAt, new Date('2026-11-24T11:00:00Z'))
  })
})

describe('what became of it', () => {
  const heard = (registrationStatus: unknown, ...pspRegistrationResultList: unknown[]) =>
    hearRegistrationStatus(
      registration,
      answer('S', { registrationResult: { registrationStatus }, pspRegistrationResultList }),
      at,
    ).outcome

  test('is a yes where it is completed and a wallet approved, or none is named', () => {
    assert.equal(heard('COMPLETED'), 'registered')
    assert.equal(heard('APPROVED'), 'registered')
    assert.equal(heard('COMPLETED', wallet('REJECTED'), wallet('APPROVED')), 'registered')
  })

  test('is a no where it is rejected, or completed and no wallet approved', () => {
    assert.equal(heard('REJECTED'), 'refused')
    assert.equal(heard('COMPLETED', wallet('REJECTED')), 'refused')
  })

  test('is not known yet by anything else', () => {
    for (const status of ['PENDING', 'SOMETHING_NEW', undefined, 7]) assert.equal(heard(status), undefined)
    for (const status of ['F', 'U'] as const)
      assert.equal(hearRegistrationStatus(registration, answer(status), at).outcome, undefined)
    assert.equal(
      hearRegistrationStatus(registration, answer('S', { registrationResult: 'yes' }), at).outcome,
      undefined,
    )
  })
})
