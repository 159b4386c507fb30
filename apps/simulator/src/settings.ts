import { z } from 'zod'

const url = z.url({ protocol: /^https?$/, error: 'must be a URL that begins with http:// or https://' })
const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must be a URL such as postgres://user@host:5432/name',
})

const shape = z.object({
  HOST: z.string().default('127.0.0.1'),
  SIMULATOR_PORT: z.coerce.number().int().min(0).max(65_535).default(8090),
  SIMULATOR_SFTP_PORT: z.coerce.number().int().min(0).max(65_535).default(2223),
  SIMULATOR_URL: url.optional(),
  SIMULATOR_DATABASE_URL: postgresUrl.optional(),
  CLOCK_DATABASE_URL: postgresUrl.optional(),
  SANDBOX_START: z.iso.datetime({ offset: true }).optional(),
  GATEWAY_URL: url.default('http://127.0.0.1:8080'),
  ALIPAYPLUS_CLIENT_ID: z.string().default('SANDBOX_SILKGATE00000001'),
  ALIPAYPLUS_ACQUIRER_ID: z.string().default('1020000000000000001'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
})

export type Settings = z.output<typeof shape>

/**
 * Reads the environment once; an error names each setting that is wrong. Without a database everything is kept in
 * memory.
 */
export const readSettings = (environment: Readonly<Record<string, string | undefined>>): Settings => {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const read = shape.safeParse(given)
  if (read.success) return read.data
  const wrong = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}.`)
  throw new Error(`The simulator's settings are wrong:\n  ${wrong.join('\n  ')}`)
}
