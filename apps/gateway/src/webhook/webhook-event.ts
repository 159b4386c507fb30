import type { MerchantId } from '@silkgate/domain'

const zone = new Intl.DateTimeFormat('en-US', { timeZone: 'Europe/Amsterdam', timeZoneName: 'longOffset' })

/**
 * yyyy-MM-dd'T'HH:mm:ss.SSSZ on the clock of Amsterdam: 2017-09-14T17:14:39.688+0200. Source: samples of WebhooksEvent.
 */
export const createdStamp = (at: Date): string => {
  const name = zone.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  const [, sign = '+', hours = '00', minutes = '00'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? []
  const offsetMs = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
  return `${new Date(at.getTime() + offsetMs).toISOString().slice(0, -1)}${sign}${hours}${minutes}`
}

/** The body of a webhook. Source: type WebhooksEvent of the official SDKs. */
export const webhookBody = (
  event: { eventId: string; type: string; createdAt: Date; merchantId: MerchantId },
  object: object | undefined,
): string =>
  JSON.stringify({
    apiVersion: 'v1',
    id: event.eventId,
    created: createdStamp(event.createdAt),
    merchantId: event.merchantId,
    type: event.type,
    ...object,
  })

/**
 * The body of an event that says nothing but that it arrived. Source: receivers of the platform skip events whose id begins
 * with TEST.
 */
export const testBody = (merchantId: MerchantId, id: string, at: Date): { eventId: string; body: string } => {
  const eventId = `TEST-${id}`
  return { eventId, body: webhookBody({ eventId, type: 'TEST', createdAt: at, merchantId }, undefined) }
}
