import { randomUUIDv7 } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { createClockTable, openSandboxClock, type SandboxClock } from '@silkgate/sandbox-clock'
import { type Logger, pino } from 'pino'
import { openAccess } from './alipayplus/access.ts'
import { openSend } from './alipayplus/send.ts'
import { openCallLog } from './api-log/index.ts'
import { auditRecorder } from './audit/index.ts'
import { reachOf } from './crash-points.ts'
import { readDuration } from './duration.ts'
import { beginPull, openRawFiles, privateSftpKeys, type SftpAddresses, sftpAddressOf, sourcesOf } from './file/index.ts'
import { openDirectory } from './merchant/index.ts'
import { endLeases } from './payment/payment.store.ts'
import { type Db, openDb } from './postgres/db.ts'
import { makeAppLogin, refusePowerfulLogin } from './postgres/login.ts'
import { migrateGateway } from './postgres/migrate-gateway.ts'
import { openOrderFiles } from './remittance/index.ts'
import { openReportFiles } from './report/index.ts'
import { servedReports } from './report-delivery/index.ts'
import { assemble, dueCallsAtOnce, type Gateway } from './runtime.ts'
import { serveSandboxClock } from './sandbox/clock.routes.ts'
import { clockMover } from './sandbox/clock-mover.ts'
import { exchangeKeys, exchangeSftpKeys } from './sandbox/exchange-keys.ts'
import type { SandboxControls } from './sandbox/index.ts'
import { refuseSandboxIdentities } from './sandbox/refuse-identities.ts'
import { seedSandbox } from './sandbox/seed.ts'
import { simulatorFaults } from './sandbox/simulator-faults.ts'
import { simulatorSide } from './sandbox/simulator-side.ts'
import { findOrMakeMasterKey } from './secret/find-master-key.ts'
import { masterKeyOf } from './secret/master-key.ts'
import type { Settings } from './settings.ts'
import { findOrMakeHostKey, loginKeysInForce, serveSftp } from './sftp-server/index.ts'
import { stopper } from './stop.ts'
import { openPostWebhook } from './webhook/index.ts'
import type { World } from './world.ts'

const needed = (settings: Settings, name: 'DATABASE_URL' | 'SIMULATOR_URL' | 'CLOCK_DATABASE_URL'): string => {
  const value = settings[name]
  if (value === undefined) throw new Error(`${name}: is needed here. In the sandbox, npm start sets it.`)
  return value
}

/** What differs between sandbox and production: the URL of the login, and where files are fetched. */
type Prepared = { readonly appUrl: string; readonly sftp: SftpAddresses }

const sftpOf = ({ ALIPAYPLUS_SFTP_URL, ALIPAYPLUS_SFTP_HOST_KEY, BANK_SFTP_URL, BANK_SFTP_HOST_KEY }: Settings) => ({
  ...(ALIPAYPLUS_SFTP_URL && { alipayplus: sftpAddressOf(ALIPAYPLUS_SFTP_URL, ALIPAYPLUS_SFTP_HOST_KEY ?? '') }),
  ...(BANK_SFTP_URL && { bank: sftpAddressOf(BANK_SFTP_URL, BANK_SFTP_HOST_KEY ?? '') }),
})

/** Prepares a sandbox: schema, published identities, login, keys of both sides. */
const prepareSandbox = async (
  settings: Settings,
  masterKey: Buffer,
  clock: SandboxClock,
  log: Logger,
): Promise<Prepared> => {
  const ownerUrl = needed(settings, 'DATABASE_URL')
  const simulatorUrl = needed(settings, 'SIMULATOR_URL')
  const applied = await migrateGateway(ownerUrl)
  if (applied.length > 0) log.info({ applied }, 'the database was brought up to date')
  const owner = openDb(ownerUrl, { max: 2 })
  try {
    await seedSandbox(owner, masterKeyOf(masterKey), simulatorUrl, clock.now())
    await exchangeKeys(owner, simulatorUrl, settings.ALIPAYPLUS_CLIENT_ID, clock.now())
    const sftp = { ...(await exchangeSftpKeys(owner, simulatorUrl)), ...sftpOf(settings) }
    await endLeases(owner)
    return { sftp, appUrl: settings.APP_DATABASE_URL ?? (await makeAppLogin(ownerUrl, masterKey)) }
  } finally {
    await owner.close()
  }
}

/** What sign-in needs from outside: a mail server, another provider, the proxies before us. */
const signInParts = (settings: Settings, isSandbox: boolean) => {
  const { SMTP_URL: url, MAIL_FROM: from = '', OIDC_ISSUER: issuer, OIDC_NAME: name, TRUSTED_PROXIES } = settings
  const { OIDC_CLIENT_ID: clientId = '', OIDC_CLIENT_SECRET: clientSecret = '' } = settings
  return {
    trustedProxies: TRUSTED_PROXIES,
    mailServer: url === undefined ? undefined : { url, from, needsTls: !isSandbox && url.startsWith('smtp:') },
    oidcProvider: issuer === undefined ? undefined : { issuer, clientId, clientSecret, name },
  }
}

const prepareProduction = async (settings: Settings): Promise<Prepared> => {
  if (settings.DATABASE_URL !== undefined) await migrateGateway(settings.DATABASE_URL)
  if (settings.APP_DATABASE_URL === undefined) throw new Error('APP_DATABASE_URL: is needed in production.')
  return { appUrl: settings.APP_DATABASE_URL, sftp: sftpOf(settings) }
}

/** What is under way when the process is told to end has this long. */
const patienceMs = 8_000

/** What hangs even then, such as a request sent by half or a database that is away, is left as a crash would leave it. */
const lastMs = 9_000

export type Serving = { readonly url: string; readonly stop: () => Promise<void> }

/** Starts the gateway and answers once it listens. `stop` finishes what is under way, within ten seconds. */
export const serve = async (settings: Settings): Promise<Serving> => {
  const log = pino({ level: settings.LOG_LEVEL, base: null })
  const isSandbox = settings.SILKGATE_MODE === 'sandbox'
  const masterKey = await findOrMakeMasterKey(settings)
  const clock = isSandbox ? await openClock(settings) : undefined
  const { appUrl, sftp } =
    clock === undefined ? await prepareProduction(settings) : await prepareSandbox(settings, masterKey, clock, log)

  const reach = reachOf(isSandbox ? settings.CRASH_AT : undefined)
  const onError = (error: Error) => log.error({ err: error }, 'a database connection broke')
  const { DATABASE_CONNECTIONS: max, DATABASE_READ_CONNECTIONS: maxForReading } = settings
  const keys = masterKeyOf(masterKey)
  const db = openDb(appUrl, { max, maxForReading, reach, onError, recorder: auditRecorder(keys) })
  // What people ask in the console waits for no merchant's program, nor does one of those wait for it.
  const asked = openDb(appUrl, { max: 8, mostMs: 5_000, onError })
  await refusePowerfulLogin(db)

  const world: World = { now: clock?.now ?? (() => new Date()), wallMs: () => Date.now(), newId: randomUUIDv7 }
  if (!isSandbox) await refuseSandboxIdentities(db, world.now())
  const stop = stopper()
  const calls = openCallLog({ db, world, masterKey: keys, log })
  for (const source of sourcesOf(sftp)) await beginPull(db, source, world.now())
  const reportFiles = openReportFiles(settings.DATA_DIR, world.newId)
  const network = openSend({ connections: settings.PAYMENTS_UNDER_WAY + dueCallsAtOnce })
  const merchants = openPostWebhook(isSandbox)
  const publicUrl = settings.PUBLIC_URL ?? `http://127.0.0.1:${settings.PORT}`
  const own = { nextDue: () => gateway.nextDue(), isBusy: () => gateway.isBusy() }
  const sandbox = clock && controlsOf(clock, own, needed(settings, 'SIMULATOR_URL'))
  const gateway = assemble({
    isSandbox,
    publicUrl,
    pagesHost: settings.HOSTED_PAGES_DOMAIN ?? (isSandbox ? `localhost:${settings.PORT}` : new URL(publicUrl).host),
    rateLimitPerSecond: settings.RATE_LIMIT_PER_SECOND ?? (isSandbox ? 0 : 100),
    paymentsUnderWay: settings.PAYMENTS_UNDER_WAY,
    requiresRegistration: settings.REQUIRE_REGISTRATION ?? !isSandbox,
    alipayplusUrl: settings.ALIPAYPLUS_URL ?? needed(settings, 'SIMULATOR_URL'),
    db,
    askedByPeople: { ...db, read: asked.read, snapshot: asked.snapshot },
    world,
    log,
    stop,
    reach,
    directory: openDirectory(db, keys, world),
    calls,
    access: await openAccess(db, keys, settings.ALIPAYPLUS_CLIENT_ID),
    masterKey: keys,
    send: network.send,
    post: merchants.post,
    rawFiles: openRawFiles(settings.DATA_DIR),
    orderFiles: openOrderFiles(settings.DATA_DIR),
    remitAloneMinor: BigInt(settings.REMIT_ALONE_MINOR),
    fileAccess: {
      sftp,
      privateSftpKeysOf: (source) => privateSftpKeys(db, keys, source),
      acquirerId: settings.ALIPAYPLUS_ACQUIRER_ID,
      ordersFolder: settings.BANK_ORDERS_FOLDER,
      inboxDir: settings.INBOX_DIR,
    },
    reportFiles,
    reportsKeptForMs: readDuration(settings.REPORTS_KEPT_FOR) ?? 0,
    writeOffAlone: BigInt(settings.WRITE_OFF_ALONE_MINOR),
    payoutCoolingOffMs: readDuration(settings.PAYOUT_ACCOUNT_COOLING_OFF) ?? 0,
    ...signInParts(settings, isSandbox),
    sandbox,
    matchRules: {
      toleranceMinor: BigInt(settings.BANK_TOLERANCE_MINOR),
      daysBefore: 1,
      daysAfter: settings.BANK_DAYS_AFTER,
    },
  })
  if (sandbox !== undefined) serveSandboxClock(gateway.server, { world, clock: sandbox.clock })
  const url = await gateway.server.listen({ host: settings.HOST, port: settings.PORT })
  const sftpServer = await serveSftp({
    ...{ log, host: settings.HOST, port: settings.SFTP_PORT, wallMs: world.wallMs },
    hostKey: await findOrMakeHostKey(db, keys, world.now()),
    keysOf: (merchantId) => loginKeysInForce(db, merchantId),
    files: servedReports(db, reportFiles),
  })
  const workers = gateway.start()
  log.info(`gateway listening on ${url}`)
  const { port: sftpPort, fingerprint } = sftpServer
  log.info({ fingerprint }, `SFTP server listening on ${settings.HOST}:${sftpPort}`)

  const finish = async () => {
    const dropped = setTimeout(stop.now, patienceMs)
    // A connection that was at work when the server closed stays open after its answer, as long as its client likes.
    const swept = setInterval(() => gateway.server.server.closeIdleConnections(), 50)
    const closing = gateway.server.close()
    const fetched = sftpServer.stop(patienceMs)
    await Promise.all(workers.map((worker) => worker.stop()))
    await Promise.race([
      Promise.all([closing, fetched, gateway.idle()]),
      stop.during(new Promise(() => {})).then(() => closing),
    ])
    clearTimeout(dropped)
    clearInterval(swept)
    // What has waited for its turn.
    while ((await calls.writing.takeUp().catch(() => 0)) > 0);
    await closeAll(db, clock, network.close, merchants.close, asked.close)
  }
  return { url, stop: () => Promise.race([finish(), pause(lastMs, undefined, { ref: false })]) }
}

const closeAll = async (db: Db, clock: SandboxClock | undefined, ...closes: (() => Promise<void>)[]): Promise<void> => {
  await Promise.all([...closes.map((close) => close()), clock?.close()])
  await db.close()
}

const openClock = async (settings: Settings): Promise<SandboxClock> => {
  const databaseUrl = needed(settings, 'CLOCK_DATABASE_URL')
  await createClockTable(
    databaseUrl,
    settings.SANDBOX_START === undefined ? undefined : new Date(settings.SANDBOX_START),
  )
  const clock = await openSandboxClock({ databaseUrl })
  // A gateway that died while it moved the clock left it standing.
  await clock.runFrom(clock.now())
  return clock
}

const controlsOf = (
  clock: SandboxClock,
  own: Pick<Gateway, 'nextDue' | 'isBusy'>,
  simulatorUrl: string,
): SandboxControls => ({
  clock: clockMover(clock, [own, simulatorSide(simulatorUrl)]),
  faults: simulatorFaults(simulatorUrl),
  simulatorUrl,
})
