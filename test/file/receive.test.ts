import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { receivedFiles } from '../support/files.ts'
import { aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { until } from '../support/until.ts'

describe('files that are brought', () => {
  const folder = mkdtempSync(join(tmpdir(), 'silkgate-files-'))
  const inbox = join(folder, 'inbox')
  let sandbox: TestSandbox
  before(async () => {
    for (const source of ['alipayplus', 'bank']) mkdirSync(join(inbox, source), { recursive: true })
    sandbox = await aSandbox('error', { INBOX_DIR: inbox })
  })
  after(async () => {
    await sandbox?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const named = async (name: string) => (await receivedFiles(sandbox)).filter((file) => file.name === name)

  test('on the command line are received, listed, shown and given back as they came', async () => {
    const paths = ['one.sta', 'two.sta', 'one-again.sta'].map((name) => join(folder, name))
    for (const [index, body] of [':20:1\n', ':20:2\n', ':20:1\n'].entries()) writeFileSync(paths[index] ?? '', body)
    const received = await silkgate(sandbox, 'file', 'receive', 'bank', ...paths)
    assert.deepEqual(
      received.map(({ name, isNew, how }) => ({ name, isNew, how })),
      [
        { name: 'one.sta', isNew: true, how: 'upload' },
        { name: 'two.sta', isNew: true, how: 'upload' },
        { name: 'one.sta', isNew: false, how: 'upload' },
      ],
    )
    const listed = await silkgate(sandbox, 'file', 'list', '--source', 'bank')
    assert.deepEqual(
      listed.map(({ name }) => name),
      ['one.sta', 'two.sta'],
    )
    const fileId = String(listed[0]?.fileId)
    const [shown] = await silkgate(sandbox, 'file', 'show', fileId)
    assert.deepEqual((shown?.names as { path: string }[] | undefined)?.map(({ path }) => path).sort(), [
      paths[2],
      paths[0],
    ])
    const copy = join(folder, 'copy')
    const [given] = await silkgate(sandbox, 'file', 'export', fileId, copy)
    assert.equal(readFileSync(copy, 'utf8'), ':20:1\n')
    assert.equal(given?.sha256, createHash('sha256').update(':20:1\n').digest('hex'))
  })

  test('on the command line are refused with what is wrong', async () => {
    const refusals: [words: string[], says: RegExp][] = [
      [['receive', 'visa', join(folder, 'one.sta')], /source: "visa" is none of alipayplus, bank/],
      [['receive', 'bank', join(folder, 'none.sta')], /ENOENT.*none\.sta/],
      [['list', '--state', 'lost'], /state: "lost" is none of received, taken, refused/],
      [['show', '00000000-0000-0000-0000-000000000000'], /There is no received file 0000/],
      [['export', 'x', join(folder, 'y')], /There is no received file x/],
    ]
    for (const [words, says] of refusals) await assert.rejects(silkgate(sandbox, 'file', ...words), says)
  })

  test('in the inbox are received once they are whole, and moved to done', async () => {
    writeFileSync(join(folder, 'made-elsewhere'), 'a,b\n')
    renameSync(join(folder, 'made-elsewhere'), join(inbox, 'alipayplus', 'summary.csv'))
    writeFileSync(join(inbox, 'alipayplus', 'half.csv.part'), 'a,')
    await until('the file is received', async () => (await named('summary.csv')).length === 1)
    await until('it is moved', () => readdirSync(join(inbox, 'alipayplus/done')).includes('summary.csv'))
    const [file] = await named('summary.csv')
    assert.deepEqual([file?.source, file?.how, file?.bytes], ['alipayplus', 'folder', 4])
    assert.deepEqual(readdirSync(join(inbox, 'alipayplus')).sort(), ['done', 'half.csv.part'])

    writeFileSync(join(inbox, 'alipayplus', 'summary.csv'), 'c,d\n')
    await until('another of that name is received', async () => (await named('summary.csv')).length === 2)
    await until('it is moved too', () => readdirSync(join(inbox, 'alipayplus/done')).length === 2)
    assert.equal(readFileSync(join(inbox, 'alipayplus/done/summary.csv'), 'utf8'), 'a,b\n')
  })

  test('by SFTP need a key that the other side is given; the private half is never shown', async () => {
    const [made] = await silkgate(sandbox, 'sftp-key', 'add', 'bank')
    assert.match(String(made?.publicKey), /^ssh-ed25519 AAAA\S+ silkgate-bank$/)
    const listed = await silkgate(sandbox, 'sftp-key', 'list', 'bank')
    assert.deepEqual(
      listed.map(({ keyId, retiredAt }) => [keyId === made?.keyId, retiredAt]),
      [
        [true, null],
        [false, null],
      ],
    )
    assert.ok(!/PRIVATE/.test(JSON.stringify(listed)))
    await silkgate(sandbox, 'sftp-key', 'retire', 'bank', String(made?.keyId))
    await assert.rejects(silkgate(sandbox, 'sftp-key', 'retire', 'bank', String(made?.keyId)), /no key .* in force/)
    await silkgate(sandbox, 'file', 'pull', 'bank')
    await until('it was looked at', async () => {
      const pulls = await silkgate(sandbox, 'file', 'pulls')
      return pulls.some(
        ({ source, lastAt, problem }) => source === 'bank' && lastAt !== undefined && problem === undefined,
      )
    })
  })
})
