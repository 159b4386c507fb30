/** Which disputes: those that can be answered, the most urgent first; those that Alipay+ decides on; or those at their end. */
export const stands = ['open', 'answered', 'ended'] as const
export type Stand = (typeof stands)[number]
