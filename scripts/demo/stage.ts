import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { demoShop, openWebhookReceiver, sdkClient } from '../../test/support/merchant.ts'
import { type Sandbox, startSandboxAnywhere } from '../sandbox.ts'

/** A sandbox, a merchant with the official SDK and a webhook endpoint, and a voice that tells what happens. */
export type Stage = {
  readonly sandbox: Sandbox
  readonly sdk: ReturnType<typeof sdkClient>
  readonly webhooks: Awaited<ReturnType<typeof openWebhookReceiver>>
  readonly merchantId: string
  /** Tells a step, with the seconds since the beginning. */
  readonly tell: (what: string, detail?: string) => void
  /** Asks an API of the simulator or of the gateway for JSON; throws for an error, saying which. */
  readonly ask: (url: string, method?: string, body?: unknown) => Promise<Record<string, unknown>>
  /** Runs the operator's command line, and answers the objects that it prints. */
  readonly silkgate: (...words: string[]) => Promise<Record<string, unknown>[]>
  /** Runs the operator's command line, and answers what it prints, byte by byte. */
  readonly print: (...words: string[]) => Promise<Buffer>
  readonly dataDir: string
  readonly close: () => Promise<void>
}

const ask: Stage['ask'] = async (url, method = 'GET', body) => {
  const init = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const answer = await fetch(url, { method, ...init })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${url} answered ${answer.status}: ${text}`)
  return JSON.parse(text)
}

/** Asks until an answer satisfies a condition; throws after a while, showing the last answer. */
export const askUntil = async <T>(
  question: () => Promise<T>,
  isEnough: (answer: T) => boolean,
  patienceMs = 15_000,
): Promise<T> => {
  for (const until = Date.now() + patienceMs; ; ) {
    const answer = await question()
    if (isEnough(answer)) return answer
    if (Date.now() > until) throw new Error(`After ${patienceMs / 1000} s it still is: ${JSON.stringify(answer)}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** Starts everything in an empty folder. The merchant's endpoint is registered with the command line, as an operator does. */
export const openStage = async (dataDir: string): Promise<Stage> => {
  const began = performance.now()
  const tell = (what: string, detail = '') => {
    const seconds = ((performance.now() - began) / 1000).toFixed(2).padStart(6)
    console.log(`${seconds} s  ${what.padEnd(44)} ${detail}`.trimEnd())
  }
  const sandbox = await startSandboxAnywhere({ dataDir, environment: { LOG_LEVEL: 'error' } })
  tell('sandbox ready', 'PostgreSQL, simulator and gateway, empty')
  const webhooks = await openWebhookReceiver()
  const { merchantId } = demoShop
  const environment = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: sandbox.databaseUrl, LOG_LEVEL: 'error' }
  const print: Stage['print'] = async (...words) => {
    const command = ['apps/gateway/src/main.ts', ...words]
    const options = { env: environment, maxBuffer: 2 ** 26, encoding: 'buffer' } as const
    return (await promisify(execFile)(process.execPath, command, options)).stdout
  }
  const silkgate: Stage['silkgate'] = async (...words) =>
    (await print(...words))
      .toString('utf8')
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line))
  await silkgate('webhook-endpoint', 'add', merchantId, webhooks.url)
  tell('silkgate webhook-endpoint add', `${merchantId} ${webhooks.url}`)
  return {
    sandbox,
    webhooks,
    merchantId,
    tell,
    ask,
    silkgate,
    print,
    dataDir,
    sdk: sdkClient(sandbox.gatewayUrl, demoShop),
    close: async () => {
      await webhooks.close()
      await sandbox.stop()
    },
  }
}
