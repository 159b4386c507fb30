import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Places } from './admission/index.ts'
import type { Lane } from './alipayplus/lane.ts'

export type Metrics = {
  readonly observe: (server: FastifyInstance) => void
  /** Shows how many places are taken, and how the lanes to Alipay+ go. */
  readonly watch: (places: Places, lanes: Readonly<Record<string, Lane>>) => void
  /** A payment or refund was put off because there was no place for it. */
  readonly refused: () => void
}

/** What operators watch, at /metrics: requests by route and status, the way to Alipay+, and the process itself. */
export const openMetrics = (): Metrics => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const labelNames = ['method', 'route', 'status'] as const
  const requests = new Counter({
    name: 'silkgate_http_requests_total',
    help: 'Requests answered',
    labelNames,
    registers: [registry],
  })
  const seconds = new Histogram({
    name: 'silkgate_http_request_seconds',
    help: 'Time until a request was answered',
    labelNames: ['route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
    registers: [registry],
  })
  const putOff = new Counter({
    name: 'silkgate_payments_put_off_total',
    help: 'Payments and refunds answered 503 because there was no place for them',
    registers: [registry],
  })
  return {
    refused: () => putOff.inc(),
    watch: (places, lanes) => {
      const gauge = (name: string, help: string, read: (to: Gauge<'lane'>) => void, labels: 'lane'[] = []) =>
        new Gauge({
          name,
          help,
          labelNames: labels,
          registers: [registry],
          collect() {
            read(this)
          },
        })
      const ofLanes = (name: string, help: string, state: keyof ReturnType<Lane['state']>) =>
        gauge(
          name,
          help,
          (to) => {
            for (const [lane, one] of Object.entries(lanes)) to.set({ lane }, one.state()[state])
          },
          ['lane'],
        )
      gauge('silkgate_payments_under_way', 'Payments and refunds that hold a place', (to) => to.set(places.taken()))
      ofLanes('silkgate_alipayplus_calls', 'Calls to Alipay+ that are under way', 'calls')
      ofLanes('silkgate_alipayplus_calls_waiting', 'Calls to Alipay+ that wait for their turn', 'waiting')
      ofLanes(
        'silkgate_alipayplus_calls_limit',
        'Calls to Alipay+ that may be under way; falls when throttled',
        'limit',
      )
    },
    observe: (server) => {
      server.addHook('onResponse', (request, reply, done) => {
        const route = request.routeOptions.url ?? 'unknown'
        requests.inc({ method: request.method, route, status: reply.statusCode })
        seconds.observe({ route }, reply.elapsedTime / 1000)
        done()
      })
      server.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()))
    },
  }
}
