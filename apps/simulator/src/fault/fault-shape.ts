import { z } from 'zod'
import { type Api, apis, type Fault, faultNames, isFaultName, kindOf, reports } from './faults.ts'

const isStruckBy = (name: keyof typeof faultNames, api: Api | undefined): boolean => {
  const { strikes, apis: own } = kindOf(name)
  return api === undefined || (['call', 'settlement'].includes(strikes) && (own ?? apis).includes(api))
}

const strikesReport = (name: keyof typeof faultNames, report: Fault['report']): boolean => {
  const { strikes, reports: own } = kindOf(name)
  return report === undefined || (['row', 'file'].includes(strikes) && (own ?? reports).includes(report))
}

/** Whole files, batches and credits are about many payments. */
const isAboutPayments = (name: keyof typeof faultNames): boolean =>
  !['file', 'batch', 'credit', 'statement', 'payout'].includes(kindOf(name).strikes)

const members = {
  name: z.custom<keyof typeof faultNames>((name) => typeof name === 'string' && isFaultName(name), {
    error: `is none of ${Object.keys(faultNames).join(', ')}`,
  }),
  share: z
    .number({ error: 'has to be a number from 0 to 1; leave it out to strike all' })
    .min(0, { error: 'has to be 0 or more; leave it out to strike all' })
    .max(1, { error: 'has to be 1 or less; leave it out to strike all' })
    .optional(),
  seed: z
    .union([z.string(), z.number()], { error: 'has to be a text or a number; leave it out to draw by the name' })
    .optional(),
  paymentRequestId: z
    .string({ error: 'has to be the id of a payment, as text; leave it out to strike all' })
    .min(1, { error: 'has to be the id of a payment; leave it out to strike all' })
    .optional(),
  api: z
    .enum(apis, { error: `has to be one of ${apis.join(', ')}; leave it out to strike each about a payment` })
    .optional(),
  report: z.enum(reports, { error: `has to be one of ${reports.join(', ')}; leave it out to strike each` }).optional(),
  times: z
    .int({ error: 'has to be a whole number from 1; leave it out to strike for ever' })
    .positive({ error: 'has to be 1 or more; leave it out to strike for ever' })
    .optional(),
  first: z
    .int({ error: 'has to be a whole number from 1; leave it out to strike each call' })
    .positive({ error: 'has to be 1 or more; leave it out to strike each call' })
    .optional(),
}

const known = Object.keys(members).join(', ')

const oneFault = z
  .strictObject(members, {
    error: ({ code, keys }) =>
      code === 'unrecognized_keys'
        ? `has ${(keys as string[]).join(', ')}, which no fault has; a fault has ${known}`
        : 'has to be an object such as {"name":"answer_lost"}',
  })
  .refine(({ name, api }) => isStruckBy(name, api), {
    path: ['api'],
    error: 'is a call that this fault does not strike; leave it out',
  })
  .refine(({ name, report }) => strikesReport(name, report), {
    path: ['report'],
    error: 'is a report that this fault does not strike; leave it out',
  })
  .refine(({ name, paymentRequestId }) => paymentRequestId === undefined || isAboutPayments(name), {
    path: ['paymentRequestId'],
    error: 'is a payment, and this fault strikes many at once; leave it out',
  })

/** The faults as they are put in force; what is wrong is said with the field and the remedy. */
export const faultBody = z.object(
  { faults: z.array(oneFault, { error: 'has to be a list; an empty one ends all faults' }) },
  { error: 'has to be an object such as {"faults":[{"name":"answer_lost"}]}' },
)
