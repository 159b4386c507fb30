import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@silkgate/postgres'
import { startSandboxAnywhere } from '../../scripts/sandbox.ts'
import { anOrder, demoShop, sdkClient } from './merchant.ts'
import { until } from './until.ts'

const programs = '/usr/lib/postgresql/15/bin'

/** A PostgreSQL 15 of Debian's, in a folder of its own; undefined where it is not installed. */
export const startDebianPostgres = async () => {
  if (!existsSync(`${programs}/postgres`)) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'silkgate-pg15-'))
  const port = await freePort()
  const asSomebody = process.getuid?.() === 0 ? ['unshare', '-U', '--map-user=1000', '--map-group=1000'] : []
  const command = (program: string, ...args: string[]) => [...asSomebody, `${programs}/${program}`, ...args]
  const [initdb = '', ...initArgs] = command('initdb', '-D', `${folder}/data`, '-U', 'silkgate', '-A', 'trust')
  execFileSync(initdb, initArgs, { stdio: 'ignore' })
  const options = ['-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1']
  const [postgres = '', ...args] = command('postgres', '-D', `${folder}/data`, ...options)
  const server = spawn(postgres, args, { stdio: 'ignore' })
  const ended = new Promise((resolve) => server.once('exit', resolve))
  const isReady = () => {
    try {
      execFileSync(`${programs}/pg_isready`, ['-h', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  }
  await until('PostgreSQL 15 is ready', isReady)
  return {
    url: (database: string) => `postgres://silkgate@127.0.0.1:${port}/${database}`,
    /** Takes a payment in a sandbox on this server, from the SDK's call to CAPTURED. */
    takePayment: async (databaseUrl: string) => {
      const environment = { LOG_LEVEL: 'error' }
      const sandbox = await startSandboxAnywhere({ dataDir: folder, databaseUrl, environment, output: 'ignore' })
      try {
        const client = sdkClient(sandbox.gatewayUrl, demoShop)
        const created = await client.v1.payments.create('1234', anOrder())
        assert.ok(created.isSuccess)
        const redirectUrl = created.body.merchantAction?.redirectData?.redirectURL
        const body = JSON.stringify({ redirectUrl })
        const headers = { 'content-type': 'application/json' }
        await fetch(`${sandbox.simulatorUrl}/control/pay`, { method: 'POST', headers, body })
        await until('the payment is captured', async () => {
          const got = await client.v1.payments.get('1234', created.body.payment?.id ?? '')
          return got.isSuccess && got.body.status === 'CAPTURED'
        })
      } finally {
        await sandbox.stop()
      }
    },
    stop: async () => {
      server.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
