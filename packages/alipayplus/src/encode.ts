/**
 * JSON text of a message of ours. Absent fields are left out. Throws for an empty text and for a scalar that is no
 * text: Alipay+ takes strings alone, and an empty one "might cause an error". Source: message rules of the ACQP API.
 */
export const encodeMessage = (message: object): string =>
  JSON.stringify(message, (key, value: unknown) => {
    if (value === null || value === undefined) return undefined
    if (value === '') throw new Error(`Broken invariant: ${key} is an empty text`)
    if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') {
      throw new Error(`Broken invariant: ${key} is ${typeof value}, and Alipay+ takes strings alone`)
    }
    return value
  })

/** JSON can write half a character, and a NUL; no database keeps either. */
const isWhole = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000')

/** A scalar as the string it should have been, digit by digit as it was written; nulls go, in lists too. */
const asTexts = (key: string, value: unknown, context?: { readonly source?: string }): unknown => {
  if (!isWhole(key) || (typeof value === 'string' && !isWhole(value))) throw new Error(`${key} is no text`)
  if (typeof value === 'number') return context?.source ?? String(value)
  if (typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return value.filter((item) => item !== undefined)
  return value === null ? undefined : value
}

/**
 * Reads a message of Alipay+: numbers and booleans become the strings they should have been, nulls are left out.
 * Undefined when the text is no JSON object, or holds what is no text.
 */
export const decodeMessage = (text: string): Record<string, unknown> | undefined => {
  try {
    const message: unknown = JSON.parse(text, asTexts)
    return typeof message === 'object' && message !== null && !Array.isArray(message)
      ? (message as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

const amountFields = ['paymentAmount', 'settlementAmount', 'refundAmount', 'disputeAmount', 'disputeJudgedAmount']

const isAmount = (value: unknown): boolean => {
  const { currency, value: digits } = value as { currency?: unknown; value?: unknown }
  return (
    typeof currency === 'string' &&
    /^[A-Z]{3}$/.test(currency) &&
    typeof digits === 'string' &&
    /^(0|[1-9]\d{0,17})$/.test(digits)
  )
}

export const isResult = (value: unknown): boolean => {
  const { resultCode, resultStatus, resultMessage = '' } = (value ?? {}) as Record<string, unknown>
  return [resultCode, resultStatus, resultMessage].every((text) => typeof text === 'string')
}

const structured = new Set([...amountFields, 'result', 'paymentResult', 'settlementQuote', 'transactions'])

/**
 * Names the first field that is not what the message says it is, or undefined: amounts are natural numbers of a
 * currency, results have code and status, every other field of the first level that is known to be a text is one.
 */
export const brokenField = (message: Readonly<Record<string, unknown>>): string | undefined => {
  for (const [name, value] of Object.entries(message)) {
    if (value === undefined) continue
    if (amountFields.includes(name) && !(typeof value === 'object' && isAmount(value))) return name
    if ((name === 'result' || name === 'paymentResult') && !isResult(value)) return name
    if (!structured.has(name) && texts.has(name) && typeof value !== 'string') return name
  }
  return undefined
}

const texts = new Set(
  (
    'paymentRequestId paymentId acquirerId pspId customerId walletBrandName mppPaymentId paymentTime normalUrl schemeUrl ' +
    'applinkUrl paymentUrl registrationRequestId referenceMerchantId disputeRequestId disputeOccurTime disputeReason ' +
    'disputeNotificationType disputeJudgedResult'
  ).split(' '),
)
