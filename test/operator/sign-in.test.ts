import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { askConsole, codeOf, signIn } from '../support/console.ts'
import { aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'

const errorOf = ({ status, body }: { status: number; body: { errors?: { id: string }[] } }) => [
  status,
  body.errors?.[0]?.id,
]

describe('signing in to the console', () => {
  let sandbox: TestSandbox
  before(async () => {
    sandbox = await aSandbox()
  })
  after(() => sandbox?.close())

  const addUser = async (email: string, role: string, ...more: string[]): Promise<string> => {
    const [added] = await silkgate(sandbox, 'user', 'add', email, '--role', role, ...more)
    return String(added?.password)
  }

  test('tells who somebody is and what they may, until they sign out', async () => {
    const { status, body, cookie } = await signIn(sandbox, 'Operator@sandbox.example')
    assert.equal(status, 201)
    assert.equal(body.role, 'administrator')
    const me = await askConsole(sandbox, cookie, '/session')
    assert.deepEqual(me.body, body)
    await askConsole(sandbox, cookie, '/session', { method: 'DELETE' })
    assert.deepEqual(errorOf(await askConsole(sandbox, cookie, '/session')), [403, 'SIGN_IN_NEEDED'])
  })

  test('says nothing of whether an account exists', async () => {
    const [wrong, unknown] = [
      await signIn(sandbox, 'operator2@sandbox.example', 'wrong'),
      await signIn(sandbox, 'nobody@sandbox.example', 'wrong'),
    ]
    assert.deepEqual(errorOf(wrong), [403, 'SIGN_IN_REFUSED'])
    assert.deepEqual(wrong.body.errors, unknown.body.errors)
  })

  test('is locked after five wrong attempts, however many come at once, and answers as for nobody', async () => {
    const password = await addUser('locked@psp.example', 'viewer')
    const { cookie } = await signIn(sandbox, 'locked@psp.example', password)
    const wrong = await Promise.all(Array.from({ length: 12 }, () => signIn(sandbox, 'locked@psp.example', 'wrong')))
    const right = await signIn(sandbox, 'locked@psp.example', password)
    const unknown = await signIn(sandbox, 'nobody@psp.example', 'wrong')
    for (const answer of [...wrong, right])
      assert.deepEqual([answer.status, answer.body.errors], [unknown.status, unknown.body.errors])
    const said = await silkgate(sandbox, 'audit', 'list', '--operation', 'session.begin', '--by', 'locked@psp.example')
    const counts = Object.entries(Object.groupBy(said, ({ outcome }) => String(outcome)))
    assert.deepEqual(Object.fromEntries(counts.map(([outcome, entries]) => [outcome, entries?.length])), {
      'signed in': 1,
      SIGN_IN_REFUSED: 4,
      'SIGN_IN_REFUSED, which locks the account': 1,
      SIGN_IN_LOCKED: 8,
    })
    const confirmed = await askConsole(sandbox, cookie, '/session/confirmation', { method: 'POST', body: { password } })
    assert.deepEqual(errorOf(confirmed), [429, 'SIGN_IN_LOCKED'], 'whoever is signed in may know')
  })

  test('needs the code of an authenticator once one is set up, and takes no code twice', async () => {
    const password = await addUser('careful@psp.example', 'treasury')
    const { cookie } = await signIn(sandbox, 'careful@psp.example', password)
    const begun = await askConsole(sandbox, cookie, '/second-factor', { method: 'POST' })
    const secret = String(begun.body.secret)
    assert.match(String(begun.body.uri), /^otpauth:\/\/totp\/silkgate:careful%40psp\.example\?/)
    const confirm = (code: string) =>
      askConsole(sandbox, cookie, '/second-factor', { method: 'PUT', body: { secret, code } })
    assert.deepEqual(errorOf(await confirm('000')), [403, 'SIGN_IN_REFUSED'])
    const confirmed = await confirm(codeOf(secret, -1))
    const recoveryCodes = confirmed.body.recoveryCodes as string[]
    assert.deepEqual([confirmed.status, recoveryCodes.length], [200, 10])

    const other = await askConsole(sandbox, cookie, '/second-factor', { method: 'POST' })
    const replace = { secret: other.body.secret, code: codeOf(String(other.body.secret)) }
    const replaced = await askConsole(sandbox, cookie, '/second-factor', { method: 'PUT', body: replace })
    assert.deepEqual(errorOf(replaced), [403, 'SIGN_IN_REFUSED'], 'a session replaces no authenticator')

    const withCode = (code?: string) => signIn(sandbox, 'careful@psp.example', password, code)
    assert.deepEqual(errorOf(await withCode()), [403, 'SECOND_FACTOR_NEEDED'])
    assert.deepEqual(errorOf(await withCode(codeOf(secret, -1))), [403, 'SIGN_IN_REFUSED'])
    const code = codeOf(secret, 1)
    assert.equal((await withCode(code)).status, 201)
    assert.deepEqual(errorOf(await withCode(code)), [403, 'SIGN_IN_REFUSED'])

    const [recoveryCode] = recoveryCodes
    assert.equal((await withCode(recoveryCode?.toUpperCase())).status, 201)
    assert.deepEqual(errorOf(await withCode(recoveryCode)), [403, 'SIGN_IN_REFUSED'], 'each stands in once')
    const { body } = await askConsole(sandbox, cookie, '/security')
    assert.equal(body.recoveryCodesLeft, 9)

    await silkgate(sandbox, 'user', 'reset-second-factor', 'careful@psp.example')
    assert.equal((await withCode()).status, 201)
  })

  test('lets whoever knows the old password choose a new one, and ends the other sessions', async () => {
    const old = await addUser('changes@psp.example', 'viewer')
    const [here, there] = [
      await signIn(sandbox, 'changes@psp.example', old),
      await signIn(sandbox, 'changes@psp.example', old),
    ]
    const change = (body: { oldPassword: string; password: string }) =>
      askConsole(sandbox, here.cookie, '/password', { method: 'PUT', body })
    const refused = await change({ oldPassword: old, password: 'password1234' })
    assert.deepEqual(errorOf(refused), [400, 'PASSWORD_REFUSED'])
    assert.match(JSON.stringify(refused.body), /Many people use this password/)
    assert.deepEqual(errorOf(await change({ oldPassword: 'wrong', password: 'a tram in the snow' })), [
      403,
      'SIGN_IN_REFUSED',
    ])
    assert.equal((await change({ oldPassword: old, password: 'a tram in the snow' })).status, 204)
    assert.equal((await askConsole(sandbox, here.cookie, '/session')).status, 200)
    assert.deepEqual(errorOf(await askConsole(sandbox, there.cookie, '/session')), [403, 'SIGN_IN_NEEDED'])
    assert.deepEqual(errorOf(await signIn(sandbox, 'changes@psp.example', old)), [403, 'SIGN_IN_REFUSED'])
    assert.equal((await signIn(sandbox, 'changes@psp.example', 'a tram in the snow')).status, 201)
  })

  test('asks again who somebody is, before they change how they sign in', async () => {
    const password = await addUser('idle@psp.example', 'viewer')
    const { cookie } = await signIn(sandbox, 'idle@psp.example', password)
    const text = `update console_sessions set confirmed_at = confirmed_at - interval '16 minutes'
                   where user_id = (select user_id from users where email = 'idle@psp.example')`
    await sandbox.db.write('chore.set_up', { text, values: [] })
    const begin = () => askConsole(sandbox, cookie, '/second-factor', { method: 'POST' })
    assert.deepEqual(errorOf(await begin()), [403, 'CONFIRMATION_NEEDED'])
    const confirm = (given: string) =>
      askConsole(sandbox, cookie, '/session/confirmation', { method: 'POST', body: { password: given } })
    assert.deepEqual(errorOf(await confirm('wrong')), [403, 'SIGN_IN_REFUSED'])
    assert.equal((await confirm(password)).status, 204)
    assert.equal((await begin()).status, 200)
  })

  test('is kept alive by what somebody does, not by what their page asks for by itself', async () => {
    const password = await addUser('away@psp.example', 'viewer')
    const { cookie } = await signIn(sandbox, 'away@psp.example', password)
    const own = `where user_id = (select user_id from users where email = 'away@psp.example')`
    const text = `update console_sessions set last_seen_at = last_seen_at - interval '10 minutes' ${own}`
    await sandbox.db.write('chore.set_up', { text, values: [] })
    const seen = async () => {
      const rows = await sandbox.db.read<{ at: Date }>({
        text: `select last_seen_at as at from console_sessions ${own}`,
        values: [],
      })
      return rows[0]?.at.getTime() ?? 0
    }
    const before = await seen()
    const byItself = { headers: { 'X-By-Itself': 'true' } }
    assert.equal((await askConsole(sandbox, cookie, '/session', byItself)).status, 200)
    assert.equal(await seen(), before)
    assert.equal((await askConsole(sandbox, cookie, '/session')).status, 200)
    assert.ok((await seen()) > before)
  })

  test('does not work from another page', async () => {
    const { cookie } = await signIn(sandbox, 'operator@sandbox.example')
    for (const headers of [{ 'X-Silkgate': '' }, { 'Sec-Fetch-Site': 'cross-site' }]) {
      assert.deepEqual(errorOf(await askConsole(sandbox, cookie, '/session', { headers })), [403, 'FOREIGN_PAGE'])
    }
  })

  test('is over when the account is disabled', async () => {
    const password = await addUser('gone@psp.example', 'viewer')
    const { cookie } = await signIn(sandbox, 'gone@psp.example', password)
    await silkgate(sandbox, 'user', 'disable', 'gone@psp.example')
    assert.deepEqual(errorOf(await askConsole(sandbox, cookie, '/session')), [403, 'SIGN_IN_NEEDED'])
    assert.deepEqual(errorOf(await signIn(sandbox, 'gone@psp.example', password)), [403, 'SIGN_IN_REFUSED'])
  })

  test('shows where else one is signed in, and ends it', async () => {
    const password = await addUser('twice@psp.example', 'viewer')
    const [one, other] = [
      await signIn(sandbox, 'twice@psp.example', password),
      await signIn(sandbox, 'twice@psp.example', password),
    ]
    const listed = (await askConsole(sandbox, one.cookie, '/sessions')).body.sessions as {
      sessionId: string
      isThis: boolean
    }[]
    assert.deepEqual(listed.map(({ isThis }) => isThis).sort(), [false, true])
    const ended = listed.find(({ isThis }) => !isThis)?.sessionId
    const end = (id: string | undefined) => askConsole(sandbox, one.cookie, `/sessions/${id}`, { method: 'DELETE' })
    assert.equal((await end(ended)).status, 204)
    assert.deepEqual(errorOf(await askConsole(sandbox, other.cookie, '/session')), [403, 'SIGN_IN_NEEDED'])
    assert.deepEqual(errorOf(await end(ended)), [404, 'INVALID_SESSION_ID'])
    assert.deepEqual(errorOf(await end('1')), [404, 'INVALID_SESSION_ID'])
  })

  test('a role belongs to the operator or to a merchant, never to both', async () => {
    const add = (...words: string[]) => silkgate(sandbox, 'user', 'add', 'odd@psp.example', ...words)
    await assert.rejects(
      add('--role', 'viewer', '--merchant', '1234'),
      /--role: viewer is a role of the operator's people/,
    )
    await assert.rejects(add('--role', 'merchant_viewer'), /--role: merchant_viewer is a role at a merchant/)
    await assert.rejects(add('--role', 'king'), /--role: there is no role "king"/)
    await assert.rejects(add('--role', 'merchant_viewer', '--merchant', '99'), /--merchant: there is no merchant 99/)
  })
})
