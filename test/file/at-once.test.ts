import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { fetchFile } from '../../apps/gateway/src/file/fetch-file.ts'
import { claimPull } from '../../apps/gateway/src/file/pull.store.ts'
import { openRawFiles } from '../../apps/gateway/src/file/raw-files.ts'
import { receiveFile } from '../../apps/gateway/src/file/receive-file.ts'
import { receivedFiles } from '../support/files.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'

describe('two at once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'silkgate-at-once-'))
  let sandbox: TestSandbox
  before(async () => {
    sandbox = await aSandbox()
  })
  after(async () => {
    await sandbox?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('look at one SFTP server one after the other', async () => {
    const [wall, at] = [new Date(), new Date('2027-01-01T00:00:00Z')]
    const claim = { at, wall, leasedUntil: new Date(wall.getTime() + 30_000) }
    await sandbox.gateway().end('SIGTERM')
    const claimed = await Promise.all([1, 2, 3].map(() => claimPull(sandbox.db, 'bank', claim)))
    assert.equal(claimed.filter((pull) => pull !== undefined).length, 1)
  })

  test('receive one content once', async () => {
    const path = join(folder, 'once.sta')
    writeFileSync(path, ':20:once\n')
    const world = { now: () => new Date(), newId: randomUUID }
    const rawFiles = openRawFiles(sandbox.dataDir)
    const found = { source: 'bank', how: 'upload', path } as const
    const received = await Promise.all([1, 2].map(() => receiveFile({ db: sandbox.db, world, rawFiles }, found)))
    assert.deepEqual(received.map(({ isNew }) => isNew).sort(), [false, true])
    assert.equal((await receivedFiles(sandbox)).filter(({ name }) => name === 'once.sta').length, 1)
  })

  test('and broken off wherever, write one file whole', async () => {
    const body = Buffer.from(Array.from({ length: 700_000 }, (_, n) => String(n)).join('\n'))
    const cut = fc.nat(body.length)
    const property = fc.asyncProperty(
      fc.array(cut, { maxLength: 4 }),
      fc.integer({ min: 7_000, max: 900_000 }),
      async (cuts, step) => {
        const path = join(folder, randomUUID())
        const readTo = (end: number) =>
          async function* (from: number) {
            for (let at = from; at < end; at += step) {
              yield body.subarray(at, Math.min(at + step, end))
              await turn()
            }
            if (end < body.length) throw new Error('broken off')
          }
        await Promise.allSettled(cuts.map((end) => fetchFile(path, body.length, readTo(end))))
        await Promise.all([1, 2].map(() => fetchFile(path, body.length, readTo(body.length))))
        assert.ok(readFileSync(path).equals(body))
        rmSync(path)
      },
    )
    await fc.assert(property, { numRuns: 15 })
  })
})
