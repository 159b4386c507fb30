import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, test } from 'node:test'
import { openFaults } from '../fault/faults.ts'
import { clear } from './batches.ts'
import { closeDay } from './close-day.ts'
import { aPaidOrder } from './testing.ts'
import { transactionsOn } from './transactions.ts'

const golden = resolve(import.meta.dirname, '../../../../test/golden/settlement-2026-11-26.txt')
const participantId = '1020000000000000001'

const at = (time: string) => new Date(`2026-11-25T${time}+08:00`)

/** A Wednesday: yen and euros, at home and across a border, with a refund, a lost dispute, Alipay's own, and nothing in HKD. */
const orders = [
  aPaidOrder({ number: 1, currency: 'EUR', minor: 10_000n, paidAt: at('00:00:00') }),
  aPaidOrder({ number: 2, currency: 'JPY', minor: 15_000n, wallet: 'KAKAOPAY', paidAt: at('09:30:00') }),
  aPaidOrder(
    {
      number: 3,
      currency: 'HKD',
      minor: 40_000n,
      wallet: 'ALIPAY_HK',
      region: 'HK',
      settlesIn: 'JPY',
      paidAt: at('10:00:00'),
    },
    {
      refunds: [
        {
          refundRequestId: '9000000012340000000001000010000301',
          refundId: '20261125R3',
          minor: 10_000n,
          at: at('23:59:59.999'),
        },
      ],
    },
  ),
  aPaidOrder({ number: 4, currency: 'EUR', minor: 2_550n, wallet: 'ALIPAY_CN', paidAt: at('11:00:00') }),
  aPaidOrder(
    { number: 5, currency: 'EUR', minor: 5_000n, paidAt: new Date('2026-11-24T11:00:00Z') },
    {
      disputes: [
        {
          disputeRequestId: '000000123400000000010000100005D1',
          kind: 'escalation',
          minor: 5_000n,
          reason: 'not received',
          openedAt: at('08:00:00'),
          answerBy: new Date('2026-12-05T08:00:00+08:00'),
          answer: { evidences: [], gives: 2_000n, body: '{}', at: at('13:00:00') },
          judged: undefined,
          overruled: [],
        },
      ],
    },
  ),
  aPaidOrder({ number: 6, currency: 'EUR', minor: 100n, paidAt: new Date('2026-11-26T00:00:00+08:00') }),
  aPaidOrder({ number: 7, currency: 'EUR', minor: 100n, paidAt: at('14:00:00') }, { cancelledAt: at('14:01:00') }),
]

const dayBefore = transactionsOn('2026-11-24', orders, at('08:00:00'))
const open = [clear('2026-11-23', 'STDEUR', []), clear('2026-11-24', 'STDEUR', dayBefore)]
const closing = closeDay('2026-11-25', {
  agreements: ['CNHKD', 'STDEUR', 'STDHKD'],
  orders,
  open,
  participantId,
  faults: openFaults(),
})

/** All files of the day one after the other, each under its path. */
const written = closing.files.map(({ path, body }) => `${path}\n\n${body}`).join('\n')

describe('the files of a day', () => {
  test('are as they were agreed, an agreement without any transaction included', () => {
    assert.equal(written, readFileSync(golden, 'utf8'))
  })

  test('are three for each agreement, in the folder of the day on which they are written', () => {
    const folder = `/sandbox/settlements/clearing/${participantId}/20261126/`
    const expected = ['CNEUR', 'CNHKD', 'CNJPY', 'STDEUR', 'STDHKD', 'STDJPY'].flatMap((agreement) =>
      ['transactionItems', 'summary', 'feeItems'].map(
        (kind) => `${folder}${kind}_${participantId}_${agreement.slice(-3)}_C20261125${agreement}_${agreement}_000.csv`,
      ),
    )
    assert.deepEqual(
      closing.files.map(({ path }) => path).filter((path) => path.startsWith(folder)),
      expected,
    )
  })
})
