import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { BankFileRefused, type PaymentStatusReport, readPaymentStatusReport, statusOfPayment } from '../index.ts'
import { corpus } from '../testing.ts'

const read = (text: string | Uint8Array): Promise<PaymentStatusReport> => readPaymentStatusReport([Buffer.from(text)])

const namespace = 'urn:iso:std:iso:20022:tech:xsd:pain.002.001.10'

/** A report with what is given in the places of the three levels. */
const report = (group: string, ...payments: readonly string[]): string => `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="${namespace}"><CstmrPmtStsRpt><GrpHdr><MsgId>B1</MsgId><CreDtTm>2026-11-26T10:01:00Z</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>M1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>${group}</OrgnlGrpInfAndSts>
${payments
  .map((each, index) => `<OrgnlPmtInfAndSts><OrgnlPmtInfId>M1-${index + 1}</OrgnlPmtInfId>${each}</OrgnlPmtInfAndSts>`)
  .join('\n')}</CstmrPmtStsRpt></Document>`

const rejected = (level: 'GrpSts' | 'PmtInfSts' | 'TxSts'): string =>
  `<${level}>RJCT</${level}>
<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Account</AddtlInf><AddtlInf>closed</AddtlInf></StsRsnInf>`

const about = (endToEndId: string, status: string): string =>
  `<TxInfAndSts><OrgnlEndToEndId>${endToEndId}</OrgnlEndToEndId>${status}</TxInfAndSts>`

/** What is said about a payment: `RJCT rejected AC04 Account closed`. */
const said = (of: PaymentStatusReport, endToEndId: string, paymentInformationId?: string): string | undefined => {
  const ids = paymentInformationId === undefined ? { endToEndId } : { endToEndId, paymentInformationId }
  const found = statusOfPayment(of, ids)
  if (found === undefined) return undefined
  const reasons = found.reasons.flatMap(({ code, information }) => [code, ...information])
  return [found.status, found.outcome, ...reasons].join(' ')
}

describe('the deepest level that says something is right:', () => {
  test('a message that is refused', async () => {
    const of = await read(report(rejected('GrpSts')))
    assert.equal(said(of, 'R-1'), 'RJCT rejected AC04 Account closed')
  })

  test('a group that is refused in a message that is accepted in part', async () => {
    const of = await read(report('<GrpSts>PART</GrpSts>', rejected('PmtInfSts'), '<PmtInfSts>ACSP</PmtInfSts>'))
    assert.equal(said(of, 'R-1', 'M1-1'), 'RJCT rejected AC04 Account closed')
    assert.equal(said(of, 'R-2', 'M1-2'), 'ACSP accepted')
    assert.equal(said(of, 'R-3', 'M1-3'), undefined)
  })

  test('a payment that is refused in a group that is accepted', async () => {
    const payments = about('R-1', rejected('TxSts')) + about('R-2', '')
    const of = await read(report('<GrpSts>ACCP</GrpSts>', `<PmtInfSts>ACSP</PmtInfSts>${payments}`))
    assert.equal(said(of, 'R-1'), 'RJCT rejected AC04 Account closed')
    assert.equal(said(of, 'R-2'), 'ACSP accepted')
    assert.equal(said(of, 'R-9', 'M1-1'), 'ACSP accepted')
    assert.equal(said(of, 'R-9'), 'ACCP accepted')
  })

  test('of a group that is accepted in part, what is not named cannot be told', async () => {
    const of = await read(report('', `<PmtInfSts>PART</PmtInfSts>${about('R-1', rejected('TxSts'))}`))
    assert.equal(said(of, 'R-1', 'M1-1'), 'RJCT rejected AC04 Account closed')
    assert.equal(said(of, 'R-2', 'M1-1'), undefined)
  })

  test('the same reference in two groups', async () => {
    const of = await read(report('', about('R-1', rejected('TxSts')), about('R-1', '<TxSts>ACSC</TxSts>')))
    assert.equal(said(of, 'R-1', 'M1-1'), 'RJCT rejected AC04 Account closed')
    assert.equal(said(of, 'R-1', 'M1-2'), 'ACSC settled')
  })
})

test('each status has a meaning, and a word that is new has none', async () => {
  const words = 'RCVD PDNG ACTC ACCP ACSP ACWC ACSC ACCC PART RJCT XXXX toString'.split(' ')
  const of = await read(report('', words.map((word) => about(word, `<TxSts>${word}</TxSts>`)).join('')))
  assert.deepEqual(
    of.transactions.map(({ status }) => status?.outcome),
    [
      ...['pending', 'pending', 'accepted', 'accepted', 'accepted', 'accepted', 'settled', 'settled', 'partial'],
      ...['rejected', 'unknown', 'unknown'],
    ],
  )
})

test('an amount that is none is a problem, and the status stands', async () => {
  const amount = '<OrgnlTxRef><Amt><InstdAmt Ccy="EUR">1,00</InstdAmt></Amt></OrgnlTxRef>'
  const of = await read(report('', about('R-1', `<TxSts>ACSP</TxSts>${amount}`)))
  assert.equal(said(of, 'R-1'), 'ACSP accepted')
  assert.deepEqual(
    of.problems.map(({ message, at }) => `${message}: ${at.path}`),
    ['"1,00" is no amount: Document/CstmrPmtStsRpt/OrgnlPmtInfAndSts[1]/TxInfAndSts[1]/OrgnlTxRef/Amt/InstdAmt'],
  )
})

describe('refused, and said why:', () => {
  const whole = report(rejected('GrpSts'))
  const cases: Readonly<Record<string, readonly [string, string | Uint8Array]>> = {
    'an external entity': ['doctype', whole.replace('<Document', '<!DOCTYPE Document [<!ENTITY x "y">]><Document')],
    'an entity that nobody defined': ['malformed', whole.replace('M1', '&x;')],
    'another message': ['wrong_root', whole.replace('pain.002.001.10', 'camt.053.001.08')],
    'a version that is too old': ['unknown_format', whole.replace('pain.002.001.10', 'pain.002.001.02')],
    'another root': ['wrong_root', whole.replaceAll('CstmrPmtStsRpt', 'BkToCstmrStmt')],
    'a report that answers nothing': ['incomplete', whole.replace('<OrgnlMsgId>M1</OrgnlMsgId>', '')],
    'a group without its id': ['incomplete', report('', '').replace('<OrgnlPmtInfId>M1-1</OrgnlPmtInfId>', '')],
    'two answers in one': ['malformed', whole.replace(/(<OrgnlGrpInfAndSts>.*<\/OrgnlGrpInfAndSts>)/s, '$1$1')],
    'elements deep in each other': ['too_deep', whole.replace('<GrpSts>', '<a>'.repeat(1000))],
    'a huge text': ['too_long', whole.replace('closed', 'a'.repeat(2 * 1024 * 1024))],
    'a huge file': ['too_large', whole.replace('closed', `${'<!-- -->'.repeat(16)}\n`.repeat(200_000))],
    nothing: ['truncated', ''],
    'Latin-1 that says it is UTF-8': ['encoding', Buffer.from(whole.replace('closed', 'é'), 'latin1')],
  }
  for (const [name, [reason, file]] of Object.entries(cases)) {
    test(name, async () => {
      await assert.rejects(read(file), (error) => error instanceof BankFileRefused && reason === error.reason)
    })
  }

  test('one that is cut at any byte', async () => {
    const bytes = Buffer.from(whole)
    for (let length = 0; length < bytes.length; length++) {
      await assert.rejects(read(bytes.subarray(0, length)), BankFileRefused, `cut to ${length} bytes`)
    }
  })

  test('more payments than the caller takes', async () => {
    const text = Buffer.from(report('', about('R-1', '') + about('R-2', '')))
    await assert.rejects(readPaymentStatusReport([text], { maxTransactions: 1 }), /more than 1 payments/)
  })
})

/** What other projects' samples say, by payment: where none is named, of the group or the message. */
const outcomes: Readonly<Record<string, readonly string[]>> = {
  'goldman_sachs-pain_002_v3_accepted.xml': ['10280093XXXX', '3B-CCY GSDGFKfLURaHb USD 1000: ACCP accepted NARR'],
  'nordea-pain_002_v3_group_reject.xml': ['MSGID-PS-TEST-0708-01: RJCT rejected DU01 ISO Duplicate Message ID'],
  'nordea-pain_002_v3_payment_reject.xml': [
    'MSGID-COM-SCE25-1707-01',
    'PMTINFID-COM-SCE25-1707-01: RJCT rejected NARR CAP Invalid code or combinations in CategoryPurpose or ServiceLevel',
  ],
  'nordea-pain_002_v3_txn_reject.xml': [
    'MSGID-950-TEST2-2807-01',
    'PMTINFID-950-TEST2-2807-01: RJCT rejected',
    ...['02', '01'].map(
      (number) =>
        `PMTINFID-950-TEST2-2807-01 ENDTOENDID-950-TEST2-2807-${number}: RJCT rejected NARR ` +
        'CAP Invalid code or combinations in CategoryPurpose or ServiceLevel',
    ),
  ],
  'sepa_pain_001_v3.xml': ['refused: wrong_root'],
}

const outcomeOf = async (file: Uint8Array): Promise<string[]> => {
  const of = await read(file).catch((error: unknown) => {
    if (error instanceof BankFileRefused) return `refused: ${error.reason}`
    throw error
  })
  if (typeof of === 'string') return [of]
  const line = (names: readonly (string | undefined)[], status: PaymentStatusReport['status']): string => {
    const reasons = status?.reasons.flatMap(({ code, information }) => [code, ...information]) ?? []
    const words = status === undefined ? '' : `: ${[status.status, status.outcome, ...reasons].join(' ')}`
    return `${names.filter((each) => each !== undefined).join(' ')}${words}`
  }
  assert.deepEqual(of.problems, [])
  return [
    line([of.originalMessageId], of.status),
    ...of.payments.flatMap((payment) => {
      const own = of.transactions.filter((each) => each.paymentInformationId === payment.paymentInformationId)
      const ofGroup = payment.status === undefined ? [] : [line([payment.paymentInformationId], payment.status)]
      const ofEach = own.map(({ paymentInformationId, endToEndId, amount, status }) =>
        line([paymentInformationId, endToEndId, amount && `${amount.currency} ${amount.minor}`], status),
      )
      return [...ofGroup, ...ofEach]
    }),
  ]
}

const folder = corpus && join(corpus, 'pain')
if (folder === undefined) {
  test('the corpus of real status reports is not here: set SILKGATE_CORPUS to read it', () => {
    assert.equal(Object.keys(outcomes).length, 5)
  })
} else {
  describe('every real status report', () => {
    test('is in the table', () => assert.deepEqual(readdirSync(folder).sort(), Object.keys(outcomes).sort()))
    for (const [file, expected] of Object.entries(outcomes)) {
      test(file, async () => assert.deepEqual(await outcomeOf(readFileSync(join(folder, file))), expected))
    }
  })
}
