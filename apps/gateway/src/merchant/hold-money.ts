import type { MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import { type By, changeMerchant } from './change.store.ts'
import { endHold, type Hold, hasObject, insertHold, isPastHolding, readHolds } from './hold.store.ts'
import { RefusedChange } from './refused-change.ts'

export type Held = Pick<Hold, 'holdId' | 'about' | 'objectId' | 'reason'>

/** Nothing is paid to a merchant, or not for one payment, or not one remittance, from now on. Throws why not. */
export const placeHold = (db: Db, merchantId: MerchantId, held: Held, who: By): Promise<Hold> =>
  changeMerchant(db, merchantId, who, async (tx) => {
    const { about, objectId } = held
    if (about !== 'merchant' && !(await hasObject(tx, merchantId, about, objectId))) {
      throw new RefusedChange(`merchant ${merchantId} has no ${about} ${objectId}.`, `--${about}`)
    }
    if (about === 'remittance' && (await isPastHolding(tx, merchantId, objectId))) {
      throw new RefusedChange(
        `the bank was told of ${objectId}, or it is at its end: hold the merchant, and ask the bank to call it off.`,
        '--remittance',
      )
    }
    const placed = await insertHold(tx, held, merchantId, who)
    if (placed === undefined) throw new RefusedChange(`The ${about} ${objectId} is on hold already.`)
    return { what: 'hold placed', after: placed }
  })

/** Ends a hold, by the beginning of its id: another person does than the one who placed it. Throws why not. */
export const releaseHold = (
  db: Db,
  merchantId: MerchantId,
  { holdId, reason }: Pick<Hold, 'holdId' | 'reason'>,
  who: By,
): Promise<Hold> =>
  changeMerchant(db, merchantId, who, async (tx) => {
    const holds = await readHolds({ read: tx.run }, { merchantId, isInForce: true })
    const found = holds.filter((hold) => holdId.length >= 4 && hold.holdId.startsWith(holdId.toLowerCase()))
    const [hold, another] = found
    if (hold === undefined || another !== undefined) {
      throw new RefusedChange(
        `${found.length === 0 ? 'No hold' : 'More than one hold'} in force of merchant ${merchantId} has an id that begins ` +
          `with "${holdId}": its list of holds says which; give at least 4 digits.`,
      )
    }
    if (hold.placedBy === who.by) {
      throw new RefusedChange(`${who.by} has placed it; somebody else must release it.`, '--as')
    }
    const released = await endHold(tx, hold, reason, who)
    if (released === undefined) throw new Error(`Broken invariant: hold ${hold.holdId} was in force.`)
    return { what: 'hold released', before: hold, after: released }
  })
