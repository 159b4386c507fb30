import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { connect as connectSocket } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { pino } from 'pino'
import ssh2, { type Client, type SFTPWrapper } from 'ssh2'
import type { SftpLimits } from './limits.ts'
import type { LoginKey } from './login-key.store.ts'
import type { ServedFiles } from './served-files.ts'
import { type SftpServer, serveSftp } from './sftp-server.ts'

const { STATUS_CODE, OPEN_MODE } = ssh2.utils.sftp

const makePair = (): { private: string; public: string } => {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519')
    if (!(ssh2.utils.parseKey(pair.public) instanceof Error)) return pair
  }
}
const [hostKey, mine, theirs, retired] = [makePair(), makePair(), makePair(), makePair()]

const bytes = randomBytes(3_000_001)
const shelf: Record<string, Record<string, Buffer>> = {
  1234: { 'one.csv': Buffer.from('a,b\n'), 'big.xml.gz': bytes },
  5678: { 'theirs.csv': Buffer.from('c\n') },
}
let [opened, pieces] = [0, 0]
const at = new Date('2026-11-26T22:30:00Z')
const files: ServedFiles = {
  list: async (merchantId) =>
    Object.entries(shelf[merchantId] ?? {}).map(([name, body]) => ({ name, bytes: body.length, modifiedAt: at })),
  find: async (merchantId, name) => (await files.list(merchantId)).find((file) => file.name === name),
  open: async (merchantId, name) => {
    const file = await files.find(merchantId, name)
    const body = shelf[merchantId]?.[name]
    if (file === undefined || body === undefined) return undefined
    opened++
    return {
      ...file,
      read: async (offset, length) => {
        pieces++
        return body.subarray(offset, offset + length)
      },
      close: async () => void opened--,
    }
  },
}

const keys: Record<string, LoginKey[]> = {
  1234: [{ keyId: 'k1', publicKey: mine.public }],
  5678: [{ keyId: 'k2', publicKey: theirs.public }],
}

const serveWith = (limits: Partial<SftpLimits> = {}): Promise<SftpServer> =>
  serveSftp({
    ...{ log: pino({ level: 'silent' }), host: '127.0.0.1', port: 0, hostKey: hostKey.private, files, limits },
    keysOf: async (merchantId) => keys[merchantId] ?? [],
    wallMs: () => performance.now(),
  })

const logIn = (port: number, username: string, privateKey: string): Promise<Client> =>
  new Promise((resolve, reject) => {
    const client = new ssh2.Client()
    client.once('ready', () => resolve(client)).on('error', reject)
    client.once('close', () => reject(new Error('closed')))
    client.connect({ host: '127.0.0.1', port, username, privateKey })
    client.setNoDelay(true)
  })

const openSftp = (client: Client): Promise<SFTPWrapper> =>
  new Promise((resolve, reject) => client.sftp((error, sftp) => (error ? reject(error) : resolve(sftp))))

const closed = (client: Client): Promise<void> => new Promise((resolve) => client.once('close', () => resolve()))

/** The status with which a request is refused; "granted" where it is not. */
const statusOf = (ask: (answer: (error: Error | null | undefined) => void) => void): Promise<unknown> =>
  new Promise((resolve) => ask((error) => resolve(error ? (error as { code?: unknown }).code : 'granted')))

const until = async (isSo: () => boolean): Promise<void> => {
  const end = performance.now() + 5_000
  while (!isSo()) {
    assert.ok(performance.now() < end, 'waited in vain')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

describe('a merchant at the SFTP server', () => {
  let server: SftpServer
  let client: Client
  let sftp: SFTPWrapper
  before(async () => {
    server = await serveWith()
    client = await logIn(server.port, '1234', mine.private)
    sftp = await openSftp(client)
  })
  after(() => server?.stop(0))

  const read = (path: string): Promise<Buffer> =>
    new Promise((resolve, reject) => sftp.readFile(path, (error, body) => (error ? reject(error) : resolve(body))))

  test('finds its files in /out, with their sizes, and reads them', async () => {
    const names = (path: string): Promise<string[]> =>
      new Promise((resolve, reject) =>
        sftp.readdir(path, (error, list) => (error ? reject(error) : resolve(list.map(({ filename }) => filename)))),
      )
    assert.deepEqual(await names('.'), ['out'])
    assert.deepEqual(await names('/out'), ['one.csv', 'big.xml.gz'])
    assert.equal((await read('/out/one.csv')).toString(), 'a,b\n')
    assert.ok((await read('out/big.xml.gz')).equals(bytes))
    assert.ok((await read('/out/../out/./big.xml.gz')).equals(bytes), 'a way that leads back')
    await until(() => opened === 0)
  })

  test('reaches nothing else by any path, and hears of each that it is unknown', async () => {
    const paths = [
      ...['/etc/passwd', '../../etc/passwd', '/out/../../etc/passwd', '/out/..', 'out/one.csv/..', '/OUT/one.csv'],
      ...['/out/theirs.csv', '/5678/out/theirs.csv', '/../5678/out/theirs.csv', '/out/5678/theirs.csv'],
      ...['/out/one.csv\0', '/out/one.csv\0.txt', '\0', '/out\\one.csv', '..\\..\\etc\\passwd', '/out/one.csv/'],
      ...[`/out/${'a'.repeat(5_000)}`, '/out/\u202eone.csv', '/out/one.csv\n', '/out/%2e%2e/one.csv', '~/one.csv'],
    ]
    for (const path of paths) {
      if (['/out/..', 'out/one.csv/..', '/out/one.csv/'].includes(path)) continue
      assert.equal(await statusOf((answer) => sftp.open(path, 'r', answer)), STATUS_CODE.NO_SUCH_FILE, path)
      assert.equal(await statusOf((answer) => sftp.stat(path, answer)), STATUS_CODE.NO_SUCH_FILE, path)
      assert.equal(await statusOf((answer) => sftp.opendir(path, answer)), STATUS_CODE.NO_SUCH_FILE, path)
    }
    assert.equal(await statusOf((answer) => sftp.opendir('/out/one.csv', answer)), STATUS_CODE.NO_SUCH_FILE)
  })

  test('changes nothing: every way to write is denied', async () => {
    const { PERMISSION_DENIED, OP_UNSUPPORTED } = STATUS_CODE
    const [here, there] = ['/out/one.csv', '/out/new.csv']
    for (const flags of ['w', 'wx', 'r+', 'w+', 'a', 'a+', 'ax'] as const) {
      for (const path of [here, there, '/out/theirs.csv', '/new', '/out']) {
        assert.equal(await statusOf((answer) => sftp.open(path, flags, answer)), PERMISSION_DENIED, `${flags} ${path}`)
      }
    }
    const odd = OPEN_MODE.READ | OPEN_MODE.CREAT
    assert.equal(await statusOf((answer) => sftp.open(here, odd, {}, answer)), PERMISSION_DENIED)
    const writes: ((answer: (error: Error | null | undefined) => void) => void)[] = [
      (answer) => sftp.unlink(here, answer),
      (answer) => sftp.rename(here, there, answer),
      (answer) => sftp.mkdir('/out/folder', answer),
      (answer) => sftp.rmdir('/out', answer),
      (answer) => sftp.setstat(here, { mode: 0o777 }, answer),
      (answer) => sftp.chmod(here, 0o777, answer),
      (answer) => sftp.utimes(here, 0, 0, answer),
      (answer) => sftp.symlink('/etc/passwd', '/out/link', answer),
    ]
    for (const [index, write] of writes.entries()) {
      assert.equal(await statusOf(write), PERMISSION_DENIED, String(index))
    }
    assert.equal(await statusOf((answer) => sftp.readlink(here, answer)), OP_UNSUPPORTED)
    const handle = await new Promise<Buffer>((resolve, reject) =>
      sftp.open(here, 'r', (error, value) => (error ? reject(error) : resolve(value))),
    )
    const byHandle: typeof writes = [
      (answer) => sftp.write(handle, Buffer.from('x'), 0, 1, 0, answer),
      (answer) => sftp.fsetstat(handle, { size: 0 }, answer),
    ]
    for (const write of byHandle) assert.equal(await statusOf(write), PERMISSION_DENIED)
    assert.equal(await statusOf((answer) => sftp.close(handle, answer)), 'granted')
    assert.equal(await statusOf((answer) => sftp.close(handle, answer)), STATUS_CODE.FAILURE, 'only once')
    assert.equal((await read(here)).toString(), 'a,b\n')
  })

  test('opens only so many files at once', async () => {
    const other = await openSftp(await logIn(server.port, '1234', mine.private))
    const handles: Buffer[] = []
    const open = () =>
      statusOf((answer) =>
        other.open('/out/one.csv', 'r', (error, handle) => {
          if (handle !== undefined) handles.push(handle)
          answer(error)
        }),
      )
    for (let count = 0; count < 32; count++) assert.equal(await open(), 'granted')
    assert.equal(await open(), STATUS_CODE.FAILURE)
    await statusOf((answer) => other.close(handles[0] ?? Buffer.alloc(0), answer))
    assert.equal(await open(), 'granted')
    other.end()
    await until(() => opened === 0)
  })

  test('who asks for much and takes nothing has nothing read for it, and everything once it does', async () => {
    const greedy = await logIn(server.port, '1234', mine.private)
    const other = await openSftp(greedy)
    const handle = await new Promise<Buffer>((resolve) =>
      other.open('/out/big.xml.gz', 'r', (_error, value) => resolve(value)),
    )
    const { _sock: socket } = greedy as unknown as { _sock: { pause: () => void; resume: () => void } }
    socket.pause()
    const before = pieces
    const [into, asked] = [Buffer.alloc(32_768), 8_000]
    const answers = Array.from({ length: asked }, (_, index) =>
      statusOf((answer) => other.read(handle, into, 0, into.length, (index % 90) * into.length, answer)),
    )
    // Another client is served meanwhile, and the first again and again held back.
    for (let count = 0; count < 50; count++) await read('/out/one.csv')
    const readAhead = (pieces - before) * into.length
    assert.ok(readAhead < 16 * 1024 * 1024, `${readAhead} bytes were read of ${asked * into.length}`)
    socket.resume()
    assert.deepEqual([...new Set(await Promise.all(answers))], ['granted'])
    greedy.end()
  })

  test('runs no shell and no command, and forwards nothing', async () => {
    const outcome = await new Promise<string>((resolve) =>
      client.exec('id', (error, channel) => resolve(error?.message ?? String(channel))),
    )
    assert.match(outcome, /Unable to exec|Channel open failure/i)
    const forwarded = await new Promise<string>((resolve) =>
      client.forwardOut('127.0.0.1', 1, '127.0.0.1', 22, (error) => resolve(error?.message ?? 'granted')),
    )
    assert.match(forwarded, /open failure/i)
  })
})

describe('the door of the SFTP server', () => {
  const refused = /All configured authentication methods failed|closed|ended|reset/i

  test('lets in nobody with a key of another merchant, a retired or an unknown key, or a password', async () => {
    const server = await serveWith({ triesOfAddress: 100 })
    const { port } = server
    await assert.rejects(logIn(port, '1234', theirs.private), refused)
    await assert.rejects(logIn(port, '1234', retired.private), refused)
    for (const name of ['9', '0', '', 'root', '1234 ', '１２３４', "1234' or 1=1", '99999999999']) {
      await assert.rejects(logIn(port, name, mine.private), refused, name)
    }
    const withPassword = new Promise((resolve, reject) => {
      const client = new ssh2.Client().once('ready', () => resolve(undefined)).on('error', reject)
      client.connect({ host: '127.0.0.1', port, username: '1234', password: 'sandbox' })
    })
    await assert.rejects(withPassword, refused)
    await server.stop(0)
  })

  test('keeps an address out that fails too often, until some time later', async () => {
    const server = await serveWith({ triesOfAddress: 2, keptOutMs: 400 })
    await assert.rejects(logIn(server.port, '1234', theirs.private), refused)
    await assert.rejects(logIn(server.port, '1234', theirs.private), refused)
    await assert.rejects(logIn(server.port, '1234', mine.private), /ECONNRESET|closed|hang up|ended|handshake/i)
    let client: Client | undefined
    while (client === undefined) client = await logIn(server.port, '1234', mine.private).catch(() => undefined)
    client.end()
    await server.stop(0)
  })

  test('has room for so many connections of one merchant, and for so many at all', async () => {
    const server = await serveWith({ connectionsOfMerchant: 2, connections: 3 })
    const two = [await logIn(server.port, '1234', mine.private), await logIn(server.port, '1234', mine.private)]
    await assert.rejects(logIn(server.port, '1234', mine.private))
    const other = await logIn(server.port, '5678', theirs.private)
    await assert.rejects(logIn(server.port, '5678', theirs.private))
    const [first] = two
    assert.ok(first)
    const gone = closed(first)
    first.end()
    await gone
    two.push(await logIn(server.port, '1234', mine.private))
    for (const client of [...two, other]) client.end()
    await server.stop(0)
  })

  test('ends whoever does not log in, or asks for nothing, in time', async () => {
    const server = await serveWith({ loginMs: 100, idleMs: 200 })
    const silent = connectSocket({ host: '127.0.0.1', port: server.port })
    const ended = new Promise<void>((resolve) => silent.once('close', () => resolve()))
    silent.resume()
    await ended
    const client = await logIn(server.port, '1234', mine.private)
    await Promise.all([closed(client), openSftp(client)])
    await server.stop(0)
  })

  test('stops at once when nothing is being fetched, and lets a file come to its end', async () => {
    const server = await serveWith()
    const idle = await logIn(server.port, '1234', mine.private)
    await openSftp(idle)
    const client = await logIn(server.port, '1234', mine.private)
    const sftp = await openSftp(client)
    const handle = await new Promise<Buffer>((resolve) =>
      sftp.open('/out/one.csv', 'r', (_error, value) => resolve(value)),
    )
    const stopped = server.stop(5_000)
    await closed(idle)
    assert.equal(await statusOf((answer) => sftp.read(handle, Buffer.alloc(4), 0, 4, 0, answer)), 'granted')
    sftp.close(handle, () => {})
    await Promise.all([stopped, closed(client)])
  })

  test('does not wait for ever for one that keeps a file open', async () => {
    const server = await serveWith()
    const client = await logIn(server.port, '1234', mine.private)
    const sftp = await openSftp(client)
    await statusOf((answer) => sftp.open('/out/one.csv', 'r', answer))
    await Promise.all([server.stop(100), closed(client)])
    await until(() => opened === 0)
  })
})
