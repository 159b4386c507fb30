import { z } from 'zod'
import type { Schema } from './connect.ts'

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null

/**
 * What clients should send, out of what we take: null is the same as nothing, a number is taken for a text and digits for
 * an integer, which nobody needs to know who writes a new client.
 */
const simplified = (schema: Schema): Schema => {
  const { anyOf, additionalProperties: _, properties, items, ...rest } = schema
  const choices = ((anyOf ?? []) as readonly Schema[]).filter(({ type }) => type !== 'null')
  const plain: Schema = choices.length === 1 ? { ...simplified(choices[0] ?? {}), ...rest } : rest
  return {
    ...plain,
    ...(isSchema(properties)
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, one]) => [name, simplified(one as Schema)]),
          ),
        }
      : {}),
    ...(isSchema(items) ? { items: simplified(items as Schema) } : {}),
  }
}

/** What is read of a body, as a JSON schema made from the schema that reads it. */
export const bodySchema = (schema: z.ZodType): Schema => {
  const { $schema: _, ...made } = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' })
  return simplified(made)
}
