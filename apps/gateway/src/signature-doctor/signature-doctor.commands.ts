import { readFile } from 'node:fs/promises'
import { text as readAll } from 'node:stream/consumers'
import { styleText } from 'node:util'
import type { Command } from 'commander'
import { print, withTools } from '../command-line.ts'
import { readKnownKeys } from '../merchant/index.ts'
import { sentBodyOf } from '../webhook/index.ts'
import { diagnoseRequest } from './diagnose-request.ts'
import { diagnoseWebhook } from './diagnose-webhook.ts'
import type { Diagnosis } from './diagnosis.ts'
import { printDiagnosis } from './print-diagnosis.ts'
import { readRawRequest, requestOfParts, type SentRequest } from './read-request.ts'
import { decodeUtf8 } from './signing.ts'

type RequestOptions = {
  method: string
  url?: string
  header: string[]
  stringToSign?: string
  receivedAt?: string
  json?: boolean
}

type WebhookOptions = { body: string; signature: string; keyId: string; computed?: string; json?: boolean }

/** The bytes of a file, or of standard input where it is "-". */
const readBytes = async (file: string): Promise<string> => {
  if (file !== '-') return (await readFile(file)).toString('latin1')
  return readAll(process.stdin.setEncoding('latin1'))
}

const show = (diagnosis: Diagnosis, isJson: boolean | undefined): void => {
  if (isJson) print(diagnosis)
  else
    console.log(`\n${printDiagnosis(diagnosis, (style, text) => styleText(style, text, { stream: process.stdout }))}\n`)
}

const pairOf = (header: string): readonly [string, string] => {
  const [, name, value] = /^([^\s:]+):[ \t]?(.*)$/s.exec(header) ?? []
  if (name === undefined || value === undefined) throw new Error(`--header: "${header}" is not like "Date: …".`)
  return [name, value]
}

type LogLine = { method?: string; url?: string; headers?: Record<string, string | string[]> }

/** What the gateway logs of a request that it refused: one JSON object. */
const readLogLine = (line: string): SentRequest | undefined => {
  if (!line.trimStart().startsWith('{')) return undefined
  const { method, url, headers } = JSON.parse(decodeUtf8(line)) as LogLine
  if (method === undefined || url === undefined || headers === undefined) return undefined
  const pairs = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const))
  return { method, url, headers: pairs, body: '' }
}

const readRequest = async (file: string | undefined, { method, url, header }: RequestOptions): Promise<SentRequest> => {
  if (url !== undefined) return requestOfParts({ method, url, headers: header.map(pairOf) })
  const bytes = await readBytes(file ?? '-')
  const logged = readLogLine(bytes)
  if (logged !== undefined) return logged
  const read = readRawRequest(bytes)
  if (!read.ok) throw new Error(read.says)
  return read.request
}

const instantOf = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) throw new Error(`--received-at: "${text}" is no instant such as 2026-11-02T08:00:00Z.`)
  return ms
}

const requestCommand = (file: string | undefined, options: RequestOptions): Promise<void> =>
  withTools(async ({ db, masterKey, now }) => {
    const request = await readRequest(file, options)
    const stringToSign = options.stringToSign === undefined ? undefined : await readBytes(options.stringToSign)
    const keys = await readKnownKeys(db, masterKey, now())
    const receivedMs = instantOf(options.receivedAt)
    show(await diagnoseRequest({ request, keys, wallMs: Date.now(), receivedMs, stringToSign }), options.json)
  })

const webhookCommand = (options: WebhookOptions): Promise<void> =>
  withTools(async ({ db, masterKey, now }) => {
    const { signature, keyId, computed } = options
    const [body, keys] = [await readBytes(options.body), await readKnownKeys(db, masterKey, now())]
    const owner = keys.find((key) => key.kind === 'webhook' && key.keyId === keyId)?.merchantId
    const text = owner === undefined ? undefined : await sentBodyOf(db)(owner, decodeUtf8(body))
    const sent = text === undefined ? undefined : Buffer.from(text, 'utf8').toString('latin1')
    show(await diagnoseWebhook({ body, signature, keyId, computed, sent, keys }), options.json)
  })

const examples = `
Examples:
  curl -v … 2>&1 | npm run silkgate -- signature-doctor request
  npm run silkgate -- signature-doctor request failing-request.txt --string-to-sign what-we-sign.txt
  npm run silkgate -- signature-doctor webhook --body seen.json --signature "…" --key-id "…" --computed "…"`

/** `signature-doctor request|webhook`: why a signature does not match. */
export const addSignatureDoctorCommands = (root: Command): void => {
  const doctor = root
    .command('signature-doctor')
    .description('says why the signature of a request or webhook does not match')
  doctor.addHelpText('after', examples)
  doctor
    .command('request [file]')
    .description(
      'a request that was answered 403, code 9002: raw, as curl -v shows it, or as our log has it; "-" is standard input',
    )
    .option('--method <method>', 'with --url: its method', 'GET')
    .option('--url <url>', 'a request in flags instead of a file: its URL, as it was sent')
    .option('--header <line>', 'with --url: a header, "Name: value"; may come several times', collect, [])
    .option('--string-to-sign <file>', 'what the client signs, as it prints it: compared line by line')
    .option('--received-at <instant>', 'when the request was sent, if not just now')
    .option('--json', 'one JSON object')
    .action(requestCommand)
  doctor
    .command('webhook')
    .description('a webhook that its receiver refuses')
    .requiredOption('--body <file>', 'the body as the receiver checks it; "-" is standard input')
    .requiredOption('--signature <text>', 'the header X-GCS-Signature')
    .requiredOption('--key-id <text>', 'the header X-GCS-KeyId')
    .option('--computed <text>', 'what the receiver computes in its place')
    .option('--json', 'one JSON object')
    .action(webhookCommand)
}

const collect = (value: string, before: string[]): string[] => [...before, value]
