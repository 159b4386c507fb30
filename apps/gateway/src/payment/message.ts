import { type Answer, maskMessage } from '@silkgate/alipayplus'
import { storable } from '../storable.ts'
import type { Message } from './news.ts'

/** A call to Alipay+ as it is kept: what was said on both sides, masked, and what it was taken to mean. */
export const messageOf = ({ exchange, code, unknownBecause }: Answer<unknown>, at: Date, heardAs: string): Message => ({
  at,
  api: exchange.api,
  outcome: `${heardAs} (${unknownBecause ?? code})`,
  httpStatus: exchange.httpStatus,
  durationMs: Math.round(exchange.durationMs),
  requestBody: storable(maskMessage(exchange.requestBody)),
  responseBody: exchange.responseBody === undefined ? undefined : storable(maskMessage(exchange.responseBody)),
})
