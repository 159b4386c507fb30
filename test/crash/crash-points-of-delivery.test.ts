import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { crashPoints } from '../../apps/gateway/src/crash-points.ts'
import { makeReport } from '../support/made-report.ts'
import { type MerchantSftp, openMerchantSftp } from '../support/merchant-sftp.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { advance } from '../support/simulator.ts'
import { until } from '../support/until.ts'
import { isOfDelivery } from './groups.ts'
import { crashAt } from './walk.ts'

describe('a gateway that dies over the delivery of a report', () => {
  let sandbox: TestSandbox
  let merchant: MerchantSftp
  before(async () => {
    sandbox = await aSandbox('error', { ...noon, REPORTS_KEPT_FOR: 'P1D' })
    merchant = await openMerchantSftp()
    const there = ['--host', '127.0.0.1', '--port', String(merchant.port), '--user', 'silkgate', '--path', '/in']
    const [row] = await silkgate(sandbox, 'report-push', 'set', '5678', ...there, '--host-key', merchant.hostKey())
    merchant.letIn = String(row?.publicKey)
  })
  after(async () => {
    await merchant?.close()
    await sandbox?.close()
  })

  for (const [index, point] of crashPoints.filter(isOfDelivery).entries()) {
    test(`${point} has it told, pushed and, in time, removed`, async () => {
      const isOfRemoval = point.endsWith('commit_removed')
      const day = `2026-10-${String(index + 1).padStart(2, '0')}`
      let report = { reportId: '', name: '', sha256: '' }
      const make = async () => {
        report = await makeReport(sandbox, '5678', day, randomBytes(100_000))
      }
      if (isOfRemoval) await make()
      await crashAt(sandbox, point, { during: isOfRemoval ? () => advance(sandbox, 'P1D') : make })
      await sandbox.startGateway()
      const path = `/in/${report.name}`
      const isThere = () =>
        createHash('sha256')
          .update(merchant.files.get(path) ?? '')
          .digest('hex') === report.sha256
      await until('it is pushed', isThere)
      const events = await until('it is told of', async () => {
        const text = 'select 1 as one from webhook_events where report_id = $1'
        const rows = await sandbox.db.read({ text, values: [report.reportId] })
        return rows.length > 0 && rows
      })
      assert.equal(events.length, 1)
      await advance(sandbox, 'P1D')
      assert.ok(!existsSync(join(sandbox.dataDir, 'reports/5678', report.name)))
      const text = 'select 1 as one from reports where report_id = $1 and removed_at is not null'
      assert.equal((await sandbox.db.read({ text, values: [report.reportId] })).length, 1)
      const pushes = merchant.renamed.filter((name) => name === path).length
      assert.equal(pushes, ['after delivery.call_put', 'before delivery.commit_push'].includes(point) ? 2 : 1)
    })
  }
})
