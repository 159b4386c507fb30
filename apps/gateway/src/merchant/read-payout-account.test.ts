import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type GivenAccount, readPayoutAccount } from './read-payout-account.ts'

const euros: GivenAccount = {
  currency: 'EUR',
  iban: 'nl91 abna 0417 1643 00',
  holder: ' Müller & Söhne <GmbH> ',
  town: 'Rotterdam',
  country: 'NL',
  proof: 'letter of the bank',
}

const { iban: _iban, ...without } = euros
const abroad: GivenAccount = { ...without, currency: 'HKD', accountNumber: '012-345678-901', bic: 'hsbchkhh' }

describe('a payout account as it is given', () => {
  test('is an IBAN without spaces, and needs no bank for euros', () => {
    const { account, bic, holder, address } = readPayoutAccount('1234', euros)
    assert.deepEqual(
      [account, bic, holder, address],
      [{ iban: 'NL91ABNA0417164300' }, undefined, 'Müller & Söhne <GmbH>', { town: 'Rotterdam', country: 'NL' }],
    )
  })

  test('is a number with its bank elsewhere, with an address in parts', () => {
    const street = { street: "Queen's Road Central", building: '1', postcode: '0', subdivision: 'HK' }
    const { account, bic, address } = readPayoutAccount('5678', { ...abroad, ...street })
    assert.deepEqual(
      [account, bic, address],
      [{ number: '012345678901' }, 'HSBCHKHH', { ...street, town: 'Rotterdam', country: 'NL' }],
    )
  })

  const wrong: readonly [RegExp, GivenAccount][] = [
    [/--iban: either it or --account-number is needed/, without],
    [/--iban: either it or --account-number is needed/, { ...euros, accountNumber: '012345678901' }],
    [/--iban: "NL91ABNA0417164301" is no IBAN/, { ...euros, iban: 'NL91ABNA0417164301' }],
    [/--account-number: 4 to 34 digits/, { ...abroad, accountNumber: '1/2' }],
    [/--bic: the merchant's bank is needed for all but euros to an IBAN/, { ...without, accountNumber: '0123' }],
    [/--bic: the merchant's bank is needed/, { ...euros, currency: 'USD' }],
    [/--bic: 8 or 11 characters/, { ...abroad, bic: 'HSBC' }],
    [/--currency: "EURO" is no currency/, { ...euros, currency: 'EURO' }],
    [/--country: two capital letters/, { ...euros, country: 'nl' }],
    [/--holder: a text of 1 to 2000 characters/, { ...euros, holder: ' ' }],
    [/--town: a text/, { ...euros, town: '' }],
    [/--proof: a text/, { ...euros, proof: '' }],
  ]
  for (const [says, given] of wrong) {
    test(`is refused: ${says.source}, ${given.accountNumber ?? given.iban}`, () =>
      assert.throws(() => readPayoutAccount('1234', given), says))
  }
})
