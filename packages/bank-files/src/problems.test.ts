import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ofKind, read, sample } from './testing.ts'

const camt = Buffer.from(sample('camt.053.001.08.xml')).toString()
const german = Buffer.from(sample('mt940.german.sta')).toString()
const pages = Buffer.from(sample('mt940.pages.sta')).toString()
const intraday = Buffer.from(sample('mt942.sta')).toString()

/** What a spoiled file says: each problem, and how the statement ends. */
const said = async (from: string, ...changes: readonly (readonly [string | RegExp, string])[]): Promise<string[]> => {
  const text = changes.reduce((all, [what, by]) => {
    const changed = all.replace(what, by)
    assert.notEqual(changed, all, `${what} is not in the sample`)
    return changed
  }, from)
  const { records, refused, message } = await read(text)
  if (refused !== undefined) return [`refused: ${message}`]
  const problems = ofKind(records, 'problem').map(({ entry, isLeftOut, reason, message, at }) => {
    const which = entry === undefined ? '' : `entry ${entry}${isLeftOut ? ' left out' : ''}: `
    return `${which}${reason}: ${message} (${at.line}, ${at.path})`
  })
  const ends = ofKind(records, 'statement_end').map(({ verdict, leftOut, differences }) => {
    const figures = differences.map(({ of, stated, found }) => `${of} ${show(stated)}, not ${show(found)}`)
    return [verdict, ...(leftOut === 0 ? [] : [`${leftOut} left out`]), ...figures].join('; ')
  })
  return [...problems, ...ends]
}

const show = (figure: unknown): string =>
  typeof figure === 'object' && figure !== null && 'minor' in figure ? String(figure.minor) : String(figure)

const inEntry = 'Document/BkToCstmrStmt/Stmt[1]/Ntry'

describe('a broken entry is reported with its place, and the rest goes on', () => {
  const withoutFirst = 'differs; 1 left out; number of entries 5, not 4; closing balance 159000, not 99500'

  test('an amount that is none', async () => {
    assert.deepEqual(await said(camt, ['<Amt Ccy="EUR">595.00</Amt>\n', '<Amt Ccy="EUR">595,00</Amt>\n']), [
      `entry 1 left out: amount: "595,00" is no amount (40, ${inEntry}[1]/Amt)`,
      withoutFirst,
    ])
  })

  test('more decimals than the currency has', async () => {
    const [first] = await said(camt, ['<Amt Ccy="EUR">595.00</Amt>\n', '<Amt Ccy="EUR">595.001</Amt>\n'])
    assert.equal(first, `entry 1 left out: amount: "595.001" has more decimals than EUR (40, ${inEntry}[1]/Amt)`)
  })

  test("a currency that is none, or not the account's", async () => {
    assert.match(
      (await said(camt, ['<Amt Ccy="EUR">595.00</Amt>\n', '<Amt Ccy="EUX">595.00</Amt>\n']))[0] ?? '',
      /currency: "EUX" is no/,
    )
    assert.deepEqual(await said(camt, ['<Amt Ccy="EUR">595.00</Amt>\n', '<Amt Ccy="USD">595.00</Amt>\n']), [
      `entry 1 left out: currency: The entry is in USD, the statement in EUR (38, ${inEntry}[1])`,
      withoutFirst,
    ])
  })

  test('neither credit nor debit, and no status', async () => {
    assert.match(
      (await said(camt, [/CRDT(<\/CdtDbtInd>\s*<Sts>)/, 'CREDIT$1']))[0] ?? '',
      /code: "CREDIT" is neither CRDT nor DBIT/,
    )
    assert.match((await said(camt, ['<Sts><Cd>BOOK</Cd></Sts>', '']))[0] ?? '', /missing: There is no Sts/)
  })

  test('a line of MT940 that is none', async () => {
    assert.deepEqual(await said(german, ['CR595,00NTRF', 'CR595.00NTRF']), [
      'entry 1 left out: syntax: "2611241124CR595.00NTRFEREF+//SRV-1" is no entry (5, :61:)',
      'differs; 1 left out; number of entries 4, not 3; closing balance 163000, not 103500',
    ])
  })

  test('an entry before anything said the currency', async () => {
    assert.deepEqual(await said(german, [/:60F:.*\n/, '']), [
      ...[5, 10, 13, 15].map(
        (line, at) => `entry ${at + 1} left out: currency: Nothing before says the currency (${line - 1}, :61:)`,
      ),
      'missing: There is no opening or no closing balance (1, :20:)',
      'differs; 4 left out; number of entries 4, not 0',
    ])
  })
})

describe('a day that the calendar lacks costs the day, not the money', () => {
  test('in camt', async () => {
    assert.deepEqual(await said(camt, ['<ValDt><Dt>2026-11-24', '<ValDt><Dt>2026-02-30']), [
      `entry 1: date: "2026-02-30" is no day of the calendar (44, ${inEntry}[1]/ValDt)`,
      'adds_up',
    ])
  })
  test('in MT940', async () => {
    assert.deepEqual(await said(german, ['2611241124CR', '2602301124CR']), [
      'entry 1: date: "260230" is no day of the calendar (5, :61:)',
      'adds_up',
    ])
  })
})

describe('batches are added up', () => {
  test('fewer payments than the batch says', async () => {
    assert.deepEqual(await said(camt, ['<NbOfTxs>2', '<NbOfTxs>3']), [
      `entry 2: batch: The batch says 3 transactions, there are 2 (57, ${inEntry}[2])`,
      'adds_up',
    ])
  })
  test('payments that come to something else', async () => {
    assert.deepEqual(await said(camt, ['<Amt Ccy="EUR">40.00', '<Amt Ccy="EUR">41.00']), [
      `entry 2: batch: The amounts differ, in smallest units: entry 10000, batch 10000, transactions 10100 (57, ${inEntry}[2])`,
      'adds_up',
    ])
  })
  test('a batch that comes to something else', async () => {
    const [first] = await said(camt, ['<TtlAmt Ccy="EUR">100.00', '<TtlAmt Ccy="EUR">99.00'])
    assert.match(first ?? '', /entry 10000, batch 9900, transactions 10000/)
  })
})

describe('a statement whose figures are not there is not verified', () => {
  test('no closing balance', async () => {
    assert.deepEqual(await said(camt, ['>CLBD<', '>XPCD<']), [
      'missing: There is no opening or no closing balance (8, Document/BkToCstmrStmt/Stmt[1])',
      'unverified',
    ])
    assert.deepEqual(await said(german, [/:62F:.*\n/, ''], [/-\n$/, `-\n${german}`]), [
      'missing: There is no opening or no closing balance (1, :20:)',
      'unverified',
      'adds_up',
    ])
  })
  test('a closing balance that cannot be read', async () => {
    assert.deepEqual(await said(german, [':62F:C', ':62F:X']), [
      'syntax: "X270102EUR1630,00" is no balance (17, :62F:)',
      'missing: There is no opening or no closing balance (1, :20:)',
      'unverified',
    ])
  })
  test('a statement that the file does not end', async () => {
    assert.deepEqual(await said(german, [/:62F:[\s\S]*/, '']), [
      'refused: The file ends before the statement does (line 16, column 1, :86:)',
    ])
  })
})

describe('totals are compared', () => {
  test('those of TxsSummry', async () => {
    const summary = '<TxsSummry><TtlCdtNtries><NbOfNtries>2</NbOfNtries><Sum>691</Sum></TtlCdtNtries></TxsSummry><Ntry>'
    assert.deepEqual(await said(camt, ['<Ntry>', summary]), [
      'differs; number of credits 2, not 3; credits 69100, not 69000',
    ])
  })
  test('those of MT942', async () => {
    assert.deepEqual(await said(intraday, [':90C:2EUR600,00', ':90C:3EUR601,00']), [
      'differs; number of credits 3, not 2; credits 60100, not 60000',
    ])
    assert.deepEqual(await said(intraday, [/:90.:.*\n/g, '']), ['unverified'])
  })
})

describe('pages of a statement', () => {
  test('go on where the one before ended', async () => {
    assert.deepEqual(await said(pages, [':60M:C261124JPY2000,', ':60M:C261124JPY1900,']), [
      'pages: The page begins with 1900, the one before ends with 2000 (13, :60M:)',
      'adds_up',
      'differs; closing balance 1700, not 1600',
    ])
  })
  test('meet at ITBD in camt', async () => {
    assert.deepEqual(await said(camt, ['>CLBD<', '>ITBD<']), ['adds_up'])
    assert.deepEqual(await said(camt, ['>OPBD<', '>ITBD<']), ['adds_up'])
  })
})

test('what an entry has several of is all read', async () => {
  const twice = await read(german.replace(':86:116', ':86:ONE\n:86:TWO\n:86:116'))
  assert.match(ofKind(twice.records, 'entry')[1]?.information ?? '', /^ONE\nTWO\n116/)
  const total = '<Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">5.00</TtlChrgsAndTaxAmt></Chrgs>'
  const charged = await read(camt.replace(/<Chrgs>.*<\/Chrgs>/, total))
  assert.deepEqual(ofKind(charged.records, 'entry')[0]?.charges, [{ amount: { currency: 'EUR', minor: 500n } }])
})

test('a reversal moves money the other way', async () => {
  const { records } = await read(german.replace('1231RD90', '1231RC90').replace('1630,00', '1450,00'))
  const last = ofKind(records, 'entry').at(-1)
  assert.deepEqual([last?.direction, last?.isReversal], ['debit', true])
  assert.equal(ofKind(records, 'statement_end')[0]?.verdict, 'adds_up')
})

test('what cannot be used of the header is said, and the statement read', async () => {
  assert.deepEqual(await said(german, [':28C:00231/001', ':28C:XII']), [
    'syntax: "XII" is no number of a statement (1, :28C:)',
    'adds_up',
  ])
  assert.deepEqual(await said(camt, ['<LglSeqNb>229', '<LglSeqNb>-1']), [
    'syntax: "-1" is no number (11, Document/BkToCstmrStmt/Stmt[1]/LglSeqNb)',
    'adds_up',
  ])
})

describe('lines end as they like', () => {
  const amounts = async (text: string) => {
    const { records, refused } = await read(text)
    assert.equal(refused, undefined)
    return ofKind(records, 'entry').map((entry) => [entry.amount.minor, entry.transactions[0]?.remittance])
  }
  for (const [name, end] of [
    ['CR LF', '\r\n'],
    ['CR', '\r'],
    ['LF CR', '\n\r'],
    ['CR CR LF', '\r\r\n'],
  ] as const) {
    test(name, async () => assert.deepEqual(await amounts(german.replaceAll('\n', end)), await amounts(german)))
  }
  test('and there is no trailer, and no last end', async () => {
    const text = german.replace(/:64:[\s\S]*/, '').trimEnd()
    assert.deepEqual(await amounts(text), await amounts(german))
  })
})
