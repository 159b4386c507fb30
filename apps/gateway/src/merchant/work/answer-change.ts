import { errorAnswer, type HttpAnswer } from '../../http/errors.ts'
import { invalid } from '../../http/schema.ts'
import { json } from '../../operator/index.ts'
import { RefusedChange } from '../refused-change.ts'

/** Answers what a change came to, or why it is refused, and by which field. */
export const answerChange = async (errorId: string, change: () => Promise<unknown>): Promise<HttpAnswer> => {
  try {
    return json(await change())
  } catch (error) {
    if (!(error instanceof RefusedChange)) throw error
    const { field = 'merchantId', says } = error
    return errorAnswer(errorId, [invalid(field, `${says.charAt(0).toUpperCase()}${says.slice(1)}`)])
  }
}
