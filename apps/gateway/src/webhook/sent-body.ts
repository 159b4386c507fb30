import type { MerchantId } from '@silkgate/domain'
import { readMerchant } from '../merchant/index.ts'
import type { Db } from '../postgres/db.ts'
import { readEventOf } from './event.store.ts'
import { renderEvents } from './render-events.ts'

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi
const mostIds = 20

/** What we sent for the event whose id stands somewhere in a text, however the text is written. */
export const sentBodyOf =
  (db: Db) =>
  async (merchantId: MerchantId, text: string): Promise<string | undefined> => {
    const ids = (text.match(uuid) ?? []).slice(0, mostIds)
    const event = ids.length === 0 ? undefined : await readEventOf(db, merchantId, ids)
    const merchant = event && (await readMerchant(db, merchantId))
    if (event === undefined || merchant === undefined) return undefined
    const [body] = await renderEvents(db, merchant, [event])
    return body
  }
