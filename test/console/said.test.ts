import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, test } from 'node:test'
import { reportFaults } from '@silkgate/alipayplus'
import { fileFaults } from '@silkgate/bank-files'
import { accounts, breakActions, breakKinds, errors, exceptionKinds, roles, sentences } from '@silkgate/domain'
import { merchantsZhHans } from '../../apps/console/src/said/merchants-zh-hans.ts'
import { sentenceIn, textIn } from '../../apps/console/src/said/said.ts'
import { en } from '../../apps/console/src/ui/texts-en.ts'
import { zhHans } from '../../apps/console/src/ui/texts-zh-hans.ts'
import { operatorRoutes } from '../../apps/gateway/src/console/index.ts'
import { faultNames } from '../../apps/simulator/src/fault/faults.ts'

const deeds = operatorRoutes({ sandbox: {} } as Parameters<typeof operatorRoutes>[0])
  .filter(({ method }) => method !== 'GET')
  .map(({ operation }) => operation)

/** Each list of codes that the server answers with, its words in Chinese, and those in English where the console has them. */
const lists = {
  errors: [Object.keys(errors), zhHans.said.errors],
  faults: [Object.keys(faultNames), zhHans.said.faults],
  exceptions: [Object.keys(exceptionKinds), zhHans.said.exceptions, en.exceptions.kinds],
  breaks: [Object.keys(breakKinds), zhHans.said.breaks, en.breakKinds],
  'kinds of breaks': [Object.keys(breakKinds), zhHans.breakKinds],
  'what is done about breaks': [Object.keys(breakActions), zhHans.breakActions, en.breakActions],
  accounts: [Object.keys(accounts), zhHans.said.accounts, en.said.accounts],
  roles: [Object.keys(roles), zhHans.settings.roles, en.settings.roles],
  'entries of the audit trail': [deeds, zhHans.said.operations, en.said.operations],
  'events of a payment': [Object.keys(en.said.events), zhHans.said.events],
} as const

test('whatever the server says by a code has words in both languages, and there are no words for what is no code', () => {
  for (const [list, [codes, ...languages]] of Object.entries(lists)) {
    assert.ok(codes.length > 3, list)
    for (const words of languages as readonly Readonly<Record<string, string>>[]) {
      assert.deepEqual(
        codes.filter((code) => !words[code]),
        [],
        list,
      )
    }
  }
  for (const list of ['errors', 'faults', 'exceptions', 'breaks', 'accounts'] as const) {
    assert.deepEqual(Object.keys(lists[list][1]).toSorted(), lists[list][0].toSorted(), list)
  }
})

/** Every sentence that is kept in breaks, exceptions and files, and how often it names something. */
const kept = [...sentences, ...reportFaults, ...fileFaults]
const namesIn = (sentence: string): number => sentence.split('{}').length - 1

/** `of` with the nth thing that it names: neither a word nor a part of a sentence. */
const named = (n: number): string => `Q${n}`
const filled = (sentence: string): string => {
  let next = 0
  return sentence.replaceAll('{}', () => named(next++))
}

/** What need not be said again: the kind of a break is above it, the state of a remittance is said in words. */
const leftOut: Readonly<Record<string, readonly number[]>> = {
  'a break "{}" takes {}; not {}': [0],
  'it is {} ({}) and cannot be {}': [1],
}

describe('what the gateway writes in words', () => {
  for (const sentence of kept) {
    test(`is said in Chinese: ${sentence}`, () => {
      const said = sentenceIn(zhHans.said, filled(sentence))
      assert.match(said ?? '', /\p{Script=Han}|^(XML：Q0|<Q0>.*)$/u)
      for (let n = 0; n < namesIn(sentence); n++) {
        assert.equal(said?.includes(named(n)), !leftOut[sentence]?.includes(n), `${said} names what is named`)
      }
      // Its own words, not those of another sentence that it looks like.
      const own = Object.entries(zhHans.said.sentences).find(([english]) => english === sentence)?.[1] ?? ''
      let next = 0
      assert.equal(
        said,
        own.replace(/\{(\d?)\}/g, (_all, at: string) => named(at === '' ? next++ : Number(at))),
      )
    })
  }

  test('is said in words to the last part, several faults one behind the other, and what nobody knows as it is', () => {
    for (const [english, chinese] of [
      [
        'waits for another file of batch C1: it is truncated: it has 3 rows of 5, and no end',
        '等待批次 C1 的另一文件：文件被截断：5 行中只有 3 行，没有结尾',
      ],
      ['waits for transactionItems and summary of batch C1', '等待批次 C1 的交易明细和汇总'],
      ['"x" is no amount (line 3, column 1, :61:)', '"x" 不是金额（第 3 行第 1 列，:61:）'],
      ['"a" is no BIC; There is nothing to pay', '"a" 不是 BIC; 没有要付的款项'],
      ['the inquiry says EUR 1.00, the order is EUR 2.00', '查询称 EUR 1.00，而订单为 EUR 2.00'],
      ['tulips for the office', 'tulips for the office'],
    ] as const) {
      assert.equal(textIn(zhHans.said, english), chinese)
      assert.equal(textIn(en.said, english), english)
    }
  })

  test('about a merchant is what the gateway still says', () => {
    const root = resolve(import.meta.dirname, '../..')
    const source = globSync('apps/gateway/src/merchant/**/*.ts', { cwd: root })
      .map((file) => readFileSync(resolve(root, file), 'utf8'))
      .join('\n')
      .toLowerCase()
    const parts = (sentence: string) => sentence.toLowerCase().split('{}')
    assert.deepEqual(
      Object.keys(merchantsZhHans).filter((sentence) => !parts(sentence).every((part) => source.includes(part))),
      [],
    )
    const said = { ...zhHans.said, sentences: merchantsZhHans }
    assert.equal(
      sentenceIn(said, 'a@b.example has proposed it; somebody else must approve'),
      '由 a@b.example 提议；须由其他人批准',
    )
  })

  test('is one of these sentences where SQL writes it', () => {
    const root = resolve(import.meta.dirname, '../..')
    const sql = globSync('apps/gateway/src/**/*.store.ts', { cwd: root }).map((file) =>
      readFileSync(resolve(root, file), 'utf8'),
    )
    const reasons = sql.flatMap((text) =>
      [...text.matchAll(/resolution = 'agreed', reason = '([^']+)'/g)].map(([, why]) => why),
    )
    assert.ok(reasons.length > 8)
    assert.deepEqual(
      reasons.filter((why) => !(sentences as readonly (string | undefined)[]).includes(why)),
      [],
    )
  })
})
