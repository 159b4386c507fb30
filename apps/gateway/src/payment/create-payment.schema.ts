import { z } from 'zod'
import { integer, object, text } from '../http/schema.ts'

/** What we read of an order, wherever one is sent. */
export const orderShape = {
  amountOfMoney: object({
    amount: integer.nullish(),
    currencyCode: text(3),
  }).meta({ required: ['amount', 'currencyCode'] }),
  customer: object({
    merchantCustomerId: text(64),
    billingAddress: object({
      countryCode: z
        .string()
        .regex(/^([A-Z]{2})?$/, { error: 'Two capital letters of ISO 3166 are expected.' })
        .nullish(),
    }),
    device: object({ userAgent: text(2000) }),
  }),
  references: object({
    merchantReference: text(50),
    merchantOrderId: integer.nullish(),
    descriptor: text(256),
  }),
}

/**
 * The part of Connect's CreatePaymentRequest that matters for Alipay+. Every other property is accepted and left alone,
 * whatever it is; what is marked as required is found missing by the reader, by its name. Source: reference of the official
 * SDKs; lengths from the fields they end in at Alipay+.
 */
export const createPaymentBody = z
  .looseObject(
    {
      order: object(orderShape).meta({ required: ['amountOfMoney'] }),
      redirectPaymentMethodSpecificInput: object({
        paymentProductId: integer.nullish(),
        returnUrl: text(2000),
        redirectionData: object({ returnUrl: text(2000), variant: text(100) }),
      }).meta({ required: ['paymentProductId'] }),
    },
    { error: 'A JSON object is expected.' },
  )
  .meta({ required: ['order', 'redirectPaymentMethodSpecificInput'] })
