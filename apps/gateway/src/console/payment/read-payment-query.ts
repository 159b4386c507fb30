import { type MerchantId, ok, type PaymentStatus, type Result, refuse, statuses } from '@silkgate/domain'
import { z } from 'zod'
import { readBy } from '../../http/schema.ts'
import type { After, PaymentFilter } from './payment-list.store.ts'

const mostAtOnce = 100
const isStatus = (text: string): text is PaymentStatus => Object.hasOwn(statuses, text)

const instant = z
  .string()
  .refine((text) => z.iso.datetime({ offset: true }).safeParse(text).success, {
    error: 'An instant as 2026-11-26T08:00:00Z is expected.',
  })
  .transform((text) => new Date(text))

const cursor = z.string().transform((text, context): After => {
  const [at = '', paymentId = ''] = Buffer.from(text, 'base64url').toString('latin1').split(' ')
  const createdAt = new Date(Number(at))
  if (/^\d{1,15}$/.test(at) && /^\d{30}$/.test(paymentId) && !Number.isNaN(createdAt.getTime())) {
    return { createdAt, paymentId }
  }
  context.addIssue({ code: 'custom', message: 'Use `next` of the page before.' })
  return z.NEVER
})

/** Where the next page begins, as text for a URL. */
export const cursorOf = ({ createdAt, paymentId }: After): string =>
  Buffer.from(`${createdAt.getTime()} ${paymentId}`, 'latin1').toString('base64url')

const query = z.looseObject({
  merchant: z
    .string()
    .regex(/^\d{1,10}$/, { error: 'The number of a merchant is expected.' })
    .optional(),
  status: z
    .string()
    .transform((text, context) => {
      const words = text.split(',')
      const unknown = words.find((word) => !isStatus(word))
      if (unknown === undefined) return words.filter(isStatus)
      const known = Object.keys(statuses).join(', ')
      context.addIssue({ code: 'custom', message: `There is no status ${unknown}. There are ${known}.` })
      return z.NEVER
    })
    .default([]),
  wallet: z.string().max(100).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, { error: 'Three capital letters are expected.' })
    .optional(),
  from: instant.optional(),
  until: instant.optional(),
  q: z.string().trim().max(256).optional(),
  after: cursor.optional(),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(mostAtOnce, { error: `At most ${mostAtOnce}, please.` })
    .default(50),
})

/** Reads the filter of a list of payments; `scope` is the one merchant that the caller may see, if it is one. */
export const readPaymentQuery = (parameters: URLSearchParams, scope: MerchantId | undefined): Result<PaymentFilter> => {
  const given = Object.fromEntries([...parameters].filter(([, value]) => value !== '').reverse())
  const read = readBy(query, given)
  if (!read.ok) return refuse(...read.refusals)
  const { merchant, status, q, ...filter } = read.value
  return ok({
    ...{ wallet: filter.wallet, currency: filter.currency, from: filter.from, until: filter.until },
    ...{ after: filter.after, limit: filter.limit },
    merchantId: scope ?? merchant,
    statuses: status,
    sought: q === '' ? undefined : q,
  })
}
