import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { describe, test } from 'node:test'
import { reportColumns, reportKinds, resultCodes } from '@silkgate/alipayplus'

type File = { readonly path: string; readonly text: string }

type Rule = {
  readonly says: string
  readonly where: RegExp
  /** The lines that break the rule. */
  readonly finds: (file: File) => readonly number[]
  /** What the rule must catch. */
  readonly example: File
  /** What it must leave alone. */
  readonly innocent?: File
}

const linesThat = (breaks: (line: string) => boolean) => (file: File) =>
  file.text.split('\n').flatMap((line, index) => (breaks(line) ? [index + 1] : []))

const linesWith = (pattern: RegExp) => linesThat((line) => pattern.test(line))

const firstLineIf = (breaks: (file: File) => boolean) => (file: File) => (breaks(file) ? [1] : [])

const at = (path: string, text: string): File => ({ path, text })

const bannedNames = ['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'service', 'base', 'misc']

/** SUCCESS is left out: it is also what we answer. */
const codeNames = Object.keys(resultCodes).filter((name) => name !== 'SUCCESS')

/** The columns of Alipay+'s reports; those that nobody but a report has are found wherever they stand. */
const columnNames = reportKinds.flatMap((kind) => reportColumns(kind))
const ownColumnNames = columnNames.filter((name) => /AmountValue$|^fundDirection$|^counterParticipantId$/.test(name))

/** House rules that a linter cannot say. Each must catch its own example. */
const rules: readonly Rule[] = [
  {
    says: 'a file is read in one sitting: at most 300 lines',
    where: /\.(ts|js|cjs|sql)$/,
    finds: firstLineIf(({ text }) => text.trimEnd().split('\n').length > 300),
    example: at('test/long.test.ts', 'x\n'.repeat(301)),
    innocent: at('test/long.test.ts', 'x\n'.repeat(300)),
  },
  {
    says: 'a line is at most 130 characters, but for the path of a drawing',
    where: /\.ts$/,
    finds: linesThat((line) => [...line].length > 130 && !/^\s*<path d="/.test(line)),
    example: at('test/wide.test.ts', 'x'.repeat(131)),
    innocent: at('test/wide.test.ts', `${'…'.repeat(130)}\n<path d="${'0'.repeat(130)}"/>`),
  },
  {
    says: 'the domain is told the time and the dice',
    where: /^packages\/domain\/src\/(?!.*\.test\.ts$)/,
    finds: linesWith(/\bDate\.now\b|new Date\(\s*\)|(?<!new )\bDate\(|Math\.random|\bcrypto\b|\bperformance\b/),
    example: at('packages/domain/src/payment/decide.ts', 'const at = Date.now()'),
    innocent: at('packages/domain/src/payment/decide.ts', 'const later = new Date(at.getTime() + 1)'),
  },
  {
    says: 'money is bigint: it is never read or written as a fraction',
    where: /\/src\/.*\.ts$/,
    finds: linesWith(/\bparseFloat\b|\.toFixed\(/),
    example: at('packages/domain/src/money/money.ts', 'const text = amount.toFixed(2)'),
  },
  {
    says: 'money is bigint: an amount in its smallest unit never becomes a number',
    where: /\/src\/.*\.ts$/,
    finds: linesWith(/\b(Number|parseInt)\(\s*[\w.?]*([mM]inor|[aA]mount)\s*\)/),
    example: at('apps/gateway/src/payment/payment-view.ts', 'const amount = Number(payment.amount.minor)'),
    innocent: at('apps/gateway/src/payment/payment-view.ts', 'const amount = Number(toConnectAmount(payment.amount))'),
  },
  {
    says: 'nothing is left for later',
    where: /\.(ts|js|cjs|sql|md|css)$|^\.ci\//,
    finds: linesWith(/\b(TO|FIX)(DO|ME)\b/),
    example: at('docs/page.md', `TO${'DO'}: write this`),
  },
  {
    says: 'no test is left out, and none is run alone',
    where: /\.test\.ts$/,
    finds: linesWith(/\b(test|it|describe|suite)\.(only|skip|todo)\(/),
    example: at('test/some.test.ts', `test.${'only'}('x', () => {})`),
  },
  {
    says: 'what is exported has a name',
    where: /\.tsx?$/,
    finds: linesWith(/^\s*export\s+default\b|\bas\s+default\b/),
    example: at('apps/gateway/src/main.ts', `export ${'default'} {}`),
  },
  {
    says: 'nothing names the machine it was written on',
    where: /./,
    finds: linesWith(
      /(^|[\s"'`(=])\/(work|root|home\/\w+)\/|https?:\/\/[\w.-]*(registry|artifactory|nexus|jfrog)|"resolved": "https?:/,
    ),
    example: at('docs/page.md', `see /wo${'rk'}/main`),
    innocent: at('docs/page.md', 'see /checkout/work/ and a 0700 home'),
  },
  {
    says: 'the compiler is never told to look away',
    where: /\.tsx?$/,
    finds: linesWith(/\bas\s+any\b|<\s*any>|@ts-(ignore|expect-error|nocheck)/),
    example: at('apps/gateway/src/main.ts', `const x = y as ${'any'}`),
    innocent: at('apps/gateway/src/main.ts', '// as many as there are'),
  },
  {
    says: 'a file is named after what it holds, not after where things are put that have no place',
    where: /\.(ts|tsx|cjs|sql|css)$/,
    finds: firstLineIf(({ path }) =>
      path.split('/').some((part) => part.split(/[-.]/).some((word) => bannedNames.includes(word))),
    ),
    example: at('apps/gateway/src/payment/payment-helpers.ts', ''),
    innocent: at('packages/postgres/src/create-database.ts', ''),
  },
  {
    says: 'a file is named in kebab-case',
    where: /\.(ts|tsx|sql|md)$/,
    finds: firstLineIf(
      ({ path }) => path.includes('/') && !/^(README\.md|[a-z0-9]+([-.][a-z0-9]+)*)$/.test(basename(path)),
    ),
    example: at('apps/gateway/src/payment/createPayment.ts', ''),
    innocent: at('apps/gateway/migrations/0001-merchants.sql', ''),
  },
  {
    says: 'a migration begins by saying why',
    where: /\/migrations\/.*\.sql$/,
    finds: firstLineIf(({ text }) => !/^-- \S.{19,}/.test(text)),
    example: at('apps/gateway/migrations/0009-more.sql', 'create table more ();'),
  },
  {
    says: 'one file knows the result codes of Alipay+: packages/alipayplus/src/codes.ts',
    where: /^(packages\/[^/]+|apps\/gateway)\/src\/(?!codes\.ts$)(?!.*(\.test|\/testing)\.ts$)/,
    finds: linesWith(new RegExp(`\\b(${codeNames.join('|')})\\b`)),
    example: at('apps/gateway/src/payment/hear-alipayplus.ts', "if (code === 'PAYMENT_IN_PROCESS') wait()"),
    innocent: at('apps/gateway/src/payment/notify.routes.ts', "answer({ resultCode: 'SUCCESS' })"),
  },
  {
    says: 'one file knows the columns of reports: packages/alipayplus/src/reports/report-layout.ts',
    where: /^(packages\/[^/]+|apps\/gateway)\/src\/(?!reports\/report-layout\.ts$)(?!.*(\.test|\/testing)\.ts$)/,
    finds: linesWith(new RegExp(`['"\`](${columnNames.join('|')})['"\`]|\\b(${ownColumnNames.join('|')})\\b`)),
    example: at('apps/gateway/src/settlement/take-report.ts', "const net = row['netSettlementAmountValue']"),
    innocent: at('apps/gateway/src/settlement/take-report.ts', 'const { transactionId, settlement } = row'),
  },
  {
    says: 'one file says what an answer of Alipay+ means to us: apps/gateway/src/payment/hear-alipayplus.ts',
    where: /^apps\/gateway\/src\/(?!payment\/hear-alipayplus\.ts$)(?!.*\.test\.ts$)/,
    finds: linesWith(/\b(classifyResult|resultCodes|resultKinds|ResultKind|resultStatus ===)/),
    example: at('apps/gateway/src/refund/due-refunds.jobs.ts', 'if (classifyResult(result).status === "S") done()'),
    innocent: at('apps/gateway/src/payment/notify.routes.ts', "answer({ resultCode: 'SUCCESS', resultStatus: 'S' })"),
  },
  {
    says: 'statements stand in stores and in postgres folders',
    where: /^apps\/[^/]+\/src\/(?!(.*\/)?postgres\/)(?!.*(\.store|\.test)\.ts$)/,
    finds: linesWith(/['"`]\s*(select\b[^'"]*\bfrom |insert into |update \w+ set |delete from |with \w+ as \()/),
    example: at('apps/gateway/src/payment/create-payment.ts', "db.read({ text: 'select id from payments' })"),
    innocent: at('apps/gateway/src/runtime.ts', "db.read({ text: 'select 1' })"),
  },
]

const root = resolve(import.meta.dirname, '..')
const text = /\.(ts|tsx|js|cjs|sql|md|json|css|html)$|^\.ci\/run$|^\.npmrc$/

const files: readonly File[] = globSync(
  ['*', '.npmrc', '*.cjs', '.*.cjs', '{packages,apps,scripts,test,bench,docs,.ci}/**'],
  {
    cwd: root,
    exclude: ['**/node_modules/**', 'data/**', 'coverage/**'],
  },
)
  .filter((path) => text.test(path) && !path.includes('node_modules/'))
  .sort()
  .map((path) => at(path, readFileSync(resolve(root, path), 'utf8')))

const places = (rule: Rule): string[] =>
  files
    .filter(({ path }) => rule.where.test(path))
    .flatMap((file) => rule.finds(file).map((line) => `${file.path}:${line}`))

describe('the house', () => {
  for (const rule of rules) test(rule.says, () => assert.deepEqual(places(rule), []))
})

describe('a rule', () => {
  for (const { says, where, finds, example, innocent } of rules) {
    test(`catches its own example: ${says}`, () => {
      assert.ok(where.test(example.path) && finds(example).length > 0, 'the rule does not catch its own example')
      if (innocent !== undefined) assert.deepEqual(finds(innocent), [], 'the rule catches what is right')
    })

    test(`looks somewhere: ${says}`, () => assert.ok(files.some(({ path }) => where.test(path))))
  }

  test('reads the whole tree', () => {
    const paths = new Set(files.map(({ path }) => path))
    assert.ok(files.length > 120, `${files.length} files`)
    for (const path of [
      '.ci/run',
      '.dependency-cruiser.cjs',
      'package-lock.json',
      'packages/alipayplus/src/codes.ts',
      'apps/gateway/migrations/0001-merchants.sql',
      'apps/gateway/src/payment/create-payment.ts',
      'docs/decisions/0001-one-cut.md',
      'scripts/docs.ts',
      'test/tidy.test.ts',
    ]) {
      assert.ok(paths.has(path), `${path} was not read`)
    }
  })
})
