import { disputeStatuses, refundStatuses, remittanceEventTypes, retryWaits, statuses } from '@silkgate/domain'
import { code, page, table } from './markdown.ts'

const spanOf = (seconds: number): string => {
  if (seconds < 60) return `${seconds} s`
  return seconds < 3600 ? `${seconds / 60} min` : `${seconds / 3600} h`
}

/** Every event that a merchant can be told of, and when one is sent again. */
export const webhookEventsPage = (): string =>
  page({
    from: 'packages/domain/src/{payment,refund,dispute,webhook}, apps/gateway/src/webhook/event-types.ts',
    title: 'Webhook events',
    parts: [
      'One event for each status that a payment, refund or dispute comes to ([how to receive ' +
        'them](../guides/webhooks.md)). Its body is Connect’s `WebhooksEvent` with the `payment`, `refund` or `dispute` as ' +
        '`GET` answered it at that moment, or with a `report`: its name, what it is, and the path where it is fetched. ' +
        'Events about a remittance have a `remittance`: its id, amount, account and status, and why the bank said no. ' +
        'They and `report.ready` go only to endpoints that ask for them by their names (`--events`). ' +
        'Refunds that we make on our own, of payments that are dead for the merchant, are not told.',
      table(
        ['Event', 'Status', 'Code'],
        [
          ...Object.entries(statuses).map(([status, one]) => [code(one.event), code(status), String(one.code)]),
          ...Object.entries(refundStatuses).map(([status, one]) => [code(one.event), code(status), String(one.code)]),
          ...Object.entries(disputeStatuses).map(([status, { event }]) => [code(event), code(status), '–']),
          [code('report.ready'), '–', '–'],
          ...remittanceEventTypes.map((type) => [code(type), '–', '–']),
        ],
      ),
      'What the statuses mean: [payments](states.md), [refunds](refund-states.md), [disputes](dispute-states.md). ' +
        '`TEST` is sent by hand alone.',
      '## When it is sent again',
      'While an endpoint fails, only the oldest of what waits for it is tried. A success sends everything else at once.',
      table(
        ['After failure', 'it is tried again after'],
        [
          ...retryWaits.map((seconds, index) => [String(index + 1), spanOf(seconds)]),
          [`${retryWaits.length + 1} and more`, 'a day, until it has waited 30 days'],
        ],
      ),
    ],
  })
