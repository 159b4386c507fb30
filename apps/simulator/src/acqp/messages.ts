import { z } from 'zod'

/** Alipay+ takes strings alone, and no empty ones. */
const text = (longest: number) => z.string().min(1).max(longest)
const amount = z.object({
  currency: z.string().regex(/^[A-Z]{3}$/),
  value: z.string().regex(/^[1-9]\d{0,17}$/),
})
const address = z.object({ region: z.string().regex(/^[A-Z]{2}$/) })
const instant = z.iso.datetime({ offset: true })

/**
 * What the simulator demands of pay: the fields that Alipay+ requires, with their lengths. Source: pay (Cashier
 * Payment).
 */
export const payMessage = z.object({
  paymentRequestId: text(64),
  paymentAmount: amount,
  order: z.object({
    referenceOrderId: text(64),
    orderDescription: text(256),
    orderAmount: amount,
    merchant: z.object({
      referenceMerchantId: text(64),
      merchantName: text(256),
      merchantDisplayName: text(64),
      merchantMCC: z.string().regex(/^\d{4}$/),
      merchantAddress: address,
    }),
    env: z
      .object({
        terminalType: z.enum(['WEB', 'WAP', 'APP', 'MINI_APP']),
        osType: z.enum(['IOS', 'ANDROID']).optional(),
      })
      .refine(({ terminalType, osType }) => !['WAP', 'APP'].includes(terminalType) || osType !== undefined, {
        error: 'osType is required',
      }),
  }),
  paymentMethod: z.object({ paymentMethodType: text(64) }),
  paymentFactor: z.object({ isInStorePayment: z.literal('false'), isCashierPayment: z.literal('true') }),
  settlementStrategy: z.object({ settlementCurrency: z.string().regex(/^[A-Z]{3}$/) }),
  paymentNotifyUrl: text(2048).and(z.url()),
  paymentRedirectUrl: text(2048),
  paymentExpiryTime: instant.optional(),
  userRegion: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
})

export type PayMessage = z.output<typeof payMessage>

/** What the simulator demands of consultPayment; an amount that is not known yet is "0". Source: consultPayment. */
export const consultMessage = payMessage
  .pick({ paymentFactor: true, settlementStrategy: true, userRegion: true })
  .extend({
    paymentAmount: amount.extend({ value: z.string().regex(/^(0|[1-9]\d{0,17})$/) }),
  })

export type ConsultMessage = z.output<typeof consultMessage>

/** What the simulator demands of registration. Source: registration. */
export const registrationMessage = z.object({
  registrationRequestId: text(64),
  productCodes: z.array(z.enum(['CASHIER_PAYMENT', 'AGREEMENT_PAYMENT', 'IN_STORE_PAYMENT'])).length(1),
  merchantInfo: z.object({
    referenceMerchantId: text(64),
    merchantDisplayName: text(64),
    merchantMCC: z.string().regex(/^\d{4}$/),
    merchantAddress: address,
    websites: z.array(z.object({ url: text(2048) })).optional(),
    registrationDetail: z.object({ legalName: text(256) }),
  }),
  registrationNotifyUrl: text(2048).and(z.url()),
})

export type RegistrationMessage = z.output<typeof registrationMessage>

/** inquiryRegistrationStatus names a request, or a merchant. */
export const registrationStatusMessage = z
  .object({ registrationRequestId: text(64).optional(), referenceMerchantId: text(64).optional() })
  .refine((message) => (message.registrationRequestId ?? message.referenceMerchantId) !== undefined, {
    error: 'registrationRequestId or referenceMerchantId is required',
  })

export type RegistrationStatusMessage = z.output<typeof registrationStatusMessage>

/** inquiryPayment and cancelPayment name an order by one of its two ids. */
export const orderMessage = z
  .object({ paymentRequestId: text(64).optional(), paymentId: text(64).optional() })
  .refine(({ paymentRequestId, paymentId }) => paymentRequestId !== undefined || paymentId !== undefined, {
    error: 'paymentRequestId or paymentId is required',
  })

/** What the simulator demands of refund. Source: refund. */
export const refundMessage = orderMessage.and(
  z.object({ refundRequestId: text(64), refundAmount: amount, refundReason: text(256).optional() }),
)

const evidences = z
  .array(z.object({ fileName: text(256), fileType: text(128), content: z.base64().min(1) }))
  .max(20)
  .optional()
const toDispute = { disputeRequestId: text(64), responseMessage: text(2048).optional(), evidences }

/** What the simulator demands of the answers to disputes. Source: responseRetrieval, responseEscalation. */
export const retrievalAnswer = z.object({ ...toDispute, responseCode: z.enum(['0001', '0002', '0003']) })
export const escalationAnswer = z.object({
  ...toDispute,
  refundType: z.enum(['ACCEPT_REFUND', 'REJECT_REFUND']),
  refundAmount: z.object({ currency: z.string().regex(/^[A-Z]{3}$/), value: z.string().regex(/^\d{1,18}$/) }),
})

export type RefundMessage = z.output<typeof refundMessage>

export type OrderMessage = z.output<typeof orderMessage>

/** The first field whose value is no string, or an empty one, anywhere in a message; undefined when there is none. */
export const fieldThatIsNoText = (value: unknown, path = ''): string | undefined => {
  if (typeof value === 'string') return value === '' ? path : undefined
  if (value === null || value === undefined) return undefined
  if (typeof value !== 'object') return path
  for (const [name, inner] of Object.entries(value)) {
    const found = fieldThatIsNoText(inner, path === '' ? name : `${path}.${name}`)
    if (found !== undefined) return found
  }
  return undefined
}
