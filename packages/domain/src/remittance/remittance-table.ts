import type { RemittanceEvent, RemittanceStatus } from './remittance.ts'

/** What becomes of a remittance. */
export type RemittanceMove =
  | 'approve'
  | 'cancel'
  | 'send'
  | 'accept'
  | 'reject'
  | 'confirm'
  | 'confirm_after_all'
  | 'give_back'
  /** It was heard before, or says less than is known: nothing changes. */
  | 'nothing'
  /** It cannot be, after what was heard before: nothing changes, and a person is told. */
  | 'contradiction'

const told = { approved: 'nothing', cancelled: 'contradiction', sent: 'nothing' } as const

/**
 * The life of a remittance. Rows say how far it has come, columns are what happens, cells are what becomes of it. The bank
 * statement has the last word: a debit after a rejection means that the money has left, so it is confirmed after all. A rejection
 * after the debit changes nothing by itself: only the credit on the statement brings money back.
 */
export const remittanceTable = {
  awaiting_approval: {
    ...{ approved: 'approve', cancelled: 'cancel', sent: 'contradiction' },
    ...{ accepted: 'contradiction', rejected: 'contradiction', debited: 'contradiction', credited: 'contradiction' },
  },
  approved: {
    ...{ approved: 'nothing', cancelled: 'cancel', sent: 'send' },
    // The bank may answer before we have written down that it was told.
    ...{ accepted: 'accept', rejected: 'reject', debited: 'confirm', credited: 'contradiction' },
  },
  sent: {
    ...{ ...told, accepted: 'accept', rejected: 'reject' },
    ...{ debited: 'confirm', credited: 'contradiction' },
  },
  accepted: {
    ...{ ...told, accepted: 'nothing', rejected: 'reject' },
    ...{ debited: 'confirm', credited: 'contradiction' },
  },
  confirmed: {
    ...{ ...told, accepted: 'nothing', rejected: 'contradiction' },
    ...{ debited: 'contradiction', credited: 'give_back' },
  },
  rejected: {
    ...{ ...told, cancelled: 'nothing', accepted: 'contradiction', rejected: 'nothing' },
    ...{ debited: 'confirm_after_all', credited: 'contradiction' },
  },
  returned: {
    ...{ ...told, accepted: 'nothing', rejected: 'nothing' },
    ...{ debited: 'contradiction', credited: 'contradiction' },
  },
  cancelled: {
    ...{ approved: 'contradiction', cancelled: 'nothing', sent: 'contradiction' },
    ...{ accepted: 'contradiction', rejected: 'contradiction', debited: 'contradiction', credited: 'contradiction' },
  },
} as const satisfies Record<RemittanceStatus, Record<RemittanceEvent, RemittanceMove>>

/** What becomes of a remittance of a status by what happens. */
export const remittanceMoveOf = (status: RemittanceStatus, event: RemittanceEvent): RemittanceMove =>
  remittanceTable[status][event]

/** The status that a move leads to; undefined where nothing changes. */
export const statusAfter = (move: RemittanceMove): RemittanceStatus | undefined => statusesAfter[move]

const statusesAfter: Readonly<Record<RemittanceMove, RemittanceStatus | undefined>> = {
  approve: 'approved',
  cancel: 'cancelled',
  send: 'sent',
  accept: 'accepted',
  reject: 'rejected',
  confirm: 'confirmed',
  confirm_after_all: 'confirmed',
  give_back: 'returned',
  nothing: undefined,
  contradiction: undefined,
}

/**
 * What a bank's answer tells of an order; undefined where it tells nothing. AM05, "duplication", says that the bank has the order
 * already, since we give each its id once: a file that is sent again must not undo what the first one did.
 */
export const heardOfOrder = (
  outcome: 'pending' | 'accepted' | 'settled' | 'rejected' | 'partial' | 'unknown',
  reasons: readonly (string | undefined)[],
): 'accepted' | 'rejected' | undefined => {
  if (outcome === 'accepted' || outcome === 'settled') return 'accepted'
  return outcome === 'rejected' && !reasons.includes('AM05') ? 'rejected' : undefined
}
