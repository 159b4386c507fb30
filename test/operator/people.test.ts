import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addUser } from '../../apps/gateway/src/operator/index.ts'
import { askConsole, type ConsoleAnswer, codeOf, signIn } from '../support/console.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'
import { aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { until } from '../support/until.ts'

const errorOf = ({ status, body }: ConsoleAnswer) => [status, body.errors?.[0]?.id]
const good = 'a tram in the snow'

describe('the people of an organisation', () => {
  let sandbox: TestSandbox
  let mails: MailServer
  /** An administrator of the operator, and one of merchant 1234. */
  let [operator, merchant] = ['', '']
  before(async () => {
    mails = await startMailServer()
    sandbox = await aSandbox('error', mails.settings)
    operator = (await signIn(sandbox, 'operator@sandbox.example')).cookie
    merchant = (await signIn(sandbox, 'merchant@sandbox.example')).cookie
  })
  after(async () => {
    await sandbox?.close()
    await mails?.close()
  })

  const ask = (cookie: string, method: string, path: string, body?: unknown) =>
    askConsole(sandbox, cookie, path, { method, ...(body === undefined ? {} : { body }) })
  const tokenOf = (link: string): string => new URL(link).hash.slice(1)
  const useLink = (link: string, password: string) => ask('', 'POST', '/links', { token: tokenOf(link), password })
  const peopleOf = async (cookie: string) =>
    (await ask(cookie, 'GET', '/people')).body.people as { userId: string; email: string; role: string }[]
  const idOf = async (email: string) =>
    (await peopleOf(operator)).find((person) => person.email === email)?.userId ?? 'nobody'
  const come = async (email: string, role: string, cookie = operator) => {
    await ask(cookie, 'POST', '/people', { email, name: 'Somebody', role })
    await useLink(await mails.linkTo(email), good)
    return signIn(sandbox, email, good)
  }

  test('are invited by mail, choose a password once, and come in with their role', async () => {
    const invitation = { email: 'Tan@psp.example', name: 'Tan', role: 'support' }
    assert.equal((await ask(operator, 'POST', '/people', invitation)).status, 200)
    assert.deepEqual(errorOf(await ask(operator, 'POST', '/people', invitation)), [409, 'EMAIL_TAKEN'])
    const first = await mails.linkTo('tan@psp.example')
    assert.equal((await ask(operator, 'POST', `/people/${await idOf('tan@psp.example')}/invitation`)).status, 204)
    const link = await mails.linkTo('tan@psp.example', 1)
    assert.deepEqual(errorOf(await useLink(first, good)), [404, 'INVALID_LINK'], 'the second ends the first')
    const { body } = await ask('', 'POST', '/links/look', { token: tokenOf(link) })
    assert.deepEqual(body, { kind: 'invitation', email: 'tan@psp.example', name: 'Tan', needs: 'password' })
    assert.deepEqual(errorOf(await useLink(link, 'too short')), [400, 'PASSWORD_REFUSED'])
    assert.equal((await useLink(link, good)).status, 200)
    assert.deepEqual(errorOf(await useLink(link, 'another one of mine')), [404, 'INVALID_LINK'])
    const entered = await signIn(sandbox, 'tan@psp.example', good)
    assert.deepEqual([entered.status, entered.body.role], [201, 'support'])
  })

  test('are told by whose address they were invited, and no words of anybody', async () => {
    const invite = (name: string, email: string) => ask(operator, 'POST', '/people', { email, name, role: 'viewer' })
    for (const name of ['Pay at https://evil.example', 'Ana <a@evil.example>', 'Ana\nYour account is closed', '']) {
      const refused = await invite(name, 'quiet@psp.example')
      assert.deepEqual(errorOf(refused), [400, 'INVALID_VALUE'], name)
    }
    for (const email of [
      'a@b@c.example',
      'a,b@psp.example',
      'x <y@psp.example>',
      '"call me"@psp.example',
      'a@localhost',
    ])
      assert.deepEqual(errorOf(await invite('Ana', email)), [400, 'INVALID_VALUE'], email)
    await sandbox.db.write('chore.set_up', {
      text: "update users set name = 'Your bank: open evil.example' where email = 'operator@sandbox.example'",
      values: [],
    })
    await invite("Zoë O'Neill-Łukasz (2)", 'quiet@psp.example')
    await mails.linkTo('quiet@psp.example')
    const text = mails.received.find(({ to }) => to[0] === 'quiet@psp.example')?.text ?? ''
    assert.match(text, /^operator@sandbox\.example has invited you/)
    assert.doesNotMatch(text, /evil|bank/)
  })

  test('get a mail later where the mail server does not take it at once, and no link stays in the database', async () => {
    const count = async (where: string): Promise<number> => {
      const text = `select count(*)::int as n from mails where ${where}`
      return (await sandbox.db.read<{ n: number }>({ text, values: [] }))[0]?.n ?? 0
    }
    mails.refuseNext(1)
    await ask(operator, 'POST', '/people', { email: 'late@psp.example', name: 'Late', role: 'viewer' })
    const putOff = "to_address = 'late@psp.example' and next_try_at > now() + interval '90 seconds'"
    await until('the mail to be put off', async () => (await count(putOff)) === 1)
    await sandbox.db.write('chore.set_up', { text: `update mails set next_try_at = now() where ${putOff}`, values: [] })
    await mails.linkTo('late@psp.example')
    await until('every mail to be forgotten', async () => (await count('sealed_text is not null')) === 0)
  })

  test('choose a new password by mail, without anybody learning who has an account', async () => {
    const { cookie } = await come('forgets@psp.example', 'viewer')
    const recover = (email: string) => ask('', 'POST', '/recovery', { email })
    const [known, unknown] = [await recover('forgets@psp.example'), await recover('nobody@psp.example')]
    assert.deepEqual([known.status, known.body], [unknown.status, unknown.body])
    const link = await mails.linkTo('forgets@psp.example', 1)
    assert.equal((await useLink(link, 'rain on the harbour')).status, 200)
    assert.deepEqual(errorOf(await ask(cookie, 'GET', '/session')), [403, 'SIGN_IN_NEEDED'])
    assert.equal((await signIn(sandbox, 'forgets@psp.example', 'rain on the harbour')).status, 201)
    const told = () =>
      mails.received.some(({ to, text }) => to[0] === 'forgets@psp.example' && /was changed/.test(text))
    await until('the notice', told)
    assert.ok(!mails.received.some(({ to }) => to.includes('nobody@psp.example')))
  })

  test('of a merchant are seen and changed by its administrator alone, and by the operator', async () => {
    await ask(merchant, 'POST', '/people', { email: 'kim@shop.example', name: 'Kim', role: 'merchant_finance' })
    const seen = (await peopleOf(merchant)).map(({ email }) => email)
    assert.deepEqual(seen, ['kim@shop.example', 'merchant@sandbox.example'])
    const theirs = { email: 'spy@shop.example', name: 'Spy', role: 'viewer' }
    assert.deepEqual(errorOf(await ask(merchant, 'POST', '/people', theirs)), [400, 'INVALID_VALUE'])
    const another = { ...theirs, role: 'merchant_viewer', merchantId: '5678' }
    await ask(merchant, 'POST', '/people', another)
    const spy = (await peopleOf(merchant)).find(({ email }) => email === 'spy@shop.example')
    assert.ok(spy !== undefined, 'it is of the merchant whose administrator has asked, whatever the request says')

    const operatorsId = await idOf('operator2@sandbox.example')
    for (const [method, path, body] of [
      ['PUT', '', { role: 'merchant_viewer' }],
      ['POST', '/invitation', undefined],
      ['DELETE', '/factors', undefined],
      ['GET', '/sessions', undefined],
      ['DELETE', '/sessions', undefined],
    ] as const) {
      const answer = await ask(merchant, method, `/people/${operatorsId}${path}`, body)
      assert.deepEqual(errorOf(answer), [404, 'INVALID_USER_ID'], path)
    }
    const rules = await ask(merchant, 'PUT', '/sign-in-rules', { needs: 'password', merchantId: '5678' })
    assert.deepEqual(errorOf(rules), [400, 'INVALID_VALUE'])
    const promoted = await ask(merchant, 'PUT', `/people/${spy.userId}`, { role: 'administrator' })
    assert.deepEqual(errorOf(promoted), [400, 'INVALID_VALUE'], 'no merchant makes an administrator of the operator')
  })

  test('get another role at once, and are let in no more once they are disabled', async () => {
    const { cookie } = await come('moves@psp.example', 'viewer')
    const userId = await idOf('moves@psp.example')
    assert.deepEqual(errorOf(await ask(cookie, 'GET', '/people')), [403, 'NOT_PERMITTED'])
    await ask(operator, 'PUT', `/people/${userId}`, { role: 'administrator' })
    assert.equal((await ask(cookie, 'GET', '/people')).status, 200)
    const own = await ask(cookie, 'PUT', `/people/${userId}`, { isDisabled: true })
    assert.deepEqual(errorOf(own), [409, 'NOT_YOURSELF'])
    await ask(operator, 'PUT', `/people/${userId}`, { isDisabled: true })
    assert.deepEqual(errorOf(await ask(cookie, 'GET', '/session')), [403, 'SIGN_IN_NEEDED'])
    assert.deepEqual(errorOf(await signIn(sandbox, 'moves@psp.example', good)), [403, 'SIGN_IN_REFUSED'])
    await ask(operator, 'PUT', `/people/${userId}`, { isDisabled: false })
    const again = await signIn(sandbox, 'moves@psp.example', good)
    assert.equal(again.status, 201)
    await ask(operator, 'DELETE', `/people/${userId}/sessions`)
    assert.deepEqual(errorOf(await ask(again.cookie, 'GET', '/session')), [403, 'SIGN_IN_NEEDED'])
  })

  test('must set up what their organisation asks for before anything else, and can then go on', async () => {
    const person = { email: 'of5678@shop.example', name: 'Bo', role: 'merchant_viewer', merchantId: '5678' } as const
    await addUser(sandbox.db, { ...person, password: good }, new Date())
    await ask(operator, 'PUT', '/sign-in-rules', { needs: 'second_factor', merchantId: '5678' })
    const { cookie, body } = await signIn(sandbox, person.email, good)
    assert.equal(body.mustSetUp, 'second_factor')
    for (const path of ['/payments', '/overview', '/sessions']) {
      assert.deepEqual(errorOf(await ask(cookie, 'GET', path)), [403, 'SET_UP_NEEDED'], path)
    }
    const secret = String((await ask(cookie, 'POST', '/second-factor')).body.secret)
    const { body: done } = await ask(cookie, 'PUT', '/second-factor', { secret, code: codeOf(secret, -1) })
    assert.equal((await ask(cookie, 'GET', '/payments')).status, 200)

    await ask(operator, 'PUT', '/sign-in-rules', { needs: 'passkey', merchantId: '5678' })
    assert.deepEqual(errorOf(await ask(cookie, 'GET', '/payments')), [403, 'SET_UP_NEEDED'], 'sessions that go on, too')
    const noProvider = await ask(operator, 'PUT', '/sign-in-rules', { needs: 'oidc', merchantId: '5678' })
    assert.deepEqual(errorOf(noProvider), [409, 'NOT_SET_UP'], 'nobody is shut out for a provider that is not there')

    const userId = await idOf(person.email)
    await ask(operator, 'DELETE', `/people/${userId}/factors`)
    const codes = done.recoveryCodes as string[]
    await silkgate(sandbox, 'user', 'rule', 'password', '--merchant', '5678', '--as', 'operator@sandbox.example')
    assert.equal((await signIn(sandbox, person.email, good, codes[0])).status, 201)
    assert.equal((await ask((await signIn(sandbox, person.email, good)).cookie, 'GET', '/payments')).status, 200)
  })

  test('are changed by nobody who has not shown just now who they are: a page left open makes no second person', async () => {
    const userId = await idOf('moves@psp.example')
    const { cookie } = await signIn(sandbox, 'operator2@sandbox.example')
    await sandbox.db.write('chore.set_up', {
      text: `update console_sessions s set confirmed_at = confirmed_at - interval '16 minutes'
               from users u where u.user_id = s.user_id and u.email = 'operator2@sandbox.example'`,
      values: [],
    })
    const invitation = { email: 'another@evil.example', name: 'Me again', role: 'administrator' }
    for (const [method, path, body] of [
      ['POST', '/people', invitation],
      ['PUT', `/people/${userId}`, { role: 'administrator' }],
      ['POST', `/people/${userId}/invitation`],
      ['DELETE', `/people/${userId}/factors`],
      ['PUT', '/sign-in-rules', { needs: 'password' }],
    ] as const) {
      assert.deepEqual(
        errorOf(await ask(cookie, method, path, body)),
        [403, 'CONFIRMATION_NEEDED'],
        `${method} ${path}`,
      )
    }
    assert.equal((await ask(cookie, 'GET', '/people')).status, 200)
    assert.equal((await ask(cookie, 'POST', '/session/confirmation', { password: 'sandbox' })).status, 204)
    assert.equal((await ask(cookie, 'PUT', `/people/${userId}`, { name: 'Moves' })).status, 204)
  })

  test('are told when somebody has tried their password too often', async () => {
    await come('tried@psp.example', 'viewer')
    for (let attempt = 0; attempt < 5; attempt++) await signIn(sandbox, 'tried@psp.example', 'wrong')
    const told = () => mails.received.some(({ to, text }) => to[0] === 'tried@psp.example' && /five times/.test(text))
    await until('the notice', told)
  })
})
