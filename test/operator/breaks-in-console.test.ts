import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { figure } from '@silkgate/domain'
import { openBreaks } from '../../apps/gateway/src/break/index.ts'
import { askConsole, signIn } from '../support/console.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { until } from '../support/until.ts'

describe('several breaks at once', () => {
  let sandbox: TestSandbox
  before(async () => {
    sandbox = await aSandbox('error', { ...noon, WRITE_OFF_ALONE_MINOR: '1000' })
  })
  after(() => sandbox?.close())

  const entriesOf = async (...minors: readonly bigint[]): Promise<Seen[]> => {
    const found = minors.map((minor, n) => ({
      ...({ kind: 'unknown_entry', about: `entry ${minors.length} ${n}`, currency: 'EUR', minor } as const),
      ...{ field: 'entry', ours: figure(''), theirs: figure('unrelated') },
    }))
    await sandbox.db.transaction('chore.set_up', (tx) => openBreaks(tx, found, new Date(noon.SANDBOX_START)))
    const rows = await sandbox.db.read<{ breakId: string; minor: bigint }>({
      text: 'select break_id as "breakId", minor from breaks where about = any ($1) order by about',
      values: [found.map(({ about }) => about)],
    })
    return rows.map(({ breakId, minor }) => ({ breakId, seenMinor: String(minor) }))
  }

  type Seen = { readonly breakId: string; readonly seenMinor: string }

  const writeOff = async (email: string, breaks: readonly Seen[]) => {
    const { cookie } = await signIn(sandbox, email)
    const body = { breaks, action: 'write_off', reason: 'asked and answered' }
    const answer = await askConsole(sandbox, cookie, '/breaks/actions', { method: 'POST', body })
    return (answer.body.did as { did: string }[]).map(({ did }) => did)
  }

  test('are given up by one person up to the limit of one', async () => {
    const both = await entriesOf(400n, 600n)
    assert.deepEqual(await writeOff('operator@sandbox.example', both), ['done', 'done'])
  })

  test('need a second person where their sum does, though none of them would by itself', async () => {
    const three = await entriesOf(400n, -400n, 400n)
    assert.deepEqual(await writeOff('operator@sandbox.example', three), ['proposed', 'proposed', 'proposed'])
    assert.deepEqual(await writeOff('operator@sandbox.example', three), ['refused', 'refused', 'refused'])
    assert.deepEqual(await writeOff('operator2@sandbox.example', three), ['done', 'done', 'done'])
  })

  test('are as they were seen: one whose amount has changed since is left, and refused by itself', async () => {
    const [one, other] = await entriesOf(300n, 301n, 302n, 303n)
    assert.ok(one && other)
    await entriesOf(310n, 301n, 302n, 303n)
    const { cookie } = await signIn(sandbox, 'operator@sandbox.example')
    const act = (seenMinor?: string) => {
      const body = { action: 'write_off', reason: 'asked and answered', seenMinor }
      return askConsole(sandbox, cookie, `/breaks/${one.breakId}/actions`, { method: 'POST', body })
    }
    const refused = async (...seen: Parameters<typeof act>) => {
      const { status, body } = await act(...seen)
      return `${status} ${body.errors?.[0]?.id}`
    }
    assert.deepEqual([await refused('300'), await refused()], ['409 BREAK_CHANGED', '400 INVALID_VALUE'])
    assert.deepEqual(await writeOff('operator@sandbox.example', [one, other]), ['refused', 'done'])
    const { status, body } = await act('310')
    assert.deepEqual([status, body.resolution], [200, 'written_off'])
  })

  test('an answer to our orders that a person uploads is refused: nobody writes rejections', async () => {
    const answer = '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"/>'
    const { cookie } = await signIn(sandbox, 'operator@sandbox.example')
    const sent = await fetch(`${sandbox.gatewayUrl}/operator/v1/files?source=bank&name=answer.xml`, {
      method: 'POST',
      headers: { 'X-Silkgate': 'console', Cookie: cookie, 'Content-Type': 'application/octet-stream' },
      body: answer,
    })
    assert.equal(sent.status, 201)
    await until('the file is refused', async () => {
      const [file] = await sandbox.db.read<{ state: string; reason: string }>({
        text: `select state, reason from received_files where name = 'answer.xml'`,
        values: [],
      })
      return file?.state === 'refused' && file.reason.includes('not from people')
    })
  })
})
