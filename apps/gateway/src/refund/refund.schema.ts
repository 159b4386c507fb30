import { z } from 'zod'
import { integer, object, text } from '../http/schema.ts'

/** The part of Connect's RefundRequest that matters for Alipay+; every other property is accepted and left alone. */
export const refundBody = z.looseObject(
  {
    amountOfMoney: object({ amount: integer.nullish(), currencyCode: text(3) }).meta({
      required: ['amount', 'currencyCode'],
    }),
    refundReason: text(50),
    refundReferences: object({ merchantReference: text(50), descriptor: text(256) }),
  },
  { error: 'A JSON object is expected.' },
)
