import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readCreateRequest } from './read-create-request.ts'

const names = {
  redirectionData: 'redirectPaymentMethodSpecificInput.redirectionData.returnUrl',
  returnUrl: 'redirectPaymentMethodSpecificInput.returnUrl',
}

const read = (redirect: Record<string, unknown>, isSandbox: boolean) =>
  readCreateRequest(
    {
      order: { amountOfMoney: { amount: 1500, currencyCode: 'HKD' } },
      redirectPaymentMethodSpecificInput: { paymentProductId: 866, ...redirect },
    },
    isSandbox,
  )

const refusalOf = (url: string, isSandbox: boolean) => {
  const command = read({ redirectionData: { returnUrl: url } }, isSandbox)
  return command.ok ? undefined : command.refusals[0]
}

const always = [
  'https://shop.example',
  'https://shop.example/return?order=1&x=%20#paid',
  'HTTPS://SHOP.example:8443/',
  'myapp://return',
  'com.example.shop://paid?order=1',
  `https://shop.example/${'x'.repeat(1900 - 21)}`,
]
const sandboxOnly = [
  'http://shop.example/',
  'http://localhost:3000/return',
  'https://localhost/',
  'https://localhost./',
  'https://shop.localhost/',
  'https://127.0.0.1/',
  'https://10.1.2.3:8443/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://8.8.8.8/',
  'https://[::1]/',
  'https://[2606:4700::1111]/',
]
const never = [
  '/return',
  'shop.example/return',
  '//shop.example/return',
  'https:shop.example',
  'https:/shop.example',
  'https://',
  'https://shop .example/',
  'https://shop.example/a b',
  'https://shop.example/ ',
  ' https://shop.example/',
  'https://shop.example/\n',
  'https://shop.exa\tmple/',
  'https://shop.example/\u0000',
  'https://shop.example/\u007f',
  'mailto:shop@shop.example',
  'javascript:alert(1)',
  'javascript://shop.example/%0Aalert(1)',
  'JavaScript://shop.example/%0Aalert(1)',
  'data://text/html,x',
  'vbscript://x',
  'file:///etc/passwd',
  'about://blank',
  'blob://x',
  `https://shop.example/${'x'.repeat(1901 - 21)}`,
]

describe('a return URL', () => {
  test('is https or an app of the merchant', () => {
    for (const url of always) {
      for (const isSandbox of [true, false]) assert.equal(refusalOf(url, isSandbox), undefined, url)
    }
  })

  test('may be plain http, an address or localhost in the sandbox alone', () => {
    for (const url of sandboxOnly) {
      assert.equal(refusalOf(url, true), undefined, url)
      assert.equal(refusalOf(url, false)?.error, 'INVALID_VALUE', url)
    }
  })

  test('is nothing else', () => {
    for (const url of never) {
      for (const isSandbox of [true, false]) {
        const refusal = refusalOf(url, isSandbox)
        assert.equal(refusal?.error, 'INVALID_VALUE', JSON.stringify(url))
        assert.equal(refusal?.propertyName, names.redirectionData, JSON.stringify(url))
      }
    }
  })

  test('is read from its old name too, and refused under the name it came in', () => {
    const old = read({ returnUrl: 'https://shop.example/old' }, false)
    assert.equal(old.ok && old.value.request.returnUrl, 'https://shop.example/old')
    const both = read(
      { returnUrl: 'https://shop.example/old', redirectionData: { returnUrl: 'https://shop.example/' } },
      false,
    )
    assert.equal(both.ok && both.value.request.returnUrl, 'https://shop.example/')
    const wrong = read({ returnUrl: 'shop.example', redirectionData: { returnUrl: '' } }, false)
    assert.ok(!wrong.ok)
    assert.equal(wrong.refusals[0]?.propertyName, names.returnUrl)
  })
})
