import ip from 'ipaddr.js'
import { z } from 'zod'
import { readDuration } from './duration.ts'

const dayMs = 24 * 3_600_000

const url = z.url({ protocol: /^https?$/, error: 'must be a URL that begins with http:// or https://' })
const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must be a URL such as postgres://user:password@host:5432/silkgate',
})
const number = (what: string, least: number, most: number) => {
  const error = `must be ${what} from ${least} to ${most}`
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error })
}
const port = number('a port', 0, 65_535)

const sftpUrl = z
  .url({ protocol: /^sftp$/, error: 'must be a URL such as sftp://user@host:22/folder' })
  .refine((text) => URL.parse(text)?.username !== '' && URL.parse(text)?.password === '', {
    error: 'must name a user and no password: we log in with a key',
  })
const fingerprint = z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/, {
  error: 'must be a fingerprint such as SHA256:… with 43 characters, as ssh-keygen -l prints it',
})

const smtpUrl = z.url({
  protocol: /^smtps?$/,
  error:
    'must be a URL such as smtps://user:password@mail.example.com:465 or smtp://user:password@mail.example.com:587',
})

/** Addresses and networks, with commas between. */
const networks = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((one) => one.trim()))
  .transform((all) => all.filter((one) => one !== ''))
  .refine((all) => all.every((one) => ip.isValid(one) || ip.isValidCIDR(one)), {
    error: 'must be addresses or networks with commas between them, such as 10.0.0.5,10.1.0.0/16',
  })

/** Scheme and host alone, so that a path can be put behind it. */
const publicUrl = url.transform((text, context) => {
  const { origin, href } = new URL(text)
  if (href === `${origin}/`) return origin
  context.addIssue({ code: 'custom', message: 'must be a scheme and a host, without a path' })
  return z.NEVER
})

/** Every setting, in the environment. The generated reference prints this table. */
export const settingRows = {
  SILKGATE_MODE: {
    schema: z.enum(['sandbox', 'production'], { error: 'must be sandbox or production' }).default('sandbox'),
    says: 'sandbox: everything on one machine with published identities and a movable clock; production: none of that',
  },
  HOST: { schema: z.string().default('127.0.0.1'), says: 'the address to listen on' },
  PORT: { schema: port.default(8080), says: 'the port of the gateway; 0 picks a free one' },
  SFTP_PORT: {
    schema: port.default(2222),
    says: 'the port of the SFTP server at which merchants fetch their reports; 0 picks a free one',
  },
  REPORTS_KEPT_FOR: {
    schema: z
      .string()
      .default('P400D')
      .refine((text) => (readDuration(text) ?? 0) >= dayMs, {
        error: 'must be a duration of at least a day, such as P400D',
      }),
    says: 'how long a report can be fetched; then its file is removed, and the list of reports says so',
  },
  PUBLIC_URL: {
    schema: publicUrl.optional(),
    says: 'how merchants, consumers and Alipay+ reach the gateway; no path. Needed in production',
  },
  DATABASE_URL: {
    schema: postgresUrl.optional(),
    says: 'the owner of the database: it migrates. Without it, the sandbox starts a PostgreSQL of its own under DATA_DIR',
  },
  APP_DATABASE_URL: {
    schema: postgresUrl.optional(),
    says: 'the login the program runs as: a member of silkgate_app and nothing else. The sandbox makes it',
  },
  DATA_DIR: {
    schema: z.string().default('./data'),
    says: 'where received files are kept, and in the sandbox the database and the master key. Several gateways share it',
  },
  MASTER_KEY: {
    schema: z.string().optional(),
    says: 'encrypts secrets at rest: 32 bytes in base64. Made under DATA_DIR in the sandbox; needed in production',
  },
  ALIPAYPLUS_URL: {
    schema: url.optional(),
    says:
      "Alipay+'s host for your region and environment as its Developer Center gives it, with the path in front of /aps/api " +
      'where it has one. In the sandbox the simulator',
  },
  ALIPAYPLUS_CLIENT_ID: { schema: z.string().default('SANDBOX_SILKGATE00000001'), says: 'our client id at Alipay+' },
  ALIPAYPLUS_ACQUIRER_ID: { schema: z.string().default('1020000000000000001'), says: 'our partner id at Alipay+' },
  ALIPAYPLUS_SFTP_URL: {
    schema: sftpUrl.optional(),
    says:
      'where Alipay+ puts its settlement files, with the user and the folder in which `clearing` and `settlement` lie, such ' +
      'as sftp://user@host:22/v1/settlements. Without it, none are fetched; in the sandbox the simulator',
  },
  ALIPAYPLUS_SFTP_HOST_KEY: {
    schema: fingerprint.optional(),
    says: 'the host key of that server, as ssh-keygen -l prints it',
  },
  BANK_SFTP_URL: {
    schema: sftpUrl.optional(),
    says: 'where the bank puts its statements. Without it, none are fetched; in the sandbox the simulator',
  },
  BANK_SFTP_HOST_KEY: { schema: fingerprint.optional(), says: 'the host key of that server' },
  BANK_ORDERS_FOLDER: {
    schema: z
      .string()
      .regex(/^(\/[^/]+)+$/, { error: 'must be a folder such as /in' })
      .default('/in'),
    says: "the folder on the bank's SFTP server into which files of payments to merchants (pain.001) are put",
  },
  INBOX_DIR: {
    schema: z.string().optional(),
    says: 'a folder with `alipayplus` and `bank` in it: files that are put there are received and moved to `done`',
  },
  REQUIRE_REGISTRATION: {
    schema: z
      .enum(['true', 'false'], { error: 'must be true or false' })
      .transform((text) => text === 'true')
      .optional(),
    says:
      'whether a merchant takes payments only once it is registered at Alipay+. Without it, yes in production and no in ' +
      'the sandbox',
  },
  HOSTED_PAGES_DOMAIN: {
    schema: z
      .string()
      .regex(/^[a-z0-9.-]+(:\d+)?$/i, { error: 'must be a host such as checkout.psp.example, without a scheme' })
      .optional(),
    says: "the host of hosted pages, to which merchants add `payment.`; by default PUBLIC_URL's, in the sandbox localhost",
  },
  SANDBOX_START: {
    schema: z.iso.datetime({ offset: true, error: 'must be an instant such as 2026-11-02T08:00:00Z' }).optional(),
    says: 'a fixed first instant of the sandbox clock; without it, now',
  },
  SIMULATOR_PORT: { schema: port.default(8090), says: 'the port of the simulator' },
  SIMULATOR_SFTP_PORT: { schema: port.default(2223), says: "the port of the simulator's SFTP server" },
  SIMULATOR_URL: { schema: url.optional(), says: 'how the gateway reaches the simulator; set by npm start' },
  CLOCK_DATABASE_URL: { schema: postgresUrl.optional(), says: 'the database of the sandbox clock; set by npm start' },
  LOG_LEVEL: {
    schema: z.enum(['debug', 'info', 'warn', 'error'], { error: 'must be debug, info, warn or error' }).default('info'),
    says: 'how much is logged',
  },
  DATABASE_CONNECTIONS: {
    schema: number('a number', 2, 500).default(10),
    says: 'connections to the database for what is written, transactions too; half a dozen a core of the database are plenty',
  },
  DATABASE_READ_CONNECTIONS: {
    schema: number('a number', 1, 500).default(5),
    says: 'connections for what is only read, beside the others, so that a question does not wait behind those who write',
  },
  PAYMENTS_UNDER_WAY: {
    schema: number('a number', 2, 10_000).default(256),
    says:
      'how many payments and refunds may be under way with Alipay+ in one gateway, half of them of one merchant; beyond it ' +
      'they are put off with HTTP 503. Each takes up to 20 s and one connection',
  },
  RATE_LIMIT_PER_SECOND: {
    schema: number('a number', 0, 100_000).optional(),
    says:
      'how many requests a second one API key may make at one gateway, twice as many at once; 0 for any. Without it, 100 in ' +
      'production and any in the sandbox',
  },
  BANK_TOLERANCE_MINOR: {
    schema: number('an amount in the smallest unit', 0, 1_000_000).default(500),
    says:
      'by how much less than Alipay+ settles a credit on our bank statement may be, in the smallest unit of its currency: what ' +
      'banks on the way take. It is booked as bank charges; more than that holds the whole settlement batch. ' +
      'So may what comes back of a remittance, and what moves of a sweep',
  },
  WRITE_OFF_ALONE_MINOR: {
    schema: number('an amount in the smallest unit', 0, 1_000_000_000).default(1_000),
    says:
      'the most that one person may give up or keep of a break, or give back of our fees with refunds, in the smallest unit ' +
      'of its currency; beyond it a second person approves',
  },
  PAYOUT_ACCOUNT_COOLING_OFF: {
    schema: z
      .string()
      .refine((text) => readDuration(text) !== undefined, { error: 'must be an ISO 8601 duration such as PT24H' })
      .default('PT24H'),
    says:
      "how long after a change of a merchant's payout account is approved the one before is still paid to: time to find out " +
      'that it was a fraud',
  },
  REMIT_ALONE_MINOR: {
    schema: number('an amount in the smallest unit', 0, 1_000_000_000_000).default(5_000_000),
    says: 'the most that a merchant is paid at once without a person who approves it, in the smallest unit of its currency',
  },
  BANK_DAYS_AFTER: {
    schema: number('days', 0, 30).default(5),
    says: 'how many days after its value date a credit may be booked, before its money counts as missing',
  },
  SMTP_URL: {
    schema: smtpUrl.optional(),
    says:
      'the mail server that invitations and ways to a new password are sent by, with user and password; smtp:// must offer ' +
      'STARTTLS in production. Without it, the sandbox shows them at /sandbox/mailbox, and production sends none',
  },
  MAIL_FROM: {
    schema: z
      .string()
      .regex(/^[^@]+@[^@\s]+$/, {
        error: 'must be an address such as silkgate@psp.example or "silkgate <silkgate@psp.example>"',
      })
      .optional(),
    says: 'the address that mails come from; needed with SMTP_URL',
  },
  OIDC_ISSUER: {
    schema: url.optional(),
    says: "the issuer of the organisation's own sign-in (OpenID Connect) for the console, as its discovery document names it",
  },
  OIDC_CLIENT_ID: { schema: z.string().optional(), says: 'our client id there; needed with OIDC_ISSUER' },
  OIDC_CLIENT_SECRET: { schema: z.string().optional(), says: 'the secret of that client; needed with OIDC_ISSUER' },
  OIDC_NAME: {
    schema: z.string().max(40).default('your organisation'),
    says: 'what its button in the console says after "Sign in with"',
  },
  TRUSTED_PROXIES: {
    schema: networks,
    says:
      'the proxies in front of the gateway: X-Forwarded-For is believed from these addresses alone. Without it, the address ' +
      'that connects is the one that sign-in counts',
  },
  CRASH_AT: {
    schema: z.string().optional(),
    says: 'sandbox only, for tests: the crash point at which the process kills itself',
  },
} as const satisfies Record<string, { schema: z.ZodType; says: string }>

type Rows = typeof settingRows
export type Settings = { readonly [Name in keyof Rows]: z.output<Rows[Name]['schema']> }

/** A setting that may hold a password is not shown. */
const shown = (name: string, value: string | undefined): string =>
  /DATABASE_URL$|^SMTP_URL$|SECRET$/.test(name) ? '' : ` (it is "${value}")`

const neededInProduction = ['PUBLIC_URL', 'APP_DATABASE_URL', 'MASTER_KEY', 'ALIPAYPLUS_URL'] as const

/**
 * Reads the environment once. Every setting that is wrong is named with what it must be, all in one error. An empty or
 * blank text counts as absent.
 */
export const readSettings = (environment: Readonly<Record<string, string | undefined>>): Settings => {
  const read: Record<string, unknown> = {}
  const wrong: string[] = []
  for (const [name, row] of Object.entries(settingRows)) {
    const value = environment[name]?.trim() === '' ? undefined : environment[name]
    const parsed = row.schema.safeParse(value)
    if (parsed.success) read[name] = parsed.data
    else wrong.push(`${name}: ${parsed.error.issues[0]?.message}${shown(name, value)}.`)
  }
  const settings = read as Settings
  for (const side of ['ALIPAYPLUS', 'BANK'] as const) {
    const [url, key] = [`${side}_SFTP_URL`, `${side}_SFTP_HOST_KEY`] as const
    if (settings[url] !== undefined && settings[key] === undefined) wrong.push(`${key}: is needed with ${url}.`)
  }
  if (settings.SMTP_URL !== undefined && settings.MAIL_FROM === undefined)
    wrong.push('MAIL_FROM: is needed with SMTP_URL.')
  for (const name of ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const) {
    if (settings.OIDC_ISSUER !== undefined && settings[name] === undefined)
      wrong.push(`${name}: is needed with OIDC_ISSUER.`)
  }
  if (settings.SILKGATE_MODE === 'production') {
    for (const name of neededInProduction) {
      const isWrong = wrong.some((complaint) => complaint.startsWith(`${name}:`))
      if (settings[name] === undefined && !isWrong)
        wrong.push(`${name}: is needed in production: ${settingRows[name].says}.`)
    }
    for (const name of ['PUBLIC_URL', 'ALIPAYPLUS_URL', 'OIDC_ISSUER'] as const) {
      if (settings[name]?.startsWith('http:')) wrong.push(`${name}: must begin with https:// in production.`)
    }
    if (settings.ALIPAYPLUS_CLIENT_ID === 'SANDBOX_SILKGATE00000001') {
      wrong.push('ALIPAYPLUS_CLIENT_ID: is that of the sandbox; set the one of your Alipay+ contract.')
    }
    if (settings.ALIPAYPLUS_ACQUIRER_ID === '1020000000000000001') {
      wrong.push('ALIPAYPLUS_ACQUIRER_ID: is that of the sandbox; set the partner id of your Alipay+ contract.')
    }
    if (settings.CRASH_AT !== undefined) wrong.push('CRASH_AT: is for tests in the sandbox; remove it.')
  }
  if (wrong.length > 0) throw new Error(`The settings are wrong:\n  ${wrong.join('\n  ')}`)
  return settings
}
