import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Answer, Send } from '@silkgate/alipayplus'
import { openLane } from './lane.ts'

const aCall = (timeoutMs = 60_000) => ({
  url: 'https://alipayplus.example/pay',
  method: 'POST' as const,
  headers: {},
  body: '{}',
  timeoutMs,
})

/** A network whose calls end when the test says so. */
const aNetwork = () => {
  const underWay: { readonly timeoutMs: number; readonly end: () => void }[] = []
  let most = 0
  const send: Send = ({ timeoutMs }) =>
    new Promise((resolve) => {
      const call = {
        timeoutMs,
        end: () => {
          underWay.splice(underWay.indexOf(call), 1)
          resolve({ status: 200, headers: {}, body: '{}' })
        },
      }
      underWay.push(call)
      most = Math.max(most, underWay.length)
    })
  return { send, underWay, most: () => most }
}

/** Lets everything happen that waits for nothing but its turn. */
const turn = () => new Promise((resolve) => setImmediate(resolve))

const anAnswer = (kind: Answer<unknown>['kind'], httpStatus: number | undefined = 200): Answer<unknown> => ({
  status: 'U',
  code: '',
  kind,
  message: '',
  body: undefined,
  exchange: {
    api: 'pay',
    url: '',
    requestTime: '',
    requestBody: '',
    httpStatus,
    responseBody: undefined,
    durationMs: 1,
    error: undefined,
  },
})

describe('a lane', () => {
  test('has no more calls under way than it may, and each that waits gets its turn', async () => {
    const network = aNetwork()
    const lane = openLane(network.send, { most: 4 })
    const calls = Array.from({ length: 8 }, () => lane.send(aCall()))
    await turn()
    assert.deepEqual(lane.state(), { calls: 4, waiting: 4, limit: 4 })
    for (let ended = 0; ended < 8; ended++) {
      network.underWay[0]?.end()
      await turn()
    }
    await Promise.all(calls)
    assert.equal(network.most(), 4)
    assert.deepEqual(lane.state(), { calls: 0, waiting: 0, limit: 4 })
  })

  test('turns away who finds as many waiting as may be under way: the outcome is as unknown as after a timeout', async () => {
    const lane = openLane(aNetwork().send, { most: 2 })
    for (let number = 0; number < 4; number++) void lane.send(aCall(2_000)).catch(() => {})
    await assert.rejects(lane.send(aCall()), { name: 'TimeoutError', message: 'Too many calls wait already.' })
    assert.deepEqual(lane.state(), { calls: 2, waiting: 2, limit: 2 })
  })

  test('counts a call’s time from when it was asked for, and keeps half of it for the call itself', async () => {
    const network = aNetwork()
    const lane = openLane(network.send, { most: 1 })
    const first = lane.send(aCall())
    await assert.rejects(lane.send(aCall(20)), { name: 'TimeoutError' })
    const second = lane.send(aCall(60_000))
    network.underWay[0]?.end()
    await first
    await turn()
    const left = network.underWay[0]?.timeoutMs ?? 0
    assert.ok(left >= 30_000 && left <= 60_000, `${left} ms`)
    network.underWay[0]?.end()
    await second
  })

  for (const [what, answer] of [
    ['its result', anAnswer('throttled')],
    ['HTTP 429', anAnswer('unknown', 429)],
    ['HTTP 503', anAnswer('unknown', 503)],
  ] as const) {
    test(`rests when ${what} says that there are too many, then goes on with half as many at once`, async () => {
      const network = aNetwork()
      const lane = openLane(network.send, { most: 8, restMs: 30 })
      for (let heard = 0; heard < 8; heard++) lane.heard(answer)
      const calls = Array.from({ length: 8 }, () => lane.send(aCall()))
      await turn()
      assert.deepEqual(lane.state(), { calls: 0, waiting: 8, limit: 4 }, 'what was said together counts once')
      while (network.underWay.length === 0) await turn()
      assert.deepEqual(lane.state(), { calls: 4, waiting: 4, limit: 4 })
      while (network.underWay.length > 0) {
        network.underWay[0]?.end()
        await turn()
      }
      await Promise.all(calls)
      assert.equal(network.most(), 4)
    })
  }

  test('never falls below one call, and finds its full width again', () => {
    const lane = openLane(aNetwork().send, { most: 8, restMs: 0 })
    return new Promise<void>((resolve) => {
      const say = (left: number): void => {
        lane.heard(anAnswer('throttled'))
        if (left > 0) return void setTimeout(say, 5, left - 1)
        assert.equal(lane.state().limit, 1)
        for (let heard = 0; heard < 40; heard++) lane.heard(anAnswer('success'))
        assert.equal(lane.state().limit, 8)
        resolve()
      }
      say(4)
    })
  })

  test('is not widened by calls that nobody answered', () => {
    const lane = openLane(aNetwork().send, { most: 8 })
    lane.heard(anAnswer('throttled'))
    for (let heard = 0; heard < 40; heard++)
      lane.heard({ ...anAnswer('unknown'), exchange: { ...anAnswer('unknown').exchange, httpStatus: undefined } })
    assert.equal(lane.state().limit, 4)
  })
})
