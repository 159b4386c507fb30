import { z } from 'zod'

/** An integer as clients really send it: a JSON integer or a string of digits. "15.00", 1e3 and decimals are refused. */
const integer = z.union([z.number(), z.string()], { error: 'An integer is expected.' }).transform((value, context) => {
  if (typeof value === 'string' ? /^-?\d{1,18}$/.test(value) : Number.isSafeInteger(value)) return BigInt(value)
  context.addIssue({ code: 'custom', message: 'An integer without decimals, signs or exponents is expected.' })
  return z.NEVER
})

/** JSON can write half a character, and a NUL; a database can keep neither. */
const isStorable = (value: string): boolean => value.isWellFormed() && !value.includes('\u0000')

const text = (longest: number) =>
  z
    .union([z.string(), z.number().transform(String)], { error: 'A text is expected.' })
    .refine((value) => value.length <= longest, { error: `The text is longer than ${longest} characters.` })
    .refine(isStorable, { error: 'The text holds a character that no text can hold.' })
    .nullish()

/** Some clients send an empty array where an object is meant. */
const object = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.preprocess(
    (value) => (Array.isArray(value) && value.length === 0 ? {} : value),
    z.looseObject(shape, { error: 'An object is expected.' }).nullish(),
  )

/**
 * The part of Connect's CreatePaymentRequest that matters for Alipay+. Every other property is accepted and left alone,
 * whatever it is. Source: reference of the official SDKs; lengths from the fields they end in at Alipay+.
 */
export const createPaymentBody = z.looseObject(
  {
    order: object({
      amountOfMoney: object({
        amount: integer.nullish(),
        currencyCode: text(3),
      }),
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
    }),
    redirectPaymentMethodSpecificInput: object({
      paymentProductId: integer.nullish(),
      returnUrl: text(2000),
      redirectionData: object({ returnUrl: text(2000), variant: text(100) }),
    }),
  },
  { error: 'A JSON object is expected.' },
)
