import type { Result } from './messages/parts.ts'

/** What a result code is about, so that a program decides on a few kinds and not on many codes. */
export type ResultKind =
  | 'success'
  | 'in_process'
  | 'unknown'
  | 'throttled'
  /** The payer's side, risk, limits: the wallet's no. */
  | 'declined'
  /** The merchant's, the currency's or the law's side. */
  | 'refused'
  | 'closed'
  | 'order_not_exist'
  /** Signature, key, client, format, contract: this call was not taken; it says nothing about an order. */
  | 'not_processed'
  /** The same id with other key fields: an order with that id exists. */
  | 'inconsistent'
  | 'cancel_window'
  | 'refund_limit'

/** How a caller goes on after a result. */
type GoingOn = { readonly isFinal: boolean; readonly next: string }

const final: GoingOn = { isFinal: true, next: 'nothing more to ask' }
const open = (next: string): GoingOn => ({ isFinal: false, next })

/** Whether a kind of result is the last word on what was asked, and what to do next. */
export const resultKinds: Readonly<Record<ResultKind, GoingOn>> = {
  success: final,
  in_process: open('wait for the notification, and inquire'),
  unknown: open('the same call with the same id, then inquire'),
  throttled: open('the same call with the same id, later'),
  declined: final,
  refused: final,
  closed: final,
  order_not_exist: open('inquire again: it may not be there yet'),
  not_processed: open('repair the call; it says nothing about an order'),
  inconsistent: open('inquire: an order with this id is there'),
  cancel_window: open('inquire; what was paid goes back by a refund'),
  refund_limit: final,
}

type Row = { readonly status: 'S' | 'F' | 'U'; readonly kind: ResultKind; readonly means: string }

const row = (status: Row['status'], kind: ResultKind, means: string): Row => ({ status, kind, means })

/**
 * Every result code we know, with the status it comes with. The one place that names them. Source: result codes of the
 * ACQP interface; what is not in this table is an unknown outcome.
 */
export const resultCodes: Readonly<Record<string, Row>> = {
  SUCCESS: row('S', 'success', 'done'),
  PAYMENT_IN_PROCESS: row('U', 'in_process', 'being processed: wait for the notification, or ask'),
  UNKNOWN_EXCEPTION: row('U', 'unknown', 'unknown: repeat the same request, then ask'),
  REQUEST_TRAFFIC_EXCEED_LIMIT: row('U', 'throttled', 'too many requests: repeat later'),
  ACCESS_DENIED: row('F', 'not_processed', 'we may not use this interface'),
  INVALID_CLIENT: row('F', 'not_processed', 'the client id is unknown'),
  INVALID_SIGNATURE: row('F', 'not_processed', 'the signature is wrong'),
  KEY_NOT_FOUND: row('F', 'not_processed', 'the key version is unknown'),
  NO_INTERFACE_DEF: row('F', 'not_processed', 'there is no such interface'),
  METHOD_NOT_SUPPORTED: row('F', 'not_processed', 'the HTTP method is wrong'),
  MEDIA_TYPE_NOT_ACCEPTABLE: row('F', 'not_processed', 'the content type is wrong'),
  PARAM_ILLEGAL: row('F', 'not_processed', 'a field is missing or malformed'),
  INVALID_CONTRACT: row('F', 'not_processed', 'the contract does not cover this'),
  REPEAT_REQ_INCONSISTENT: row('F', 'inconsistent', 'the same id was used with other key fields'),
  ORDER_NOT_EXIST: row('F', 'order_not_exist', 'no such order, or not yet'),
  ORDER_IS_CLOSED: row('F', 'closed', 'closed, cancelled or expired'),
  PROCESS_FAIL: row('F', 'declined', 'a general business failure; not to be repeated'),
  RISK_REJECT: row('F', 'declined', 'refused by risk control'),
  USER_NOT_EXIST: row('F', 'declined', 'the payer is unknown'),
  USER_STATUS_ABNORMAL: row('F', 'declined', "the payer's account cannot pay"),
  USER_KYC_NOT_QUALIFIED: row('F', 'declined', 'the payer has not been identified'),
  USER_BALANCE_NOT_ENOUGH: row('F', 'declined', 'not enough balance'),
  USER_AMOUNT_EXCEED_LIMIT: row('F', 'declined', "over the payer's limit"),
  USER_PAYMENT_VERIFICATION_FAILED: row('F', 'declined', 'the payer did not confirm'),
  PAYMENT_AMOUNT_EXCEED_LIMIT: row('F', 'declined', 'over the limit of Alipay+'),
  PAYMENT_COUNT_EXCEED_LIMIT: row('F', 'declined', 'too many payments'),
  INVALID_CODE: row('F', 'declined', 'the code is not valid'),
  EXPIRED_CODE: row('F', 'declined', 'the code has expired'),
  INVALID_TOKEN: row('F', 'declined', 'the token is not valid'),
  EXPIRED_ACCESS_TOKEN: row('F', 'declined', 'the token has expired'),
  NO_PAY_OPTIONS: row('F', 'declined', 'no wallet can pay this'),
  UNAVAILABLE_PAYMENT_METHOD: row('F', 'refused', 'the payment method is not available'),
  REGULATION_RESTRICTION: row('F', 'refused', 'forbidden by regulation'),
  BUSINESS_NOT_SUPPORT: row('F', 'refused', 'this business is not supported'),
  CURRENCY_NOT_SUPPORT: row('F', 'refused', 'this currency is not supported'),
  MERCHANT_NOT_REGISTERED: row('F', 'refused', 'the merchant is not registered'),
  MERCHANT_KYB_NOT_QUALIFIED: row('F', 'refused', 'the merchant has not been identified'),
  INVALID_MERCHANT_STATUS: row('F', 'refused', 'the merchant is not active'),
  CANCEL_WINDOW_EXCEED: row('F', 'cancel_window', 'too late to cancel'),
  REFUND_AMOUNT_EXCEED: row('F', 'refund_limit', 'more than was paid'),
  REFUND_WINDOW_EXCEED: row('F', 'refund_limit', 'too late to refund'),
}

/** What we answer to a message of Alipay+, by what became of it. */
export const answersToMessages = {
  taken: { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' },
  /** Not now; it is worth sending again. */
  later: { resultCode: 'UNKNOWN_EXCEPTION', resultStatus: 'U', resultMessage: 'send it again later' },
  unknown_order: { resultCode: 'ORDER_NOT_EXIST', resultStatus: 'F', resultMessage: 'there is no such paid order' },
  inconsistent: {
    resultCode: 'REPEAT_REQ_INCONSISTENT',
    resultStatus: 'F',
    resultMessage: 'the id was used for another dispute',
  },
  illegal: { resultCode: 'PARAM_ILLEGAL', resultStatus: 'F', resultMessage: 'the amount is not one of this payment' },
} as const satisfies Record<string, Result>

/** What a result says once its code and status were checked against each other. */
export type Classified = {
  readonly status: 'S' | 'F' | 'U'
  readonly kind: ResultKind
  /** Why it is unknown, when that is not what the code itself says. */
  readonly unknownBecause?: 'status' | 'code'
}

/**
 * What a result says. A status other than S, F and U, a code that is not in the table, and a code with a status that is
 * not its own are unknown outcomes, never a yes or a no. U stays unknown whatever its code.
 */
export const classifyResult = ({
  resultCode,
  resultStatus,
}: {
  resultCode: string
  resultStatus: string
}): Classified => {
  const known = Object.hasOwn(resultCodes, resultCode) ? resultCodes[resultCode] : undefined
  if (resultStatus !== 'S' && resultStatus !== 'F' && resultStatus !== 'U') {
    return { status: 'U', kind: 'unknown', unknownBecause: 'status' }
  }
  if (known === undefined) return { status: 'U', kind: 'unknown', unknownBecause: 'code' }
  if (known.status === resultStatus) return { status: known.status, kind: known.kind }
  return resultStatus === 'U'
    ? { status: 'U', kind: 'unknown' }
    : { status: 'U', kind: 'unknown', unknownBecause: 'code' }
}
