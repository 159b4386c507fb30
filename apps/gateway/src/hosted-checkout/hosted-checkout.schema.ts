import { z } from 'zod'
import { integer, list, object, text } from '../http/schema.ts'
import { orderShape } from '../payment/index.ts'
import { filtersBody } from '../product/index.ts'

/** A yes or no; some clients send it as a text. */
const flag = z
  .union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')], {
    error: 'true or false is expected.',
  })
  .nullish()

/** An item that is shown to the consumer. */
export const lineItem = object({
  amountOfMoney: object({ amount: integer.nullish(), currencyCode: text(3) }),
  invoiceData: object({ description: text(200), nrOfItems: text(20) }),
  orderLineDetails: object({
    productName: text(200),
    productCode: text(100),
    quantity: integer.nullish(),
    lineAmountTotal: integer.nullish(),
  }),
})

const items = list(lineItem, 200)

/** The part of Connect's CreateHostedCheckoutRequest that we know; every other property is accepted and left alone. */
export const hostedCheckoutBody = z
  .looseObject(
    {
      order: object({ ...orderShape, items, shoppingCart: object({ items }) }).meta({ required: ['amountOfMoney'] }),
      hostedCheckoutSpecificInput: object({
        isRecurring: flag,
        locale: text(20),
        paymentProductFilters: filtersBody,
        returnCancelState: flag,
        returnUrl: text(2000),
        showResultPage: flag,
        tokens: text(4000),
        variant: text(32),
      }),
      redirectPaymentMethodSpecificInput: object({ paymentProductId: integer.nullish() }),
    },
    { error: 'A JSON object is expected.' },
  )
  .meta({ required: ['order'] })
