import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Account, accounts, postings, type Transfer } from '../ledger/index.ts'
import { type Money, money } from '../money/index.ts'
import { type ReportKind, readReportName, reportKinds, reportNameOf } from './report-name.ts'
import { wxCounted, wxCounters, wxPaymentData } from './wx-layout.ts'
import { wxCodeOf, wxCodes, wxTypes } from './wx-record.ts'

const eur = (minor: bigint): Money => money('EUR', minor)

const codes = (transfers: readonly Transfer[], isPaid = false) =>
  transfers.map((one) => wxCodeOf({ ...one, isPaid })).filter((code) => code !== undefined)

describe('the record of a posting in the WX file', () => {
  const source = { before: 'pending', after: 'available' } as const
  const story = (transfers: readonly Transfer[]) => ({ atOnce: codes(transfers), whenPaid: codes(transfers, true) })

  test('what is pending is told when it happens, and with its effect when the payment is paid', () => {
    assert.deepEqual(story(postings.captured('1234', eur(100n))), { atOnce: ['XIP'], whenPaid: ['+IP'] })
    assert.deepEqual(story(postings.refundAsked('1234', source.before, eur(30n))), {
      atOnce: ['XRF'],
      whenPaid: ['-RF'],
    })
    assert.deepEqual(story(postings.refundUndone('1234', source.before, eur(30n))), {
      atOnce: ['XRF'],
      whenPaid: ['+RF'],
    })
    assert.deepEqual(story(postings.disputeLost('1234', source.before, eur(30n))), {
      atOnce: ['XCB'],
      whenPaid: ['-RI'],
    })
  })

  test('what is available is told once', () => {
    assert.deepEqual(codes(postings.refundAsked('1234', source.after, eur(30n))), ['-RF'])
    assert.deepEqual(codes(postings.refundUndone('1234', source.after, eur(30n))), ['+RF'])
    assert.deepEqual(codes(postings.refundAccepted('1234', source.after, eur(30n), eur(31n))), ['-RF'])
    assert.deepEqual(codes(postings.refundAccepted('1234', source.after, eur(30n), eur(30n))), [])
    assert.deepEqual(codes(postings.disputeLost('1234', source.after, eur(30n))), ['-RI'])
    assert.deepEqual(codes(postings.disputeGivenBack('1234', source.after, eur(30n))), ['+RI'])
  })

  test('becoming due, our fee and what belongs to Alipay+ are no records', () => {
    assert.deepEqual(codes(postings.settled('1234', eur(100n), eur(2n))), [])
    assert.deepEqual(codes(postings.settled('1234', eur(-100n), eur(2n))), [])
    assert.deepEqual(codes(postings.feesMatched('1234', eur(60n), eur(15n))), [])
    assert.deepEqual(codes(postings.batchReceived('1234', eur(60n))), [])
    assert.deepEqual(codes(postings.capturedUnpriced('1234', eur(60n))), [])
  })

  test('any other change of what a merchant is due corrects payments', () => {
    const of = (debit: Account, credit: Account) => wxCodeOf({ reason: 'anything', debit, credit, isPaid: false })
    assert.equal(of('available', 'receivable'), '-IP')
    assert.equal(of('write_offs', 'available'), '+IP')
    assert.equal(of('available', 'remittance_in_transit'), undefined)
    assert.equal(of('reserve', 'available'), undefined)
  })

  test('every code has its words, and every counter of ours is one of the layout', () => {
    const all = Object.keys(accounts) as Account[]
    const found = ['', ...Object.keys(wxTypes)].flatMap((reason) =>
      all.flatMap((debit) =>
        all.flatMap((credit) =>
          [false, true].flatMap((isPaid) => {
            const code = debit === credit ? undefined : wxCodeOf({ reason, debit, credit, isPaid })
            return code === undefined ? [] : [code]
          }),
        ),
      ),
    )
    assert.deepEqual([...new Set(found)].sort(), Object.keys(wxCodes).sort())
    assert.deepEqual(
      Object.keys(wxCounted).filter((name) => !wxCounters.includes(name)),
      [],
    )
    assert.deepEqual([wxPaymentData.length, wxCounters.length], [71, 30])
  })
})

describe('the name of a report', () => {
  test('is the one that readers of WX files look for', () => {
    const of = { merchantId: '1234', day: '2026-11-26', version: 1 } as const
    assert.equal(reportNameOf({ ...of, kind: 'wx', format: 'xml' }), 'wx1.000000123420261126.010226.xml.gz')
    assert.equal(reportNameOf({ ...of, kind: 'wx', format: 'csv', version: 2 }), 'wx2.000000123420261126.010226.csv.gz')
    assert.equal(reportNameOf({ ...of, kind: 'financial', format: 'pdf' }), 'financial.000000123420261126.000001.pdf')
    const invoice = { ...of, kind: 'invoice', format: 'pdf', series: 'SG' } as const
    assert.equal(reportNameOf(invoice), 'invoice.000000123420261126.SG-000001.pdf')
  })

  test('can be read back, and no other name can', () => {
    const kinds = Object.keys(reportKinds) as ReportKind[]
    const naming = fc.constantFrom(...kinds).chain((kind) =>
      fc.record(
        {
          kind: fc.constant(kind),
          format: fc.constantFrom(...reportKinds[kind].formats),
          merchantId: fc.integer({ min: 1, max: 2_147_483_647 }).map(String),
          day: fc.constantFrom('2026-11-26', '2027-02-28'),
          version: fc.integer({ min: 1, max: 999 }),
          ...(kind === 'invoice' && { series: fc.constantFrom('SG', 'A1') }),
        },
        { noNullPrototype: true },
      ),
    )
    fc.assert(fc.property(naming, (one) => assert.deepEqual(readReportName(reportNameOf(one)), one)))
    for (const name of [
      'financial.000000123420261126.SG-000001.pdf',
      '../wx1.000000123420261126.010226.xml.gz',
      'wx1.000000123420261126.010226.xml',
      'wx1',
      '',
    ]) {
      assert.equal(readReportName(name), undefined, name)
    }
  })
})
