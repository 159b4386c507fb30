import { createHmac } from 'node:crypto'
import { type KeptChange, keptChange, type RowChange } from '@silkgate/domain'
import type { Db, Recorder, Tx } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import { type Act, acting, countEntry, currentAct, sayMore, takeSaid } from './act.ts'
import { addEntry, beginNoting, readNoted } from './entry.store.ts'

/** What shows that a text was the same as another, to those who have the master key alone. */
export type Digest = (text: string) => string

export const digestWith = (masterKey: MasterKey): Digest => {
  const key = masterKey.derive('silkgate audit digests')
  return (text) => `digest:${createHmac('sha256', key).update(text).digest('base64url').slice(0, 22)}`
}

/** The one merchant that the changes are about, or null. */
const merchantOfChanges = (changes: readonly KeptChange[]): bigint | null => {
  const found = new Set(changes.flatMap(({ row }) => (row.merchant_id == null ? [] : [String(row.merchant_id)])))
  const [only] = found
  return found.size === 1 && only !== undefined ? BigInt(only) : null
}

/** What an act is about where nobody has said: the payment's id, or the id of the only row. */
const aboutOf = (changes: readonly KeptChange[]): string | null => {
  const [first] = changes
  if (first === undefined) return null
  const { merchant_id: _merchant, user_id: _user, ...ids } = first.row
  const found = ids.email ?? ids.payment_id ?? Object.values(ids)[0]
  return typeof found === 'string' || typeof found === 'number' ? String(found) : null
}

type Kept = { readonly changes: readonly KeptChange[]; readonly leftOut?: number; readonly outcome?: string }

const write = async (tx: Tx, act: Act, { changes, ...more }: Kept): Promise<void> => {
  const { door, origin, by, role, operation, organisation, asked } = act
  const about = act.about ?? aboutOf(changes)
  const merchant = merchantOfChanges(changes)
  await addEntry(tx, {
    ...{ at: act.now(), door, origin, by, role, operation, about },
    organisation: organisation === undefined ? null : BigInt(organisation),
    merchantId: merchant ?? (about !== null && /^\d{30}$/.test(about) ? BigInt(about.slice(0, 10)) : null),
    details: JSON.stringify({ ...(asked === undefined ? {} : { asked }), ...more, changes }),
  })
}

/** Has the entry of this transaction say whose act it was and what came of it, more than its changes do. */
export const recordAct = async (tx: Tx, act: Act, outcome?: string): Promise<void> => {
  if (!sayMore({ act, outcome })) await write(tx, act, { changes: [], ...(outcome === undefined ? {} : { outcome }) })
}

/** Puts what somebody commits into the trail, within the same transaction. */
export const auditRecorder = (masterKey: MasterKey): Recorder => {
  const digest = digestWith(masterKey)
  return {
    isOn: () => currentAct() !== undefined,
    begin: beginNoting,
    end: async (tx) => {
      const act = currentAct()
      if (act === undefined) return
      const { lines, leftOut } = await readNoted(tx)
      const noted = lines.split('\n').filter((line) => line !== '')
      const changes = noted.flatMap((line) => keptChange(JSON.parse(line) as RowChange, digest) ?? [])
      // What follows from a deed that stands in the trail, and changes nothing that people do, need not stand there too.
      const said = takeSaid()
      const isNews = changes.length > 0 || said !== undefined
      if ((countEntry() > 0 || act.isOpen) && !isNews) return
      const outcome = said?.outcome === undefined ? {} : { outcome: said.outcome }
      await write(tx, said?.act ?? act, {
        ...outcome,
        changes,
        ...(leftOut === '' ? {} : { leftOut: Number(leftOut) }),
      })
    },
  }
}

/**
 * Does something as somebody, and sees to it that it stands in the trail: with what it commits or, where that is in no
 * database of ours and it was done, after it.
 */
export const audited = async <T>(
  db: Db,
  act: Act,
  work: () => Promise<T>,
  isDone: (done: T) => boolean,
): Promise<T> => {
  const { done, entries } = await acting(act, work)
  if (entries === 0 && isDone(done)) await db.transaction('chore.keep_audit', (tx) => recordAct(tx, act))
  return done
}
