import { ok, type Refusal, type Result, refuse } from '@silkgate/domain'
import { z } from 'zod'

/** An integer as clients really send it: a JSON integer or a string of digits. "15.00", 1e3 and decimals are refused. */
export const integer = z
  .union([z.number(), z.string()], { error: 'An integer is expected.' })
  .transform((value, context) => {
    if (typeof value === 'string' ? /^-?\d{1,18}$/.test(value) : Number.isSafeInteger(value)) return BigInt(value)
    context.addIssue({ code: 'custom', message: 'An integer without decimals, signs or exponents is expected.' })
    return z.NEVER
  })
  .meta({ type: 'integer', format: 'int64' })

/** JSON can write half a character, and a NUL; a database can keep neither. */
const isStorable = (value: string): boolean => value.isWellFormed() && !value.includes('\u0000')

/** A text of at most so many characters; some clients send numbers. */
export const text = (longest: number) =>
  z
    .union([z.string(), z.number().transform(String)], { error: 'A text is expected.' })
    .refine((value) => value.length <= longest, { error: `The text is longer than ${longest} characters.` })
    .refine(isStorable, { error: 'The text holds a character that no text can hold.' })
    .meta({ type: 'string', maxLength: longest })
    .nullish()

/** A name of something: a text of at most 100 characters. */
export const word = z
  .string({ error: 'A text is expected.' })
  .max(100, { error: 'The text is longer than 100 characters.' })
  .refine(isStorable, { error: 'The text holds a character that no text can hold.' })

/** A list of at most so many entries. */
export const list = <Item extends z.ZodType>(item: Item, most: number) =>
  z
    .array(item, { error: 'A list is expected.' })
    .max(most, { error: `The list has more than ${most} entries.` })
    .nullish()

/** An object with these properties and any other; some clients send an empty array where one is meant. */
export const object = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.preprocess(
    (value) => (Array.isArray(value) && value.length === 0 ? {} : value),
    z.looseObject(shape, { error: 'An object is expected.' }).nullish(),
  )

export const missing = (propertyName: string): Refusal => ({
  error: 'PARAMETER_NOT_FOUND_IN_REQUEST',
  propertyName,
  message: `${propertyName} was not found in the request.`,
})

export const invalid = (propertyName: string, message: string): Refusal => ({
  error: 'INVALID_VALUE',
  propertyName,
  message,
})

/** Zod's path as Connect writes it: order.shoppingCart.items[0].amount. */
const propertyPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return text === '' ? String(part) : `${text}.${String(part)}`
  }, '')

/** Reads a body by a schema, or says which properties are wrong and why; a body that is no object is no JSON object. */
export const readBy = <Schema extends z.ZodType>(schema: Schema, body: unknown): Result<z.output<Schema>> => {
  const parsed = schema.safeParse(body, { reportInput: true })
  if (parsed.success) return ok(parsed.data)
  return refuse(
    ...parsed.error.issues.map((issue): Refusal => {
      if (issue.path.length === 0) return { error: 'INVALID_JSON' }
      const name = propertyPath(issue.path)
      return issue.code === 'invalid_type' && issue.input === undefined ? missing(name) : invalid(name, issue.message)
    }),
  )
}
