import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { installPacked, type Packed, undocumented } from '../support/packed.ts'

const run = promisify(execFile)
const source = resolve(import.meta.dirname, '../../packages/bank-files')
const readme = readFileSync(join(source, 'README.md'), 'utf8')
const programs = [...readme.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code)

describe('@silkgate/bank-files, packed and installed in an empty folder', () => {
  let packed: Packed
  before(async () => {
    packed = await installPacked('bank-files', ['saxes', 'xmlchars'])
  })
  after(() => packed.remove())

  test('needs saxes and nothing else', () => {
    const manifest = readFileSync(join(packed.folder, 'node_modules/@silkgate/bank-files/package.json'), 'utf8')
    assert.deepEqual(JSON.parse(manifest).dependencies, { saxes: '6.0.0' })
  })

  test('has types that a compiler takes', async () => {
    const file = packed.write(
      'typed.ts',
      `import { readStatements, type Entry } from '@silkgate/bank-files'
       export const first = async (bytes: Uint8Array): Promise<Entry | undefined> => {
         for await (const record of readStatements([bytes])) if (record.kind === 'entry') return record
         return undefined
       }\n`,
    )
    await packed.compile(file)
    const wrong =
      "import type { Money } from '@silkgate/bank-files'\nexport const one: Money = { currency: 'EUR', minor: 1 }\n"
    await assert.rejects(packed.compile(packed.write('wrong.ts', wrong)), {
      stdout: /'number' is not assignable to type 'bigint'/,
    })
  })

  test('reads a file with the program of its README', async () => {
    const main = packed.write(
      'main.mjs',
      programs.find((code) => code.includes('createReadStream(')) ?? assert.fail('none'),
    )
    const sample = join(packed.folder, 'node_modules/@silkgate/bank-files/testdata/mt940.german.sta')
    const { stdout } = await run(process.execPath, [main, sample])
    const printed = /With `testdata\/mt940.german.sta` it prints:\n\n```\n([\s\S]*?)```/.exec(readme)?.[1]
    assert.equal(stdout, printed)
  })

  test('finds duplicates and gaps with the program of its README', async () => {
    const code = programs.find((each) => each.includes('statementGaps(')) ?? assert.fail('none')
    const values = `import { createReadStream } from 'node:fs'
      const names = ['mt940.pages.sta', 'mt940.german.sta', 'mt940.pages.sta', 'camt.053.001.02.xml', 'camt.053.001.08.xml']
      const files = names.map((name) => createReadStream('${join(source, 'testdata')}/' + name))\n`
    const main = packed.write('gaps.mjs', `${values}${code}\nconsole.log(statements, entries.size, gaps)`)
    const { stdout } = await run(process.execPath, [main])
    assert.equal(stdout, '4 11 []\n')
  })

  test('pays, and reads the answer, with the programs of its README', async () => {
    const pay = programs.find((code) => code.includes('writeCreditTransfers(')) ?? assert.fail('none')
    const file = packed.write('pain001.xml', '')
    await run(process.execPath, [packed.write('pay.mjs', pay), file])
    assert.match(readFileSync(file, 'utf8'), /<Nm>Baeckerei Mueller \+ Soehne<\/Nm>/)

    const hear = programs.find((code) => code.includes('statusOfPayment(')) ?? assert.fail('none')
    const answer = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><OrgnlGrpInfAndSts>
      <OrgnlMsgId>RUN-20261126-1</OrgnlMsgId><GrpSts>RJCT</GrpSts>
      <StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Account closed</AddtlInf></StsRsnInf></OrgnlGrpInfAndSts>
      </CstmrPmtStsRpt></Document>`
    const { stdout } = await run(process.execPath, [
      packed.write('hear.mjs', hear),
      packed.write('pain002.xml', answer),
    ])
    assert.ok(readme.includes(`it prints \`${stdout.trim()}\``), stdout)
  })
})

test('every name that the package exports says what it is', () => assert.deepEqual(undocumented('bank-files'), []))
