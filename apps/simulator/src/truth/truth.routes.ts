import { sendPage } from '@silkgate/page'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { type DisputeNeeds, defaultReason, judgeDispute, openDispute } from '../dispute/open-dispute.ts'
import { faultBody } from '../fault/fault-shape.ts'
import type { Faults } from '../fault/faults.ts'
import type { Files } from '../file/files.ts'
import { chargedOf, phaseOf } from '../order/order.ts'
import type { TransferStore } from '../transfer/transfers.ts'
import type { Field } from './switches.ts'
import { type TruthView, truthPage } from './truth-page.ts'

type Needs = DisputeNeeds & {
  readonly files: Files
  /** None without a bank. */
  readonly transfers: TransferStore | undefined
  readonly faults: Faults
}

type Form = Readonly<Record<string, string>>

/** Nothing was filled in. */
const asked = { values: {}, wrong: undefined } as const

const perPage = 10
const fields = ['name', 'paymentRequestId', 'share', 'times'] as const satisfies readonly Field[]

const pageIn = (text: unknown): number => (typeof text === 'string' && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1)

/** A form's fault; fields that are left empty are left out. */
const faultIn = (form: Form): Record<string, unknown> => {
  const filled = fields.flatMap((field) => {
    const text = form[field]?.trim() ?? ''
    if (text === '') return []
    return [[field, field === 'share' || field === 'times' ? Number(text) : text]]
  })
  return Object.fromEntries(filled)
}

/** Shows what is true in the simulated world, and switches what goes wrong in it; both work without a script. */
export const serveTruth = (server: FastifyInstance, needs: Needs): void => {
  const { orders, files, transfers, world, faults } = needs
  const show = async (reply: FastifyReply, page: number, form: Pick<TruthView, 'values' | 'wrong' | 'undisputed'>) => {
    const { orders: found, total } = await orders.latest({ offset: (page - 1) * perPage, limit: perPage })
    const pages = Math.max(1, Math.ceil(total / perPage))
    if (page > pages) return reply.redirect(`/truth/?page=${pages}`)
    const now = world.now()
    const shown = await Promise.all(
      found.map(async (order) => ({
        order,
        phase: phaseOf(order, now),
        charged: chargedOf(order, now),
        notifications: await orders.notificationsOf(order.paymentRequestId),
      })),
    )
    const { files: latest, total: filesTotal } = await files.latest(12, now)
    const transferMessages = (await transfers?.latest(6)) ?? []
    const known = { files: latest, filesTotal, transferMessages, faults: faults.struck() }
    const view = { orders: shown, page, pages, total, ...known, ...form }
    return sendPage(reply, truthPage(view), form.wrong === undefined && form.undisputed === undefined ? 200 : 422)
  }

  server.get('/truth', async (_request, reply) => reply.redirect('/truth/'))
  server.get<{ Querystring: { page?: string } }>('/truth/', async (request, reply) =>
    show(reply, pageIn(request.query.page), { ...asked, undisputed: undefined }),
  )
  server.post<{ Body: Form | undefined }>('/truth/faults', async (request, reply) => {
    const form = request.body ?? {}
    const read = faultBody.safeParse({ faults: [faultIn(form)] })
    if (!read.success) {
      const [issue] = read.error.issues
      const field = fields.find((one) => one === issue?.path[2]) ?? 'name'
      const says = form.name ? `${issue?.message}` : 'Choose a fault'
      return show(reply, 1, { values: form, wrong: { field, says }, undisputed: undefined })
    }
    faults.set([...faults.read(), ...read.data.faults])
    return reply.redirect('/truth/', 303)
  })
  server.post<{ Body: Form | undefined }>('/truth/faults/end', async (request, reply) => {
    const { index, name } = request.body ?? {}
    const left = faults
      .read()
      .filter((fault, at) => index !== undefined && !(at === Number(index) && fault.name === name))
    faults.set(left)
    return reply.redirect('/truth/', 303)
  })
  server.post<{ Body: Form | undefined }>('/truth/disputes', async (request, reply) => {
    const { paymentRequestId = '', kind, page } = request.body ?? {}
    const wish = {
      kind: kind === 'retrieval' ? kind : 'escalation',
      minor: undefined,
      reason: defaultReason,
    } as const
    const opened = await openDispute(paymentRequestId, wish, needs)
    if (typeof opened !== 'string') return reply.redirect(`/truth/?page=${pageIn(page)}`, 303)
    return show(reply, pageIn(page), { ...asked, undisputed: { paymentRequestId, says: opened } })
  })
  server.post<{ Body: Form | undefined }>('/truth/disputes/judge', async (request, reply) => {
    const { disputeRequestId = '', outcome, page } = request.body ?? {}
    const verdict = { outcome: outcome === 'won' ? outcome : 'lost', minor: undefined } as const
    await judgeDispute(disputeRequestId, verdict, needs)
    return reply.redirect(`/truth/?page=${pageIn(page)}`, 303)
  })
}
