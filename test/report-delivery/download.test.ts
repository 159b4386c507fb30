import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { addListener } from '../support/listening-shop.ts'
import { type MadeReport, makeReport } from '../support/made-report.ts'
import { demoShop, type Identity, openWebhookReceiver, secondShop } from '../support/merchant.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { authorization, sendSigned } from '../support/signed-request.ts'
import { until } from '../support/until.ts'

type Listed = { readonly name: string; readonly sha256: string; readonly path: string; readonly removedAt?: string }
type Page = { readonly reports: readonly Listed[]; readonly next: string; readonly hasMore: boolean }

describe('reports by our own API', () => {
  let sandbox: TestSandbox
  before(async () => {
    sandbox = await aSandbox('error', noon)
  })
  after(() => sandbox?.close())

  const get = (path: string, identity: Identity = demoShop) => sendSigned(sandbox.gatewayUrl, identity, { path })
  const list = async (query: string, identity: Identity = demoShop): Promise<Page> =>
    (await get(`/reporting/v1/${identity.merchantId}/reports?${query}`, identity)).body as unknown as Page
  const listed = async (...reports: MadeReport[]) => {
    const names = reports.map(({ name }) => name)
    await until('they are listed', async () => {
      const page = await list('limit=100')
      return names.every((name) => page.reports.some((one) => one.name === name))
    })
  }

  /** The bytes of an answer, as they come. */
  const download = (path: string) =>
    new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
      const date = new Date().toUTCString()
      const headers = { Date: date, Authorization: authorization(demoShop, ['GET', '', date, path]) }
      const { hostname, port } = new URL(sandbox.gatewayUrl)
      const asking = request({ hostname, port, path, headers }, async (answer) => {
        const chunks: Buffer[] = []
        for await (const chunk of answer) chunks.push(chunk as Buffer)
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) })
      })
      asking.on('error', reject).end()
    })

  test('are listed as they become ready, filtered, page by page', async () => {
    const made = [
      await makeReport(sandbox, '1234', '2026-11-20', 'a\n'),
      await makeReport(sandbox, '1234', '2026-11-20', '<a/>', { format: 'xml' }),
      await makeReport(sandbox, '1234', '2026-11-21', 'b', { kind: 'financial', format: 'pdf' }),
    ]
    await listed(...made)
    const first = await list('limit=2')
    assert.deepEqual([first.reports.length, first.hasMore], [2, true])
    const second = await list(`limit=2&after=${first.next}`)
    assert.deepEqual([second.reports.length, second.hasMore], [1, false])
    assert.deepEqual(
      [...first.reports, ...second.reports].map(({ name }) => name).sort(),
      made.map(({ name }) => name).sort(),
    )
    assert.deepEqual(await list(`after=${second.next}`), { reports: [], next: second.next, hasMore: false })
    const named = async (query: string) => (await list(query)).reports.map(({ name }) => name).sort()
    assert.deepEqual(await named('kind=financial'), [made[2]?.name])
    assert.deepEqual(await named('format=xml'), [made[1]?.name])
    assert.deepEqual(await named('from=2026-11-21'), [made[2]?.name])
    assert.deepEqual(await named('from=2026-11-20&to=2026-11-20'), [made[0]?.name, made[1]?.name].sort())
    assert.deepEqual(await list('', secondShop), { reports: [], next: '0', hasMore: false })
    for (const wrong of ['kind=wxx', 'format=doc', 'from=2026-11-31', 'to=today', 'limit=0', 'after=x', 'day=1']) {
      assert.equal((await get(`/reporting/v1/1234/reports?${wrong}`)).status, 400, wrong)
    }
  })

  test('are downloaded as they lie on disk, with what they are and their SHA-256', async () => {
    const bytes = randomBytes(3_000_000)
    const report = await makeReport(sandbox, '1234', '2026-11-22', bytes, { kind: 'transactions', format: 'xlsx' })
    const packed = await makeReport(sandbox, '1234', '2026-11-22', 'a,b\n')
    await listed(report, packed)
    const [one] = (await list('kind=transactions')).reports
    assert.equal(one?.path, `/reporting/v1/1234/reports/${report.name}`)
    const { status, headers, body } = await download(one.path)
    assert.equal(status, 200)
    assert.ok(body.equals(bytes))
    const digest = createHash('sha256').update(bytes)
    assert.deepEqual([headers.etag, one.sha256], [`"${report.sha256}"`, digest.digest('hex')])
    assert.equal(headers['content-length'], '3000000')
    assert.equal(headers['content-disposition'], `attachment; filename="${report.name}"`)
    assert.equal(headers['content-type'], 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    const other = await download(`/reporting/v1/1234/reports/${packed.name}`)
    assert.equal(other.headers['content-type'], 'application/gzip')
    assert.equal(createHash('sha256').update(other.body).digest('hex'), packed.sha256)
  })

  test('of another merchant are as unknown as none', async () => {
    const foreign = await makeReport(sandbox, '5678', '2026-11-22', 'not yours')
    const none = foreign.name.replace('20261122', '20261123')
    const answers = await Promise.all(
      [foreign.name, none, '..%2F5678%2F', 'x'].map((name) => get(`/reporting/v1/1234/reports/${name}`)),
    )
    const texts = answers.map(({ text }) => text.replace(/"errorId":"[^"]*"/, ''))
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([404]))
    assert.equal(new Set(texts).size, 1, texts.join('\n'))
    assert.match(texts[0] ?? '', /INVALID_REPORT_NAME/)
    assert.equal((await get(`/reporting/v1/5678/reports/${foreign.name}`)).status, 403)
    assert.equal((await get(`/reporting/v1/5678/reports/${foreign.name}`, secondShop)).status, 200)
  })

  test('are told of at endpoints that ask for it, and once more where that is asked for', async () => {
    const { webhookKeys } = await addListener(sandbox, '4811')
    const [asking, other] = [await openWebhookReceiver(webhookKeys), await openWebhookReceiver(webhookKeys)]
    await silkgate(sandbox, 'webhook-endpoint', 'add', '4811', asking.url, '--events', 'report.ready')
    await silkgate(sandbox, 'webhook-endpoint', 'add', '4811', other.url)
    const report = await makeReport(sandbox, '4811', '2026-11-22', 'a,b\n')
    await asking.until((received) => received.length === 1)
    const [{ body, sequence } = { body: {}, sequence: 0 }] = asking.received as unknown as {
      body: object
      sequence: number
    }[]
    const { type, report: told } = body as { type?: string; report?: Record<string, unknown> }
    assert.deepEqual([type, sequence], ['report.ready', 1])
    assert.deepEqual(
      { name: told?.name, sha256: told?.sha256, path: told?.path, kind: told?.kind, day: told?.day },
      {
        ...{ name: report.name, sha256: report.sha256, path: `/reporting/v1/4811/reports/${report.name}` },
        ...{ kind: 'wx', day: '2026-11-22' },
      },
    )
    assert.deepEqual(await silkgate(sandbox, 'report', 'resend', report.name), [
      { name: report.name, webhooks: 1, pushes: 0 },
    ])
    await asking.until((received) => received.length === 2)
    assert.equal(asking.received[0]?.text, asking.received[1]?.text)
    assert.deepEqual(other.received, [])
    await Promise.all([asking.close(), other.close()])
  })
})
