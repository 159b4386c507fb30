import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import { type CreditTransfer, type CreditTransferMessage, writeCreditTransfers } from '../index.ts'
import { corpus } from '../testing.ts'

const debtor = { name: 'Stichting Silkgate', iban: 'NL27SLKG0000001000', bic: 'SLKGNL2A' }

const inSepa: CreditTransfer = {
  endToEndId: 'R-1',
  amount: { currency: 'EUR', minor: 123_45n },
  debtor,
  creditor: { name: 'Bäckerei Müller & Söhne', account: { iban: 'DE89370400440532013000' } },
  executionDate: '2026-11-27',
  remittance: 'Remittance R-1',
}

const toHongKong: CreditTransfer = {
  endToEndId: 'R-2',
  uetr: '5d158112-46b2-46c1-a73c-29bea1a1f1c3',
  amount: { currency: 'HKD', minor: 9_900n },
  debtor: { ...debtor, iban: 'NL70SLKG0000001002' },
  creditor: {
    name: '龍鳳茶樓有限公司',
    account: { number: '123-456789-001' },
    bic: 'HSBCHKHH',
    address: { street: '皇后大道中', building: '1', town: 'Hong Kong', country: 'HK', lines: ['Shop 3 < G/F'] },
  },
  executionDate: '2026-11-27',
  remittance: '匯款 R-2',
}

const message = (...transfers: readonly CreditTransfer[]): CreditTransferMessage => ({
  version: '09',
  messageId: 'RUN-20261126-1',
  createdAt: new Date('2026-11-26T10:00:00Z'),
  initiator: 'Silkgate',
  transfers,
})

const faultsOf = (of: CreditTransferMessage): string[] => {
  const result = writeCreditTransfers(of)
  return result.ok ? [] : result.faults.map((fault) => `${fault.field}: ${fault.message}`)
}

const written = (of: CreditTransferMessage): string => {
  const result = writeCreditTransfers(of)
  assert.ok(result.ok, faultsOf(of).join('\n'))
  return Buffer.from(result.value.bytes).toString()
}

/** Without the corpus it checks that a text is XML, and no more. */
const validators = new Map(
  (['09', '03'] as const).map((version) => {
    const path = corpus && join(corpus, `xsd/pain.001.001.${version}.xsd`)
    return [version, path && XsdValidator.fromDoc(XmlDocument.fromBuffer(readFileSync(path)))] as const
  }),
)

const checked = (of: CreditTransferMessage): XmlDocument => {
  const document = XmlDocument.fromString(written(of))
  const validator = validators.get(of.version)
  if (validator !== undefined && validator !== '') validator.validate(document)
  return document
}

const valuesOf = (document: XmlDocument, name: string): string[] =>
  document.find(`//*[local-name()='${name}']`).map((node) => node.content)

const how = corpus === undefined ? 'unchecked by schema, SILKGATE_CORPUS is not set' : 'checked by both schemas'

describe(`a file of payments (${how})`, () => {
  for (const version of ['09', '03'] as const) {
    test(`pain.001.001.${version} has its payments by scheme, currency and day, with counts and sums`, () => {
      const later = {
        ...inSepa,
        endToEndId: 'R-3',
        executionDate: '2026-11-30',
        amount: { currency: 'EUR', minor: 5n },
      }
      const again = { ...inSepa, endToEndId: 'R-4', amount: { currency: 'EUR', minor: 55n } }
      const document = checked({ ...message(inSepa, toHongKong, later, again), version })
      assert.deepEqual(valuesOf(document, 'PmtInfId'), ['RUN-20261126-1-1', 'RUN-20261126-1-2', 'RUN-20261126-1-3'])
      assert.deepEqual(valuesOf(document, 'NbOfTxs'), ['4', '2', '1', '1'])
      assert.deepEqual(valuesOf(document, 'CtrlSum'), ['223.05', '124.00', '99.00', '0.05'])
      assert.deepEqual(valuesOf(document, 'EndToEndId'), ['R-1', 'R-4', 'R-2', 'R-3'])
      assert.deepEqual(valuesOf(document, 'ChrgBr'), ['SLEV', 'SHAR', 'SLEV'])
      assert.deepEqual(valuesOf(document, 'SvcLvl'), ['SEPA', 'SEPA'])
      assert.deepEqual(valuesOf(document, 'UETR'), version === '09' ? [toHongKong.uetr] : [])
      document.dispose()
    })
  }

  test('SEPA has letters of its own, other countries have all', () => {
    const document = checked(message(inSepa, toHongKong))
    assert.deepEqual(valuesOf(document, 'Cdtr')[0], 'Baeckerei Mueller + Soehne')
    assert.equal(valuesOf(document, 'Cdtr')[1], '龍鳳茶樓有限公司皇后大道中1Hong KongHKShop 3 < G/F')
    assert.deepEqual(valuesOf(document, 'Ustrd'), ['Remittance R-1', '匯款 R-2'])
    document.dispose()
  })

  test('amounts have the decimals of their currency, and one sum counts them all', () => {
    const of = (endToEndId: string, currency: string, minor: bigint) => ({
      ...toHongKong,
      uetr: `5d158112-46b2-46c1-a73c-29bea1a1f1c${endToEndId}`,
      endToEndId,
      amount: { currency, minor },
    })
    const document = checked(message(of('4', 'JPY', 1200n), of('5', 'KWD', 1n), of('6', 'USD', 7n)))
    assert.deepEqual(valuesOf(document, 'InstdAmt'), ['1200', '0.001', '0.07'])
    assert.deepEqual(valuesOf(document, 'CtrlSum'), ['1200.071', '1200', '0.001', '0.07'])
    document.dispose()
  })

  test('the same message gives the same bytes', () => {
    assert.equal(written(message(inSepa, toHongKong)), written(message({ ...inSepa }, { ...toHongKong })))
  })
})

const hostile = fc.oneof(
  fc.string({
    unit: fc.constantFrom(...'&<>"\'äÖß龍鳳е́\u0000\u0007\u001b\n\t\ud800\ufffe😀/ aZ9]]>--'),
    maxLength: 200,
  }),
  fc.string({ unit: 'binary', maxLength: 200 }),
)
/** Something that a person can read is in it. */
const text = fc.tuple(hostile, hostile).map(([before, after]) => `${before}a${after}`.slice(0, 250))
const firstLetter = fc.tuple(fc.constant('Q'), hostile).map((parts) => parts.join(''))

const transfer = fc
  .record({
    isAbroad: fc.boolean(),
    name: firstLetter,
    town: firstLetter,
    line: text,
    remittance: firstLetter,
    minor: fc.bigInt({ min: 1n, max: 99_999_999_999n }),
    currency: fc.constantFrom('JPY', 'USD', 'KWD', 'EUR'),
    executionDate: fc.constantFrom('2026-11-27', '2026-11-30'),
  })
  .map(({ isAbroad, name, town, line, remittance, minor, currency, executionDate }): CreditTransfer => {
    const address = { street: line, town, postcode: line, subdivision: line, country: 'HK', lines: [line, line] }
    const of = { ...(isAbroad ? toHongKong : inSepa), executionDate, remittance }
    return {
      ...of,
      amount: { currency: isAbroad ? currency : 'EUR', minor },
      debtor: { ...of.debtor, name },
      creditor: { ...of.creditor, name, address },
    }
  })

describe('whatever people are called', () => {
  for (const version of ['09', '03'] as const) {
    test(`pain.001.001.${version} is valid, its counts and sums are right (${how})`, () => {
      fc.assert(
        fc.property(fc.array(transfer, { minLength: 1, maxLength: 5 }), (all) => {
          const transfers = all.map((each, index) => ({
            ...each,
            endToEndId: `R-${index}`,
            ...(each.uetr === undefined ? {} : { uetr: each.uetr.replace(/.$/, String(index)) }),
          }))
          const document = checked({ ...message(...transfers), version })
          const [count, ...counts] = valuesOf(document, 'NbOfTxs').map(BigInt)
          assert.equal(count, BigInt(all.length))
          assert.equal(
            counts.reduce((sum, each) => sum + each, 0n),
            count,
          )
          const thousandths = (amount: string) => {
            const [whole = '', fraction = ''] = amount.split('.')
            return BigInt(whole + fraction.padEnd(3, '0'))
          }
          const [sum, ...sums] = valuesOf(document, 'CtrlSum').map(thousandths)
          const add = (amounts: readonly bigint[]) => amounts.reduce((total, each) => total + each, 0n)
          assert.equal(sum, add(sums))
          assert.equal(sum, add(valuesOf(document, 'InstdAmt').map(thousandths)))
          document.dispose()
        }),
        { numRuns: 200 },
      )
    })
  }

  test('in SEPA nothing but its letters is written, in no more than their places', () => {
    fc.assert(
      fc.property(text, (name) => {
        const document = XmlDocument.fromString(
          written(message({ ...inSepa, creditor: { ...inSepa.creditor, name }, remittance: name })),
        )
        const [creditor = ''] = valuesOf(document, 'Cdtr')
        const [remittance = ''] = valuesOf(document, 'Ustrd')
        document.dispose()
        assert.match(creditor, /^[A-Za-z0-9/?:().,'+-][A-Za-z0-9/?:().,'+ -]{0,69}$/)
        assert.match(remittance, /^[A-Za-z0-9/?:().,'+ -]{1,140}$/)
      }),
    )
  })
})

describe('what a bank would refuse is not written, and the field is named:', () => {
  const changed = (part: Partial<CreditTransfer>, of = inSepa) => faultsOf(message({ ...of, ...part }))
  const account = (iban: string) => ({ creditor: { ...inSepa.creditor, account: { iban } } })

  const cases: Readonly<Record<string, readonly [string[], string[]]>> = {
    'an IBAN with wrong check digits': [
      changed(account('DE88370400440532013000')),
      ['transfers[0].creditor.account.iban: "DE88370400440532013000" has wrong check digits'],
    ],
    'an IBAN that is too short for its country': [
      changed(account('DE8937040044053201300')),
      ['transfers[0].creditor.account.iban: "DE8937040044053201300" has 21 characters, an IBAN of DE has 22'],
    ],
    'an IBAN with blanks': [
      changed(account('DE89 3704 0044 0532 0130 00')),
      ['transfers[0].creditor.account.iban: "DE89 3704 0044 0532 0130 00" is no IBAN'],
    ],
    'a reference that begins with a slash': [
      changed({ endToEndId: '/R' }),
      ['transfers[0].endToEndId: "/R" begins or ends with "/", or has "//" in it'],
    ],
    'a reference of two slashes': [
      changed({ endToEndId: 'R//1' }),
      ['transfers[0].endToEndId: "R//1" begins or ends with "/", or has "//" in it'],
    ],
    'a reference with an umlaut': [
      changed({ endToEndId: 'Ü' }),
      [`transfers[0].endToEndId: "Ü" has other characters than a-z A-Z 0-9 / - ? : ( ) . , ' + and blank`],
    ],
    'a reference that is too long': [
      changed({ endToEndId: 'R'.repeat(36) }),
      [`transfers[0].endToEndId: "${'R'.repeat(36)}" has 36 characters, 1 to 35 are allowed`],
    ],
    'a name that SEPA cannot write': [
      changed({ creditor: { ...inSepa.creditor, name: '龍鳳茶樓' } }),
      ['transfers[0].creditor.name: "龍鳳茶樓" has no letter that can be written'],
    ],
    'a payment abroad without bank and address': [
      changed({ creditor: { name: 'Ada', account: { number: '1' } } }, toHongKong),
      [
        "transfers[0].creditor.bic: Outside SEPA the creditor's bank is needed",
        "transfers[0].creditor.address: Outside SEPA the creditor's address is needed",
      ],
    ],
    'an address of lines': [
      changed({ creditor: { ...inSepa.creditor, address: { town: '', country: 'de', lines: ['a', 'b', 'c'] } } }),
      [
        'transfers[0].creditor.address.town: "" has no letter that can be written',
        'transfers[0].creditor.address.country: "de" is no country of ISO 3166',
        'transfers[0].creditor.address.lines: An address has at most two lines beside its parts',
      ],
    ],
    'nothing, and more than SEPA takes': [
      [0n, 100_000_000_000n].flatMap((minor) => changed({ amount: { currency: 'EUR', minor } })),
      [
        'transfers[0].amount.minor: 0 is not from 1 to 99999999999',
        'transfers[0].amount.minor: 100000000000 is not from 1 to 99999999999',
      ],
    ],
    'a currency that is none': [
      changed({ amount: { currency: 'EUX', minor: 1n } }, toHongKong),
      ['transfers[0].amount.currency: "EUX" is no currency of ISO 4217'],
    ],
    'a day that the calendar lacks': [
      changed({ executionDate: '2026-02-30' }),
      ['transfers[0].executionDate: "2026-02-30" is no day'],
    ],
    'a UETR that is none': [changed({ uetr: 'x' }), ['transfers[0].uetr: "x" is no UUID of version 4']],
    'a reference twice': [
      faultsOf(message(inSepa, inSepa)),
      ['transfers[1].endToEndId: It is that of transfers[0] too'],
    ],
    'no payment': [faultsOf(message()), ['transfers: There is nothing to pay']],
    'an id that leaves no room for its groups': [
      faultsOf({ ...message(inSepa), messageId: 'M'.repeat(35) }),
      ['messageId: With the number of a group it has more than 35 characters'],
    ],
  }
  for (const [name, [found, expected]] of Object.entries(cases)) test(name, () => assert.deepEqual(found, expected))
})
