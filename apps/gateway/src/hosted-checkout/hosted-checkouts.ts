import {
  canDelete,
  checkoutLifeMs,
  checkoutStatusOf,
  type HostedCheckout,
  type Merchant,
  type PaymentStatus,
  statusOf,
} from '@silkgate/domain'
import { errorAnswer, type HttpAnswer } from '../http/errors.ts'
import type { Caller } from '../http/route.ts'
import { answerRepeat, idempotenceRow } from '../idempotence/index.ts'
import { creationOutput, type getPayment, paymentView, type StoredPayment } from '../payment/index.ts'
import type { Db } from '../postgres/db.ts'
import { isUuid } from '../uuid-of.ts'
import type { World } from '../world.ts'
import { type StoredCheckout, secretHashOf } from './hosted-checkout.row.ts'
import { deleteCheckout, insertCheckout, readCheckout } from './hosted-checkout.store.ts'
import type { CheckoutCommand } from './read-checkout-request.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly publicUrl: string
  /** The host of the pages, to which a merchant adds `https://payment.` or its own subdomain. */
  readonly pagesHost: string
  /** 128 random bits in hexadecimal digits. */
  readonly newSecret: () => string
  readonly getPayment: ReturnType<typeof getPayment>
}

const categories: Readonly<Record<PaymentStatus, 'SUCCESSFUL' | 'REJECTED' | 'STATUS_UNKNOWN'>> = {
  CREATED: 'STATUS_UNKNOWN',
  REDIRECTED: 'STATUS_UNKNOWN',
  CAPTURED: 'SUCCESSFUL',
  PAID: 'SUCCESSFUL',
  REFUNDED: 'SUCCESSFUL',
  REJECTED: 'REJECTED',
  CANCELLED: 'REJECTED',
}

/** What a merchant is told of a checkout's payment. Source: type CreatedPaymentOutput of the official SDKs. */
export const createdPaymentOutput = (stored: StoredPayment, seen: { merchant: Merchant; at: Date }) => ({
  payment: paymentView(stored, seen),
  paymentCreationReferences: creationOutput(stored.payment, stored.request),
  paymentStatusCategory: categories[statusOf(stored.payment)],
})

export type HostedCheckouts = ReturnType<typeof hostedCheckouts>

/** What a merchant does with its hosted checkouts: opens them, asks what became of them, takes them back. */
export const hostedCheckouts = ({ db, world, publicUrl, pagesHost, newSecret, getPayment }: Needs) => {
  /** A checkout with its last payment, or undefined: a foreign one is as unknown as one that never was. */
  const find = async (merchant: Merchant, hostedCheckoutId: string) => {
    if (!isUuid(hostedCheckoutId)) return undefined
    const stored = await readCheckout(db, merchant.merchantId, hostedCheckoutId)
    if (stored === undefined || checkoutStatusOf(stored.checkout, world.now()) === undefined) return undefined
    const { paymentId } = stored.checkout
    return { stored, payment: paymentId === undefined ? undefined : await getPayment(merchant.merchantId, paymentId) }
  }

  const locationOf = ({ merchantId, hostedCheckoutId }: Pick<HostedCheckout, 'merchantId' | 'hostedCheckoutId'>) => ({
    Location: `${publicUrl}/v1/${merchantId}/hostedcheckouts/${hostedCheckoutId}`,
  })

  return {
    /** Opens a checkout, as Connect's CreateHostedCheckoutResponse. We keep no tokens, so whatever is named is not valid. */
    open: async (command: CheckoutCommand, caller: Caller, merchant: Merchant): Promise<HttpAnswer> => {
      const { merchantId } = merchant
      const [hostedCheckoutId, returnMac, secret, createdAt] = [world.newId(), world.newId(), newSecret(), world.now()]
      const expiresAt = new Date(createdAt.getTime() + checkoutLifeMs)
      const stored: StoredCheckout = {
        checkout: {
          ...{ merchantId, hostedCheckoutId, amount: command.amount, createdAt, expiresAt },
          ...{ attempts: 0, paymentId: undefined, cancelledAt: undefined, deletedAt: undefined },
        },
        request: { ...command.request, returnMac },
        secretHash: secretHashOf(secret),
      }
      const { merchantReference } = command.request
      const body = JSON.stringify({
        RETURNMAC: returnMac,
        hostedCheckoutId,
        ...(command.tokens.length === 0 ? {} : { invalidTokens: command.tokens }),
        ...(merchantReference === undefined ? {} : { merchantReference }),
        partialRedirectUrl: `${pagesHost}/checkout/${merchantId}:${hostedCheckoutId}:${secret}`,
      })
      const claimed = idempotenceRow(caller, {}, world)
      const key = claimed && { ...claimed, answer_status: 201, answer_body: body }
      if (await insertCheckout(db, stored, key)) return { status: 201, headers: locationOf(stored.checkout), body }
      const headersOf = (first: { answer_body: string | null }) =>
        locationOf({ merchantId, ...(JSON.parse(first.answer_body ?? '{}') as { hostedCheckoutId: string }) })
      return answerRepeat(
        { db, world, headersOf, asItIs: async () => undefined },
        claimed as NonNullable<typeof claimed>,
      )
    },

    /** What became of a checkout, as Connect's GetHostedCheckoutResponse; undefined for one that is unknown or gone. */
    get: async (merchant: Merchant, hostedCheckoutId: string) => {
      const found = await find(merchant, hostedCheckoutId)
      if (found === undefined) return undefined
      const at = world.now()
      const created = found.payment && { createdPaymentOutput: createdPaymentOutput(found.payment, { merchant, at }) }
      return { status: checkoutStatusOf(found.stored.checkout, at), ...created }
    },

    /** Takes a checkout back, unless something is under way or paid in it. */
    remove: async (merchant: Merchant, hostedCheckoutId: string, errorId: string): Promise<HttpAnswer | undefined> => {
      const found = await find(merchant, hostedCheckoutId)
      if (found === undefined) return undefined
      const { stored, payment } = found
      const at = world.now()
      const isOurs = canDelete(stored.checkout, payment?.payment, at) && (await deleteCheckout(db, stored, at))
      if (isOurs) return { status: 204, body: '' }
      const message = 'A payment of this hosted checkout is under way or was made; it can no longer be deleted.'
      return errorAnswer(errorId, [{ error: 'ACTION_NOT_ALLOWED', message }])
    },
  }
}
