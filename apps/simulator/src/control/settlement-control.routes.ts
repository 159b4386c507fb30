import type { FastifyInstance } from 'fastify'
import type { BankStore } from '../bank/bank.ts'
import type { Faults } from '../fault/faults.ts'
import { type Files, isFileOwner } from '../file/files.ts'
import { netOf } from '../settlement/batches.ts'
import type { KeptClearingBatch, SettlementBatch, Settlements } from '../settlement/settlements.ts'
import type { World } from '../world.ts'
import { no } from './read.ts'

type Needs = {
  readonly files: Files
  readonly settlements: Settlements
  readonly bank: BankStore | undefined
  readonly faults: Faults
  readonly world: World
}

/** Amounts are texts in the smallest unit; positive: to the acquirer. */
const truthOfClearing = ({ grossMinor, feesMinor, ...batch }: KeptClearingBatch) => ({
  ...batch,
  gross: grossMinor.toString(),
  fees: feesMinor.toString(),
  net: netOf({ grossMinor, feesMinor }).toString(),
})

const truthOfSettlement = ({ netMinor, ...batch }: SettlementBatch) => ({
  ...batch,
  net: netMinor.toString(),
  fundDirection: netMinor > 0n ? 'C' : 'D',
})

/** What was cleared and settled, and the files on the simulated file servers: for tests, people and other programs. */
export const serveSettlementControl = (server: FastifyInstance, needs: Needs): void => {
  const { files, settlements, bank, faults, world } = needs

  server.get('/control/settlement', async () => ({
    clearingBatches: (await settlements.clearingBatches()).map(truthOfClearing),
    settlementBatches: (await settlements.settlementBatches()).map(truthOfSettlement),
  }))

  server.get('/control/strikes', async () => {
    const [reports, ofBank] = await Promise.all([settlements.strikes(), bank?.strikes() ?? []])
    return { strikes: faults.struck(), reports, bank: ofBank }
  })

  server.get<{ Querystring: { owner?: string } }>('/control/files', async (request, reply) => {
    const { owner = 'alipayplus' } = request.query
    if (!isFileOwner(owner)) return no(reply, 400, 'owner: it is alipayplus or bank.')
    return { files: await files.list(owner, world.now()) }
  })
  server.get<{ Params: { owner: string; '*': string } }>('/control/files/:owner/*', async (request, reply) => {
    const { owner, '*': path } = request.params
    const body = isFileOwner(owner) ? await files.read(owner, `/${path}`, world.now()) : undefined
    if (body === undefined) return no(reply, 404, 'There is no such file.')
    return reply.type('text/plain; charset=utf-8').send(body)
  })
}
