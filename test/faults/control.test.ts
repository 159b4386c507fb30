import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { faultNames, isFaultName, kindOf } from '../../apps/simulator/src/fault/faults.ts'
import { type Serving, serve } from '../../apps/simulator/src/serve.ts'
import { readSettings } from '../../apps/simulator/src/settings.ts'

let simulator: Serving

before(async () => {
  simulator = await serve(readSettings({ SIMULATOR_PORT: '0', LOG_LEVEL: 'error' }))
})

after(() => simulator?.stop())

const put = async (body: unknown): Promise<[status: number, error: string]> => {
  const headers = { 'Content-Type': 'application/json' }
  const answer = await fetch(`${simulator.url}/control/faults`, { method: 'PUT', headers, body: JSON.stringify(body) })
  return [answer.status, ((await answer.json()) as { error?: string }).error ?? '']
}
const strikesWholeFiles = (name: string) =>
  isFaultName(name) && ['file', 'batch', 'credit', 'statement', 'payout'].includes(kindOf(name).strikes)
const inForce = async (): Promise<unknown> => (await fetch(`${simulator.url}/control/faults`)).json()

describe('the switches of the faults', () => {
  test('take every fault by its name: for all, for a seeded share, for one payment', async () => {
    const faults = Object.keys(faultNames).flatMap((name) => [
      { name },
      { name, share: 0.25, seed: 7 },
      ...(strikesWholeFiles(name) ? [] : [{ name, paymentRequestId: '000000123400000000010000100001' }]),
    ])
    assert.deepEqual(await put({ faults }), [200, ''])
    assert.deepEqual(await inForce(), { faults })
  })

  test('refuse what they do not know, naming the field and the remedy, and leave in force what was', async () => {
    const faults = [{ name: 'answer_lost', share: 0.5 }]
    assert.deepEqual(await put({ faults }), [200, ''])
    const refused: [body: unknown, says: RegExp][] = [
      [{ faults: [{ name: 'gremlins' }] }, /^faults\.0\.name: is none of request_lost, .*clock_skew/],
      [{ faults: [{ share: 1 }] }, /^faults\.0\.name: is none of request_lost, /],
      [
        { faults: [faults[0], { name: 'refused', share: 1.5 }] },
        /^faults\.1\.share: has to be 1 or less; leave it out/,
      ],
      [{ faults: [{ name: 'refused', share: 'half' }] }, /^faults\.0\.share: has to be a number from 0 to 1; leave/],
      [{ faults: [{ name: 'refused', seed: {} }] }, /^faults\.0\.seed: has to be a text or a number; leave/],
      [{ faults: [{ name: 'refused', paymentRequestId: 12 }] }, /^faults\.0\.paymentRequestId: has to be the id/],
      [{ faults: [{ name: 'refused', paymentRequestId: '' }] }, /^faults\.0\.paymentRequestId: has to be the id/],
      [{ faults: [{ name: 'refused', api: 'payment' }] }, /^faults\.0\.api: has to be one of pay, .*; leave it out/],
      [{ faults: [{ name: 'cancel_unknown', api: 'pay' }] }, /^faults\.0\.api: .* does not strike; leave it out/],
      [{ faults: [{ name: 'report-late', report: 'all' }] }, /^faults\.0\.report: has to be one of .*; leave it out/],
      [{ faults: [{ name: 'report-fee-off', report: 'summary' }] }, /^faults\.0\.report: .* does not strike; leave/],
      [{ faults: [{ name: 'refused', report: 'summary' }] }, /^faults\.0\.report: .* does not strike; leave it out/],
      [{ faults: [{ name: 'report-late', api: 'pay' }] }, /^faults\.0\.api: .* does not strike; leave it out/],
      [{ faults: [{ name: 'report-late', paymentRequestId: '12' }] }, /^faults\.0\.paymentRequestId: .* many at once;/],
      [{ faults: [{ name: 'refused', times: 0 }] }, /^faults\.0\.times: has to be 1 or more; leave it out/],
      [{ faults: [{ name: 'refused', first: 1.5 }] }, /^faults\.0\.first: has to be a whole number from 1; leave/],
      [
        { faults: [{ name: 'refused', payment: 'x' }] },
        /^faults\.0: has payment, which no fault has; .*paymentRequestId/,
      ],
      [{ faults: ['refused'] }, /^faults\.0: has to be an object such as/],
      [{ faults: { name: 'refused' } }, /^faults: has to be a list; an empty one ends all faults/],
      [{ name: 'refused' }, /^faults: has to be a list/],
      ['refused', /^The body: has to be an object such as/],
    ]
    for (const [body, says] of refused) {
      const [status, error] = await put(body)
      assert.equal(status, 400, JSON.stringify(body))
      assert.match(error, says)
    }
    assert.deepEqual(await inForce(), { faults })
  })
})
