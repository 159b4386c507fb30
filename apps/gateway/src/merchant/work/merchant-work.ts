import { type ErrorCode, isMerchantId } from '@silkgate/domain'
import type { OperatorRequest, SignedIn } from '../../operator/index.ts'
import type { Db } from '../../postgres/db.ts'
import type { World } from '../../world.ts'
import type { NewVersion } from '../add-contract.ts'
import { addMerchant } from '../add-merchant.ts'
import type { By } from '../change.store.ts'
import { addPayoutAccount, approvePayoutAccount } from '../change-payout-account.ts'
import { changeStatus } from '../change-status.ts'
import { askToClosePayoutAccount, decidePayoutAccountClosing } from '../close-payout-account.ts'
import { decideKyb, submitKyb } from '../decide-kyb.ts'
import { type Held, placeHold, releaseHold } from '../hold-money.ts'
import { readMerchant } from '../merchant.store.ts'
import { decideContract, proposeContract } from '../propose-contract.ts'
import { type GivenChange, type GivenMerchant, readNewMerchant } from '../read-merchant.ts'
import type { GivenAccount } from '../read-payout-account.ts'
import { RefusedChange } from '../refused-change.ts'
import { setMerchant } from '../set-merchant.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  /** How long a payout account that takes the place of another waits before it is used. */
  readonly payoutCoolingOffMs: number
}

type GivenDecision = {
  readonly status: 'approved' | 'rejected'
  readonly reviewOn?: string | undefined
  readonly reason?: string | undefined
}

const because = (reason: string | undefined): string => {
  if (reason === undefined) throw new RefusedChange('say why.', '--reason')
  return reason
}

/** What the operator's people change of merchants in the console: the same deeds as by the command line. */
export const merchantWork = ({ db, world, payoutCoolingOffMs }: Needs) => {
  const who = ({ email }: SignedIn): By => ({ by: email, at: world.now() })
  return {
    /** What a route says of a merchant that is not there, or is not the caller's to see. */
    absent: async ({
      by,
      params: { merchantId = '' },
    }: Pick<OperatorRequest, 'by' | 'params'>): Promise<ErrorCode | undefined> => {
      const isSeen = isMerchantId(merchantId) && (by.merchantId ?? merchantId) === merchantId
      return isSeen && (await readMerchant(db, merchantId)) !== undefined ? undefined : 'INVALID_MERCHANT_ID'
    },

    placeHold: (by: SignedIn, merchantId: string, held: Omit<Held, 'holdId'>) =>
      placeHold(db, merchantId, { ...held, holdId: world.newId() }, who(by)),

    releaseHold: (by: SignedIn, merchantId: string, hold: Pick<Held, 'holdId' | 'reason'>) =>
      releaseHold(db, merchantId, hold, who(by)),

    /** One is boarded first, in the sandbox too. */
    add: async (by: SignedIn, merchantId: string, given: GivenMerchant) => {
      const { merchant, contract } = readNewMerchant(merchantId, given, 'boarding')
      if (await addMerchant(db, merchant, contract, world.now(), by.email)) return { merchantId }
      throw new RefusedChange(`merchant ${merchantId} is there already: choose another id.`, '--merchant-id')
    },

    set: async (by: SignedIn, merchantId: string, given: GivenChange) => ({
      registrationRequestId: await setMerchant(db, merchantId, given, who(by)),
    }),

    submitKyb: (by: SignedIn, merchantId: string, evidence: string) => submitKyb(db, merchantId, evidence, who(by)),

    decideKyb: async (by: SignedIn, merchantId: string, { status, reviewOn, reason }: GivenDecision) => {
      if (status === 'approved') {
        if (reviewOn === undefined) throw new RefusedChange('the day of the next review is needed.', '--review-on')
        await decideKyb(db, merchantId, { status, reviewOn }, who(by))
      } else {
        await decideKyb(db, merchantId, { status, reason: because(reason) }, who(by))
      }
      return { status }
    },

    become: (by: SignedIn, merchantId: string, change: Parameters<typeof changeStatus>[2]) => {
      if (change.what !== 'made live') because(change.reason)
      return changeStatus(db, merchantId, change, who(by))
    },

    addAccount: async (by: SignedIn, merchantId: string, given: GivenAccount) => {
      const { currency, version } = await addPayoutAccount(db, merchantId, given, who(by))
      return { currency, version }
    },

    /** The version that was looked at, and no other; by somebody who types the number that the proof has. */
    approveAccount: async (
      by: SignedIn,
      merchantId: string,
      { currency, ...seen }: { currency: string; version: number; account: string },
    ) => {
      const approved = { currency, seen, coolingOffMs: payoutCoolingOffMs }
      const { usableFrom } = await approvePayoutAccount(db, merchantId, approved, who(by))
      return { usableFrom }
    },

    askToCloseAccount: async (
      by: SignedIn,
      merchantId: string,
      asked: { currency: string; version: number; reason: string },
    ) => {
      const { currency, version } = await askToClosePayoutAccount(db, merchantId, asked, who(by))
      return { currency, version }
    },

    decideAccountClosing: async (
      by: SignedIn,
      merchantId: string,
      decided: { currency: string; version: number; isApproved: boolean },
    ) => {
      const { currency, version } = await decidePayoutAccountClosing(db, merchantId, decided, who(by))
      return { currency, version }
    },

    proposeContract: (by: SignedIn, merchantId: string, version: NewVersion) =>
      proposeContract(db, merchantId, { proposalId: world.newId(), version }, who(by)),

    decideContract: (by: SignedIn, merchantId: string, decided: Parameters<typeof decideContract>[2]) =>
      decideContract(db, merchantId, decided, who(by)),
  }
}

export type MerchantWork = ReturnType<typeof merchantWork>
