import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { longestBody, maskedBody, maskedQuery } from './masked-body.ts'

describe('a body in the log of calls', () => {
  test('keeps amounts, states and names of fields, and hides who pays and what lets somebody act', () => {
    const contactDetails = { emailAddress: 'li@shop.example', phoneNumber: 31612345678 }
    const body = {
      order: {
        amountOfMoney: { amount: 1500, currencyCode: 'EUR' },
        customer: { merchantCustomerId: 'c-1', contactDetails },
        references: { merchantReference: 'ORDER-1', descriptor: 'Tea for Li' },
      },
      returnUrl: 'https://shop.example/back?who=li',
      message: 'Li rang',
      requiresApproval: false,
      nothing: null,
    }
    const kept = JSON.parse(maskedBody(JSON.stringify(body), 'merchant') ?? '') as unknown
    assert.deepEqual(kept, {
      order: {
        amountOfMoney: { amount: 1500, currencyCode: 'EUR' },
        customer: { merchantCustomerId: '***', contactDetails: { emailAddress: '***', phoneNumber: '***' } },
        references: { merchantReference: 'ORDER-1', descriptor: '***' },
      },
      returnUrl: '***',
      message: '***',
      requiresApproval: false,
      nothing: null,
    })
    assert.match(maskedBody('{"errors":[{"message":"There is no such payment."}]}', 'us') ?? '', /no such payment/)
    assert.equal(maskedQuery(new URLSearchParams('limit=5&merchantCustomerId=li')), 'limit=5&merchantCustomerId=***')
  })

  test('has no value of a field that nobody has thought of, however deep it lies', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (any) => {
        const secret = 'zanzibar'
        const planted = { thing: [any, { other: secret, list: [secret, { deep: secret }] }] }
        assert.ok(!(maskedBody(JSON.stringify(planted), 'merchant') ?? '').includes(secret))
      }),
    )
  })

  test('is not kept where it is no JSON, or long', () => {
    assert.equal(maskedBody('li@shop.example', 'merchant'), '(no JSON)')
    assert.equal(maskedBody('', 'merchant'), undefined)
    assert.equal(maskedBody(`"${'x'.repeat(longestBody)}"`, 'us'), `(${longestBody + 2} characters)`)
  })
})
