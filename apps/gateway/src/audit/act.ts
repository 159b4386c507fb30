import { AsyncLocalStorage } from 'node:async_hooks'
import type { AuditEntry, Fields, MerchantId } from '@silkgate/domain'

/** Somebody who does something, and through which door. */
export type Act = Pick<AuditEntry, 'door' | 'origin' | 'by' | 'role' | 'operation'> & {
  /** The merchant whose person it is; undefined for the operator's. */
  readonly organisation: MerchantId | undefined
  /** What it is about, where that is known beforehand. */
  readonly about?: string | undefined
  /** What was asked for, as it may stand in the trail. */
  readonly asked?: Fields
  readonly now: () => Date
  /** Nobody in particular as yet: what changes nothing that people do leaves no entry. */
  readonly isOpen?: boolean
}

/** What became clear meanwhile: who it was, and what came of it. */
type Said = { readonly act: Act; readonly outcome: string | undefined }
type Running = { readonly act: Act; said?: Said; entries: number; isOver: boolean }

const running = new AsyncLocalStorage<Running>()

/** Who is acting here and now; undefined in the program's own work. */
export const currentAct = (): Act | undefined => {
  const one = running.getStore()
  return one === undefined || one.isOver ? undefined : one.act
}

/** Says more of whoever is acting, for the entry to come; answers false where nobody is. */
export const sayMore = (said: Said): boolean => {
  const one = running.getStore()
  if (one === undefined || one.isOver) return false
  one.said = said
  return true
}

/** What was said, for one entry. */
export const takeSaid = (): Said | undefined => {
  const one = running.getStore()
  const said = one?.said
  if (one !== undefined) delete one.said
  return said
}

/** Counts an entry that was written for whoever is acting; answers how many there were before. */
export const countEntry = (): number => {
  const one = running.getStore()
  return one === undefined ? 0 : one.entries++
}

/** Does something as somebody: whatever it commits meanwhile goes into the trail. Answers how many entries that gave, too. */
export const acting = async <T>(act: Act, work: () => Promise<T>): Promise<{ done: T; entries: number }> => {
  const one: Running = { act, entries: 0, isOver: false }
  try {
    return { done: await running.run(one, work), entries: one.entries }
  } finally {
    // What it has set going and nobody waits for is the program's work.
    one.isOver = true
  }
}
