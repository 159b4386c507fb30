import { Secret, TOTP } from 'otpauth'
import type { TestSandbox } from './sandbox.ts'

export type ConsoleAnswer = {
  readonly status: number
  readonly body: Record<string, unknown> & { errors?: { id: string; propertyName?: string }[] }
}

const own = { 'X-Silkgate': 'console', 'Content-Type': 'application/json' }

const readAnswer = async (answer: Response): Promise<ConsoleAnswer> => {
  const text = await answer.text()
  return { status: answer.status, body: text.startsWith('{') ? (JSON.parse(text) as ConsoleAnswer['body']) : {} }
}

/** Asks the operator API as a page of the console does, with the cookie of somebody who is signed in. */
export const askConsole = async (
  { gatewayUrl }: Pick<TestSandbox, 'gatewayUrl'>,
  cookie: string,
  path: string,
  { method = 'GET', body, headers = {} }: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<ConsoleAnswer> =>
  readAnswer(
    await fetch(`${gatewayUrl}/operator/v1${path}`, {
      method,
      headers: { ...own, Cookie: cookie, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )

/** Signs in; answers the answer and the cookie that it sets. */
export const signIn = async (
  { gatewayUrl }: Pick<TestSandbox, 'gatewayUrl'>,
  email: string,
  password = 'sandbox',
  code?: string,
): Promise<ConsoleAnswer & { cookie: string }> => {
  const answer = await fetch(`${gatewayUrl}/operator/v1/session`, {
    method: 'POST',
    headers: own,
    body: JSON.stringify({ email, password, code }),
  })
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  return { ...(await readAnswer(answer)), cookie }
}

/** The code that an authenticator shows for a secret, so many half minutes from now. */
export const codeOf = (secret: string, periods = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + periods * 30_000 })
