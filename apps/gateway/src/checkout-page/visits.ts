import { timingSafeEqual } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type CheckoutStage, canBegin, isMerchantId, type Merchant, type Payment, stageOf } from '@silkgate/domain'
import type { Logger } from 'pino'
import { cancelCheckout, readCheckout, type StoredCheckout, secretHashOf } from '../hosted-checkout/index.ts'
import type { Directory } from '../merchant/index.ts'
import { type createPayment, type getPayment, withParameters } from '../payment/index.ts'
import type { Db } from '../postgres/db.ts'
import type { World } from '../world.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly log: Logger
  readonly directory: Directory
  readonly getPayment: ReturnType<typeof getPayment>
  readonly createPayment: ReturnType<typeof createPayment>['forCheckout']
}

/** A consumer at a checkout, and where the two stand. */
export type Visit = {
  readonly merchant: Merchant
  readonly stored: StoredCheckout
  readonly payment: Payment | undefined
  readonly stage: CheckoutStage
  /** Whether a payment may be begun now. */
  readonly mayBegin: boolean
  readonly now: Date
}

/** How long a page is held back while its payment is being set up. */
const heldMs = 8_000
const lookEveryMs = 100

/** The merchant's own page with what proves the return; undefined where the merchant has given none. */
export const backUrlOf = ({ checkout, request }: StoredCheckout): string | undefined => {
  const { returnUrl, returnMac } = request
  const { hostedCheckoutId } = checkout
  return returnUrl && withParameters(returnUrl, { RETURNMAC: returnMac, hostedCheckoutId })
}

export type Visits = ReturnType<typeof checkoutVisits>

/** What a consumer does at a hosted checkout. The link is all it has: whoever holds it may pay. */
export const checkoutVisits = ({ db, world, log, directory, getPayment, createPayment }: Needs) => {
  /** The checkout that a link leads to, as it is now; undefined for a link that we never gave. */
  const open = async (link: string): Promise<Visit | undefined> => {
    const [, merchantId = '', id = '', secret = ''] = /^(\d{1,10}):([0-9a-f-]{36}):([0-9a-f]{32})$/.exec(link) ?? []
    if (!isMerchantId(merchantId) || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return undefined
    const [merchant, stored] = await Promise.all([directory.merchant(merchantId), readCheckout(db, merchantId, id)])
    if (merchant === undefined || stored === undefined) return undefined
    if (!timingSafeEqual(stored.secretHash, secretHashOf(secret))) return undefined
    const { checkout } = stored
    const payment = checkout.paymentId && (await getPayment(merchantId, checkout.paymentId))?.payment
    const now = world.now()
    const known = payment || undefined
    const stage = stageOf(checkout, known, now)
    return { merchant, stored, payment: known, stage, mayBegin: canBegin(checkout, known, now), now }
  }

  /** The same once Alipay+ has answered, or when it has been waited for long enough. */
  const settled = async (link: string, endMs: number): Promise<Visit | undefined> => {
    for (;;) {
      const visit = await open(link)
      if (visit?.stage !== 'setting_up' || world.wallMs() >= endMs) return visit
      await pause(lookEveryMs)
    }
  }

  return {
    open,

    /**
     * Begins the payment that comes after `attempts` others, and gives what came of it. Sent twice, or after Back, it
     * begins nothing; where there is no place for it now, nothing either.
     */
    begin: async (
      link: string,
      visit: Visit,
      by: { attempts: number; pageUrl: string; userAgent: string | undefined },
    ): Promise<Visit | 'no_place' | undefined> => {
      const { stored, merchant, now } = visit
      const { checkout, request } = stored
      const endMs = world.wallMs() + heldMs
      if (!visit.mayBegin || by.attempts !== checkout.attempts) return settled(link, endMs)
      const { hostedCheckoutId, attempts } = checkout
      const { lines, locale, showResultPage, returnCancelState, ...kept } = request
      const straightBack = showResultPage ? undefined : backUrlOf(stored)
      const userAgent = by.userAgent === undefined ? {} : { userAgent: by.userAgent.slice(0, 2000) }
      const command = {
        amount: checkout.amount,
        request: { ...kept, ...userAgent, returnUrl: straightBack ?? by.pageUrl, hostedCheckoutId },
      }
      const beginning = createPayment(command, { hostedCheckoutId, attempts, at: now }, merchant)
      // Pay is repeated for longer than a consumer looks at an empty page; it goes on while the page says so.
      const hadPlace = await Promise.race([beginning, pause(heldMs, undefined, { ref: false })])
      if (hadPlace === undefined)
        beginning.catch((error: unknown) =>
          log.error({ err: error, hostedCheckoutId }, 'a payment could not be set up'),
        )
      return hadPlace === false ? 'no_place' : settled(link, endMs)
    },

    /** Leaves for the merchant's page; noted as cancelled where the merchant wants to know, and nothing was begun. */
    cancel: async ({ stored, payment, now }: Visit): Promise<void> => {
      if (stored.request.returnCancelState && payment === undefined) await cancelCheckout(db, stored, now)
    },
  }
}
