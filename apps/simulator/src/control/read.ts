import type { FastifyReply } from 'fastify'
import type { z } from 'zod'

export const no = (reply: FastifyReply, status: number, error: string) => reply.code(status).send({ error })

/** Reads a JSON body, or answers 400 with what is wrong with it. */
export const read = <Shape extends z.ZodType>(
  shape: Shape,
  body: unknown,
  reply: FastifyReply,
): z.output<Shape> | undefined => {
  let parsed: unknown
  try {
    parsed = JSON.parse(String(body))
  } catch {
    no(reply, 400, 'The body is no JSON.')
    return undefined
  }
  const checked = shape.safeParse(parsed)
  if (checked.success) return checked.data
  const [issue] = checked.error.issues
  no(reply, 400, `${issue?.path.join('.') || 'The body'}: ${issue?.message}`)
  return undefined
}
