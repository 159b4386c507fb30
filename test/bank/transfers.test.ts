import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  type Entry,
  type PaymentStatusReport,
  readPaymentStatusReport,
  readStatements,
  statusOfPayment,
} from '../../packages/bank-files/src/index.ts'
import { bankOf, bankStrikesOf } from '../support/bank.ts'
import { atTheBank, type BankCustomer } from '../support/bank-sftp.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { filesOf } from '../support/settlement.ts'
import { advance, setFaults } from '../support/simulator.ts'
import { abroad, fileOf, operating, safeguarding, transfer } from '../support/transfers.ts'

describe('what the bank is told to pay', () => {
  let sandbox: TestSandbox
  let customer: BankCustomer
  before(async () => {
    sandbox = await aSandbox('error', noon)
    customer = await atTheBank(sandbox)
  })
  after(async () => {
    customer?.close()
    await sandbox?.close()
  })

  const fetched = async (path: string): Promise<string> =>
    (await fetch(`${sandbox.simulatorUrl}/control/files/bank${path}`)).text()
  const reportsOn = async (messageId: string): Promise<PaymentStatusReport[]> => {
    const files = (await filesOf(sandbox, 'bank')).filter(({ path }) => path.startsWith('/statements/pain002'))
    const reports = await Promise.all(
      files.map(async ({ path }) => readPaymentStatusReport([Buffer.from(await fetched(path))])),
    )
    return reports.filter(({ originalMessageId }) => originalMessageId === messageId)
  }
  /** What the last report on a message says of a payment: `ACSP`, or `RJCT AC04`. */
  const said = async (messageId: string, endToEndId: string, group = '1'): Promise<string | undefined> => {
    const report = (await reportsOn(messageId)).at(-1)
    const ids = { endToEndId, paymentInformationId: `${messageId}-${group}` }
    const status = report && statusOfPayment(report, ids)
    return status && [status.status, ...status.reasons.map(({ code }) => code)].join(' ')
  }
  const entriesOf = async (account: string, day: string): Promise<Entry[]> => {
    const { path } = (await filesOf(sandbox, 'bank')).find((file) => file.path.includes(`${account}_${day}`)) ?? {}
    assert.ok(path, `no statement of ${account} on ${day}`)
    const entries: Entry[] = []
    for await (const record of readStatements([Buffer.from(await fetched(path))])) {
      assert.notEqual(record.kind, 'problem')
      if (record.kind === 'entry') entries.push(record)
      if (record.kind === 'statement_end') assert.equal(record.verdict, 'adds_up')
    }
    return entries
  }
  /** `-10000 R-1, Käse`, with why it came back. */
  const lines = (entries: readonly Entry[]): string[] =>
    entries.map(({ direction, amount, transactions: [first, ...more] }) => {
      const parts = [`${direction === 'debit' ? '-' : ''}${amount.minor}`, first?.references.endToEndId]
      const name = first?.counterparty?.name ?? ''
      const back = first?.returned === undefined ? [] : [`back: ${first.returned.reason}`]
      return [...parts, name, ...more.map(({ references }) => references.endToEndId), ...back].join(' ')
    })

  test('is answered after a minute, booked on its day, and comes back where a fault wants it', async () => {
    await setFaults(
      sandbox,
      { name: 'payout-rejected', times: 1 },
      { name: 'payout-rejected-after-acceptance', times: 1 },
      { name: 'payout-returned', times: 1 },
    )
    const sweep = transfer('SWEEP-1', {
      creditor: { name: 'Silkgate B.V.', account: { iban: operating } },
      amount: { currency: 'EUR', minor: 77n },
    })
    const all = [...['R-1', 'R-2', 'R-3', 'R-4'].map((id) => transfer(id)), sweep]
    const file = fileOf('RUN-1', [...all, abroad('R-5', 'HKD', 5_000n), abroad('R-6', 'KWD', 1_234n)])
    await customer.put('/in/RUN-1.xml', file)
    assert.deepEqual(await reportsOn('RUN-1'), [])

    await advance(sandbox, 'PT1M')
    const answers = ['R-1', 'R-2', 'R-3', 'R-4', 'SWEEP-1'].map((id) => said('RUN-1', id))
    assert.deepEqual(await Promise.all(answers), ['RJCT AC04', 'ACSP', 'ACSP', 'ACSP', 'ACSP'])
    assert.deepEqual([await said('RUN-1', 'R-5', '2'), await said('RUN-1', 'R-6', '3')], ['ACSP', 'ACSP'])
    assert.equal((await reportsOn('RUN-1'))[0]?.status?.status, 'PART')

    await advance(sandbox, 'P1D')
    assert.equal(await said('RUN-1', 'R-2'), 'RJCT AC06')
    assert.deepEqual(lines(await entriesOf(safeguarding.EUR, '20261124')), [
      '-10000 R-3 Kaese + Soehne .GmbH.',
      '-10000 R-4 Kaese + Soehne .GmbH.',
      '-77 SWEEP-1 Silkgate B.V.',
    ])
    assert.deepEqual(lines(await entriesOf(operating, '20261124')), ['77 SWEEP-1 Stichting Silkgate'])
    assert.deepEqual(lines(await entriesOf(safeguarding.HKD, '20261124')), ['-5000 R-5 龍鳳茶樓'])
    assert.deepEqual(lines(await entriesOf(safeguarding.KWD, '20261124')), ['-1234 R-6 龍鳳茶樓'])

    await advance(sandbox, 'P2D')
    assert.deepEqual(lines(await entriesOf(safeguarding.EUR, '20261125')), [])
    assert.deepEqual(lines(await entriesOf(safeguarding.EUR, '20261126')), [
      '10000 R-3 Kaese + Soehne .GmbH. back: AC04',
    ])
    const balances = (await bankOf(sandbox)).accounts.filter(({ balance }) => balance !== '0')
    assert.deepEqual(
      balances.map(({ accountId, balance }) => `${accountId} ${balance}`),
      [`${safeguarding.EUR} -10077`, `${operating} 77`, `${safeguarding.HKD} -5000`, `${safeguarding.KWD} -1234`],
    )
    const strikes = (await bankStrikesOf(sandbox)).map(({ fault, about }) => `${fault} ${about}`)
    assert.deepEqual(strikes, ['payout-rejected R-1', 'payout-rejected-after-acceptance R-2', 'payout-returned R-3'])
  })

  test('is refused as a whole where its id came before, its sums are wrong, or it cannot be read', async () => {
    await setFaults(sandbox)
    const file = fileOf('RUN-2', [transfer('R-20')])
    await customer.put('/in/RUN-2.xml', file)
    await customer.put('/in/RUN-2-again.xml', file)
    await customer.put(
      '/in/RUN-3.xml',
      fileOf('RUN-3', [transfer('R-30')]).replaceAll('CtrlSum>100.00', 'CtrlSum>100.01'),
    )
    await customer.put('/in/RUN-4.xml', fileOf('RUN-4', [transfer('R-40')]).replace('<NbOfTxs>1', '<NbOfTxs>2'))
    const stranger = { name: 'Somebody', iban: 'DE89370400440532013000' }
    const toAccount = fileOf('RUN-5', [transfer('R-50', { debtor: stranger }), transfer('R-51')], { version: '03' })
    await customer.put('/in/RUN-5.xml', toAccount)
    await customer.put('/in/RUN-6.xml', `<!DOCTYPE Document [<!ENTITY x "y">]>${file}`)
    await advance(sandbox, 'PT1M')
    const [first, again] = await reportsOn('RUN-2')
    assert.equal(first?.status?.status, 'ACCP')
    assert.deepEqual([again?.status?.status, again?.status?.reasons[0]?.code], ['RJCT', 'AM05'])
    assert.equal(await said('RUN-3', 'R-30'), 'RJCT AM10')
    assert.equal(await said('RUN-4', 'R-40'), 'RJCT AM18')
    assert.deepEqual([await said('RUN-5', 'R-50'), await said('RUN-5', 'R-51', '2')], ['RJCT AC02', 'ACSP'])
    assert.equal((await reportsOn('RUN-5'))[0]?.version, '03')
    assert.equal((await reportsOn('NOTPROVIDED'))[0]?.status?.reasons[0]?.code, 'FF01')
  })

  test('is refused payment by payment where the bank cannot pay it', async () => {
    const text = fileOf('RUN-7', [
      transfer('R-70'),
      transfer('R-71'),
      transfer('R-72'),
      abroad('R-73', 'HKD', 1n),
      abroad('R-74', 'HKD', 1n),
    ])
      .replace('DE89370400440532013000', 'DE88370400440532013000')
      .replace('<InstdAmt Ccy="EUR">100.00', '<InstdAmt Ccy="USD">100.00')
      .replace('<TwnNm>Hong Kong</TwnNm>', '')
      .replace(/(.*)<CdtrAgt>.*?<\/CdtrAgt>/s, '$1')
    await customer.put('/in/RUN-7.xml', text)
    await advance(sandbox, 'PT1M')
    const home = ['R-70', 'R-71', 'R-72'].map((id) => said('RUN-7', id))
    assert.deepEqual(await Promise.all(home), ['RJCT AM03', 'ACSP', 'ACSP'])
    const others = ['R-73', 'R-74'].map((id) => said('RUN-7', id, '2'))
    assert.deepEqual(await Promise.all(others), ['RJCT BE04', 'RJCT RC04'])
  })

  test('is booked as one debit where the file wants it, on the first day that is open, as MT940 too', async () => {
    const headers = { 'Content-Type': 'application/json' }
    const body = JSON.stringify({ format: 'mt940' })
    await fetch(`${sandbox.simulatorUrl}/control/bank`, { method: 'PUT', headers, body })
    await setFaults(sandbox, { name: 'payout-unanswered', times: 1 }, { name: 'payout-answered-twice', times: 1 })
    const saturday = { executionDate: '2026-11-28' }
    const group = [transfer('R-80', saturday), transfer('R-81', saturday)]
    await customer.put('/in/RUN-8.xml', fileOf('RUN-8', group, { batchBooking: true }))
    await customer.put('/in/RUN-9.xml', fileOf('RUN-9', [transfer('R-90', saturday)]))
    await advance(sandbox, 'P5D')
    assert.deepEqual(await reportsOn('RUN-8'), [])
    const [one, other, none] = await reportsOn('RUN-9')
    assert.deepEqual({ ...one, messageId: '' }, { ...other, messageId: '' })
    assert.ok(one?.messageId !== other?.messageId && none === undefined)
    const entries = await entriesOf(safeguarding.EUR, '20261130')
    assert.deepEqual(
      entries.map(({ direction, amount, transactions: [first] }) => [
        `${direction} ${amount.minor}`,
        first?.references.paymentInformationId ?? first?.references.endToEndId,
        first?.counterparty?.name ?? first?.remittance[0],
      ]),
      [
        ['debit 20000', 'RUN-8-1', '2 PAYMENTS'],
        ['debit 10000', 'R-90', 'Kaese + Soehne .GmbH.'],
      ],
    )
  })

  test('is shown with what became of it', async () => {
    const page = await (await fetch(`${sandbox.simulatorUrl}/truth/`)).text()
    assert.match(page, /What the bank was told to pay/)
    assert.match(page, /RUN-9<\/a>/)
    const { messages } = (await (await fetch(`${sandbox.simulatorUrl}/control/bank/transfers`)).json()) as {
      messages: { messageId?: string; status: string; transfers: { endToEndId: string; status: string }[] }[]
    }
    const first = messages.find(({ messageId }) => messageId === 'RUN-1')
    assert.deepEqual(
      first?.transfers.map(({ endToEndId, status }) => `${endToEndId} ${status}`),
      [
        ...['R-1 rejected', 'R-2 rejected', 'R-3 booked', 'R-4 booked', 'SWEEP-1 booked'],
        ...['R-5 booked', 'R-6 booked'],
      ],
    )
  })
})
