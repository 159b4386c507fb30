import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import ssh2 from 'ssh2'
import { type MadeReport, makeReport } from '../support/made-report.ts'
import { makeOpenSshKey, type OpenSshKey, runSftp } from '../support/openssh.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { advance } from '../support/simulator.ts'
import { until } from '../support/until.ts'

const bytes = randomBytes(2_500_000)

describe('reports over SFTP', () => {
  let sandbox: TestSandbox
  let [mine, theirs]: [OpenSshKey?, OpenSshKey?] = []
  let hostKey = ''
  let [report, foreign]: [MadeReport?, MadeReport?] = []
  before(async () => {
    sandbox = await aSandbox('info', { ...noon, REPORTS_KEPT_FOR: 'P3D' })
    report = await makeReport(sandbox, '1234', '2026-11-23', bytes, { kind: 'transactions', format: 'xlsx' })
    await makeReport(sandbox, '1234', '2026-11-23', 'a,b\n')
    foreign = await makeReport(sandbox, '5678', '2026-11-23', 'not yours')
    mine = makeOpenSshKey(sandbox.dataDir)
    theirs = makeOpenSshKey(sandbox.dataDir, '-t', 'rsa', '-b', '3072')
    await silkgate(sandbox, 'sftp-key', 'add', '1234', mine.publicKey)
    await silkgate(sandbox, 'sftp-key', 'add', '5678', theirs.publicKey)
    const [ours] = await silkgate(sandbox, 'sftp-host-key')
    hostKey = String(ours?.publicKey)
  })
  after(() => sandbox?.close())

  const sftp = (user: string, key: OpenSshKey | undefined, ...commands: string[]) => {
    assert.ok(key)
    return runSftp(sandbox.dataDir, { port: sandbox.sftpPort, user, key, hostKey }, ...commands)
  }

  test('are fetched by an ordinary client, byte for byte', async () => {
    assert.ok(report)
    const to = join(sandbox.dataDir, 'fetched')
    const run = await sftp('1234', mine, 'cd out', 'pwd', 'ls -l', 'cd ..', `get -p /out/${report.name} ${to}`)
    assert.equal(run.code, 0, run.stderr)
    assert.match(run.stdout, /Remote working directory: \/out/)
    assert.match(run.stdout, /-r-------- .* 2500000 2026-11-24 12:\d\d transactions\.000000123420261123\.000001\.xlsx/)
    assert.equal(createHash('sha256').update(readFileSync(to)).digest('hex'), report.sha256)
    assert.ok(readFileSync(to).equals(bytes))
  })

  test('are shown to nobody else, and a foreign one is as unknown as one that is none', async () => {
    assert.ok(report && foreign)
    const [one, none] = [
      await sftp('1234', mine, `get /out/${foreign.name}`),
      await sftp('1234', mine, 'get /out/none'),
    ]
    assert.equal(one.code, 1)
    assert.equal(one.stderr.replaceAll(foreign.name, 'none'), none.stderr)
    assert.equal((await sftp('5678', theirs, 'ls /out')).stdout.includes(report.name), false)
    assert.equal((await sftp('5678', theirs, `get /out/${foreign.name} /dev/null`)).code, 0, 'with RSA as well')
    const asOther = await sftp('5678', mine, 'ls')
    assert.notEqual(asOther.code, 0)
    assert.match(asOther.stderr, /Permission denied \(publickey\)/)
  })

  test('cannot be changed', async () => {
    assert.ok(report)
    const [here, key] = [`/out/${report.name}`, mine?.path]
    const tries = [
      `put ${key} /out/new`,
      `put ${key} ${here}`,
      `rm ${here}`,
      `rename ${here} /out/x`,
      'mkdir /out/x',
      'rmdir /out',
    ]
    for (const attempt of [...tries, `chmod 777 ${here}`, `ln -s /etc/passwd /out/link`, `ln ${here} /out/link`]) {
      const run = await sftp('1234', mine, attempt)
      assert.equal(run.code, 1, attempt)
      assert.match(run.stderr, /Permission denied|Operation unsupported|not support/i, attempt)
    }
    assert.equal((await sftp('1234', mine, `get ${here} /dev/null`)).code, 0)
  })

  test('need a key that is not retired, and several may be in force', async () => {
    const [second, weak] = [
      makeOpenSshKey(sandbox.dataDir, '-t', 'ecdsa'),
      makeOpenSshKey(sandbox.dataDir, '-t', 'rsa', '-b', '2048'),
    ]
    const [added] = await silkgate(sandbox, 'sftp-key', 'add', '1234', second.publicKey)
    assert.equal((await sftp('1234', second, 'ls /out')).code, 0)
    assert.equal((await sftp('1234', mine, 'ls /out')).code, 0)
    const listed = await silkgate(sandbox, 'sftp-key', 'list', '1234')
    assert.deepEqual(
      listed.map(({ publicKey, retiredAt }) => ({ publicKey, retiredAt })),
      [second, mine].map((key) => ({ publicKey: key?.publicKey, retiredAt: null })),
    )
    await silkgate(sandbox, 'sftp-key', 'retire', '1234', String(added?.keyId))
    assert.match((await sftp('1234', second, 'ls /out')).stderr, /Permission denied \(publickey\)/)
    const told = await until('the log says so', () =>
      sandbox.logged().find(({ msg }) => msg?.startsWith('nobody could log in')),
    )
    assert.equal(told.address, '127.0.0.1')

    const add = (...words: string[]) => silkgate(sandbox, 'sftp-key', 'add', ...words)
    await assert.rejects(add('1234', weak.publicKey), /3072 bits/)
    await assert.rejects(add('1234', 'ssh-ed25519 AAAA'), /an OpenSSH public key is needed/)
    await assert.rejects(add('1234', mine?.publicKey ?? ''), /has this key already/)
    await assert.rejects(add('999', mine?.publicKey ?? ''), /neither a merchant/)
  })

  test('are there again after a restart, behind the same host key, and a session that is open does not hold it up', async () => {
    const client = new ssh2.Client().on('error', () => {})
    await new Promise<void>((resolve) => {
      client.once('ready', resolve)
      const privateKey = readFileSync(mine?.path ?? '')
      client.connect({ host: '127.0.0.1', port: sandbox.sftpPort, username: '1234', privateKey })
    })
    await new Promise((resolve) => client.sftp((_error, opened) => resolve(opened)))
    const began = performance.now()
    assert.equal(await sandbox.gateway().end('SIGTERM'), 'exit 0')
    assert.ok(performance.now() - began < 5_000)
    await sandbox.startGateway()
    assert.equal((await sftp('1234', mine, 'ls /out')).code, 0)
    const fingerprints = sandbox.logged().flatMap(({ fingerprint }) => fingerprint ?? [])
    const [ours] = await silkgate(sandbox, 'sftp-host-key')
    assert.deepEqual([...new Set(fingerprints)], [ours?.fingerprint])
  })

  test('are kept as long as the setting says, and their rows say when they went', async () => {
    assert.ok(report)
    await advance(sandbox, 'P3D')
    assert.equal((await sftp('1234', mine, `get /out/${report.name} /dev/null`)).code, 1)
    assert.equal((await sftp('1234', mine, 'ls -1 /out')).stdout.includes(report.name), false)
    const path = join(sandbox.dataDir, 'reports/1234', report.name)
    assert.throws(() => readFileSync(path), /ENOENT/)
    const text = 'select removed_at - ready_at = interval $2 as kept from reports where report_id = $1'
    const [row] = await sandbox.db.read<{ kept: boolean }>({
      text: text.replace('$2', "'3 days'"),
      values: [report.reportId],
    })
    assert.equal(row?.kept, true)
  })
})
