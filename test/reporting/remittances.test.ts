import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { assertAlike } from '../support/alike.ts'
import { demoShop, type Identity, secondShop } from '../support/merchant.ts'
import { storeRemittance } from '../support/remittances.ts'
import { openReporting } from '../support/reporting.ts'
import { addShop, aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { payInWallet } from '../support/simulator.ts'

type Money = { readonly currency: string; readonly minor: string }
type Remittance = { readonly id: string; readonly status: string; readonly createdAt: string; readonly amount: Money }
type Movement = { readonly kind: string; readonly paymentId?: string; readonly amount: Money }
type Remittances = { readonly remittances: readonly Remittance[]; readonly next?: string }
type Payments = { readonly payments: readonly Movement[]; readonly next?: string }

let sandbox: TestSandbox
let reporting: ReturnType<typeof openReporting>
let paid: readonly string[]
let refundId: string
let identity: Identity

const statuses = ['confirmed', 'rejected', 'sent']

before(async () => {
  sandbox = await aSandbox('error', noon)
  identity = await addShop(sandbox, '4831')
  reporting = openReporting(sandbox, identity)
  const shop = openShop(sandbox, identity)
  const ids: string[] = []
  for (let count = 0; count < 3; count++) {
    const { paymentId, redirectUrl } = await shop.redirected()
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    ids.push(paymentId)
  }
  paid = ids
  refundId = (await shop.refund(ids[0] ?? '')).id
  const [transfer] = await sandbox.db.read<{ transfer_id: string }>({
    text: `select transfer_id from transfers where about = $1 and reason = 'refund asked'`,
    values: [refundId],
  })
  for (let number = 1; number <= 12; number++) {
    const at = new Date(Date.parse('2026-11-20T09:00:00Z') + Math.floor(number / 2) * 86_400_000)
    const paymentId = number === 1 ? ids[1] : number === 5 ? ids[2] : undefined
    const movements = [
      ...(paymentId === undefined
        ? []
        : [
            { kind: 'payment', movementId: paymentId, paymentId, minor: 1_500n },
            { kind: 'fee', movementId: paymentId, paymentId, minor: -31n },
          ]),
      ...(number === 5
        ? [{ kind: 'refund', movementId: transfer?.transfer_id ?? '', paymentId: ids[0] ?? '', minor: -100n }]
        : []),
      { kind: 'reserve_released', movementId: randomUUID(), minor: BigInt(number) },
    ]
    const currency = number % 3 === 0 ? 'JPY' : 'EUR'
    await storeRemittance(sandbox, '4831', number, at, movements, { currency, status: statuses[number % 3] ?? '' })
  }
})
after(() => sandbox?.close())

const allOf = async (query = {}): Promise<Remittance[]> => {
  const found: Remittance[] = []
  for (let cursor: string | undefined; ; ) {
    const { remittances, next } = await reporting.get<Remittances>('remittances', { ...query, cursor })
    found.push(...remittances)
    if (next === undefined) return found
    cursor = next
  }
}

describe('the list of remittances', () => {
  test('is the same in pages of any size, in either order, and as CSV', async () => {
    const all = await allOf()
    assert.equal(all.length, 12)
    const places = all.map(({ createdAt, id }) => `${createdAt} ${id}`)
    assert.deepEqual(places, places.toSorted())
    for (const limit of [1, 5]) {
      assert.deepEqual(await allOf({ limit }), all)
      assert.deepEqual(await allOf({ limit, order: 'newest' }), all.toReversed())
    }
    const rows = await reporting.csv('remittances')
    assert.deepEqual(
      rows.map((row) => [row.id, row.status, row['amount.currency'], row['amount.minor'], row.account]),
      all.map(({ id, status, amount }) => [id, status, amount.currency, amount.minor, 'NL20INGB0001234567']),
    )
  })

  test('is filtered by status, currency and time', async () => {
    const all = await allOf()
    for (const [query, isOne] of [
      [{ status: 'rejected,sent' }, ({ status }: Remittance) => ['rejected', 'sent'].includes(status)],
      [{ currencyCode: 'JPY' }, ({ amount }: Remittance) => amount.currency === 'JPY'],
      [
        { from: '2026-11-22T09:00:00Z', to: '2026-11-24T09:00:00Z' },
        ({ createdAt }: Remittance) => createdAt >= '2026-11-22T09' && createdAt < '2026-11-24T09',
      ],
    ] as const) {
      const found = await allOf({ ...query, limit: 2 })
      assert.ok(found.length > 0)
      assert.deepEqual(found, all.filter(isOne))
    }
    for (const [name, value] of [
      ['status', 'paid'],
      ['currencyCode', 'XYZ'],
      ['from', 'yesterday'],
      ['run', '1'],
    ] as const) {
      const { status, body } = await reporting.ask('remittances', { [name]: value })
      assert.deepEqual([status, (body.errors as { propertyName: string }[])[0]?.propertyName], [400, name])
    }
  })
})

describe('a remittance', () => {
  test('is the sum of its movements, page by page and as CSV', async () => {
    for (const { id, amount } of await allOf()) {
      const one = await reporting.get<Remittance>(`remittances/${id}`)
      assert.deepEqual(one.amount, amount)
      const found: Movement[] = []
      for (let cursor: string | undefined; ; ) {
        const { payments, next } = await reporting.get<Payments>(`remittances/${id}/payments`, { limit: 1, cursor })
        found.push(...payments)
        if (next === undefined) break
        cursor = next
      }
      assert.equal(
        found.reduce((sum, { amount: { minor } }) => sum + BigInt(minor), 0n),
        BigInt(amount.minor),
      )
      const rows = await reporting.csv(`remittances/${id}/payments`)
      assert.deepEqual(
        rows.map((row) => [row.kind, row.paymentId, row['amount.minor']]),
        found.map(({ kind, paymentId = '', amount: { minor } }) => [kind, paymentId, minor]),
      )
    }
  })

  test('is found by its payments and refunds, and finds them', async () => {
    const all = await allOf()
    const idOf = (number: number): string | undefined =>
      all.find(({ id }) => id.endsWith(`${number}`.padStart(7, '0')))?.id
    const [first, fifth] = [idOf(1), idOf(5)]
    const rows = await reporting.all()
    assert.deepEqual(
      new Map(rows.map(({ id, remittanceId }) => [id, remittanceId])),
      new Map([
        [paid[0], undefined],
        [paid[1], first],
        [paid[2], fifth],
        [refundId, fifth],
      ]),
    )
    assert.deepEqual(
      (await reporting.all({ remittanceId: fifth })).map(({ id }) => id),
      [paid[2], refundId],
    )
    assert.deepEqual(await reporting.all({ remittanceId: idOf(2) }), [])
  })

  test('of another merchant is as unknown as one that never was', async () => {
    const [known] = await allOf()
    const other = openReporting(sandbox, secondShop)
    assert.deepEqual(await other.get('remittances'), { remittances: [] })
    assert.deepEqual(await other.all({ remittanceId: known?.id }), [])
    for (const path of ['', '/payments']) {
      const [foreign, unknown] = await Promise.all(
        [known?.id, 'R0000005678EUR0000099'].map((id) => other.ask(`remittances/${id}${path}`)),
      )
      assert.ok(foreign && unknown)
      assert.deepEqual([foreign.status, unknown.status], [404, 404])
      assertAlike(foreign, unknown)
    }
    const { status } = await openReporting(sandbox, { ...demoShop, merchantId: '4831' }).ask('remittances')
    assert.equal(status, 403)
  })
})

test('the program of the guide prints what its merchant has', async () => {
  const guide = readFileSync(join(import.meta.dirname, '../../docs/guides/online-reporting.md'), 'utf8')
  const [, program = ''] = /^```js\n([\s\S]*?)^```/m.exec(guide) ?? []
  const file = join(sandbox.dataDir, 'read-transactions.mjs')
  writeFileSync(file, program)
  const { merchantId, apiKeyId, secretApiKey } = identity
  const access = { GATEWAY: sandbox.gatewayUrl, MERCHANT: merchantId, API_KEY: apiKeyId, API_SECRET: secretApiKey }
  const { stdout } = await promisify(execFile)(process.execPath, [file], { env: { ...process.env, ...access } })
  assert.deepEqual(stdout.split('\n').slice(0, 3), [
    `${paid[1]} CAPTURED EUR 15`,
    `${paid[2]} CAPTURED EUR 15`,
    'available EUR 0',
  ])
  assert.match(stdout, /\r\nR0000004831EUR0000001,rejected,EUR,/)
})
