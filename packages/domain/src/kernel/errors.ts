import type { ErrorRow } from './error-row.ts'
import { operatorErrors } from './operator-errors.ts'

/**
 * Everything we say no to, one row each; the key is `errors[].id`. The HTTP answer and the reference are made from this
 * table; scripts/reference/error-words.ts says more about each. Source of the Connect codes: recordings and fixtures of
 * the official SDKs.
 */
export const errors = {
  MISSING_OR_INVALID_AUTHORIZATION: {
    code: '9002',
    http: 403,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'The Authorization header is missing or its signature is not valid.',
    remedy: 'Check the API key id, the secret, and that the Date header is within five minutes of the true time.',
  },
  ACCESS_TO_MERCHANT_NOT_ALLOWED: {
    code: '9007',
    http: 403,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'This API key may not act for this merchant.',
    remedy: 'Use the merchant id in the path that the API key was made for.',
  },
  MERCHANT_NOT_LIVE: {
    code: '86680403',
    http: 403,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'This merchant is not registered at Alipay+, so it cannot take payments yet.',
    remedy:
      'Ask your payment service provider how the registration stands, and send the request again once it is done.',
  },
  MERCHANT_TAKES_NO_PAYMENTS: {
    code: '86690403',
    http: 403,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'This merchant is not live, so it cannot take payments.',
    remedy: 'Ask your payment service provider what is missing, and send the request again once the merchant is live.',
  },
  INVALID_PAYMENT_ID: {
    code: '1002',
    http: 404,
    category: 'PAYMENT_PLATFORM_ERROR',
    message: 'There is no such payment.',
    remedy: 'Use the id that the create call answered, with all its 30 digits.',
  },
  UNKNOWN_PRODUCT_ID: {
    code: '1007',
    http: 400,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'This payment product is not available.',
    remedy: 'Use payment product 866 (Alipay+).',
  },
  PARAMETER_NOT_FOUND_IN_REQUEST: {
    code: '20000000',
    http: 400,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'The property named here was not found in the request.',
    remedy: 'Send the property named in propertyName.',
  },
  INVALID_VALUE: {
    code: '21000050',
    http: 400,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'The property named here has a value that is not allowed.',
    remedy: 'Correct the property named in propertyName as the message says.',
  },
  INVALID_JSON: {
    code: '86600400',
    http: 400,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'The body of the request is not a JSON object.',
    remedy: 'Send a JSON object encoded in UTF-8.',
  },
  UNREADABLE_REQUEST: {
    code: '86600406',
    http: 400,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'This is no HTTP request that can be read.',
    remedy: 'Send each header on one line, no more than 16 KiB of them, and as much body as Content-Length says.',
  },
  NOT_AUTHORISED: {
    code: '430330',
    http: 402,
    category: 'PAYMENT_PLATFORM_ERROR',
    message: 'Alipay+ refused the payment.',
    remedy: 'Nothing was charged. Offer the consumer to pay again or in another way.',
  },
  AMOUNT_EXCEEDS_LIMIT: {
    code: '86600402',
    http: 402,
    category: 'PAYMENT_PLATFORM_ERROR',
    message: 'The amount is over the limit agreed for one payment.',
    remedy: 'Ask your payment service provider for a higher limit, or split the order.',
  },
  PAYMENTS_EXCEED_LIMIT: {
    code: '86601402',
    http: 402,
    category: 'PAYMENT_PLATFORM_ERROR',
    message: 'With this payment, the payments of the day would be over the limit agreed for a day.',
    remedy:
      'Ask your payment service provider for a higher limit, or offer another way to pay until the limit begins anew.',
  },
  INVALID_HOSTED_CHECKOUT_ID: {
    code: '86670404',
    http: 404,
    category: 'PAYMENT_PLATFORM_ERROR',
    message: 'There is no such hosted checkout, or it has expired or was deleted.',
    remedy: 'Use the hostedCheckoutId that the create call answered, within two hours; open a new one after that.',
  },
  INVALID_REFUND_ID: {
    code: '1002',
    http: 404,
    category: 'PAYMENT_PLATFORM_ERROR',
    message: 'There is no such refund.',
    remedy: 'Use the id that the refund call answered, with all its characters.',
  },
  PAYMENT_NOT_REFUNDABLE: {
    code: '86610405',
    http: 405,
    category: 'PAYMENT_PLATFORM_ERROR',
    message: 'This payment cannot be refunded now.',
    remedy: 'Look at isRefundable of the payment; the message says what is missing.',
  },
  REFUND_EXCEEDS_PAYMENT: {
    code: '86610400',
    http: 400,
    category: 'PAYMENT_PLATFORM_ERROR',
    message: 'The refund is larger than what is left of the payment.',
    remedy: 'Refund at most what was captured less what went back already; send no amount to refund all that is left.',
  },
  REFUND_NOT_AUTHORISED: {
    code: '430331',
    http: 402,
    category: 'PAYMENT_PLATFORM_ERROR',
    message: 'Alipay+ refused the refund.',
    remedy: 'Nothing went back. The message has the reason of Alipay+; pay the consumer in another way.',
  },
  ACTION_NOT_ALLOWED: {
    code: '410110',
    http: 402,
    category: 'PAYMENT_PLATFORM_ERROR',
    message: 'UNKNOWN ORDER OR NOT PENDING',
    remedy: 'The message says why this cannot be done in this state.',
  },
  INVALID_DISPUTE_ID: {
    code: '86630404',
    http: 404,
    category: 'PAYMENT_PLATFORM_ERROR',
    message: 'There is no such dispute.',
    remedy: 'Use an id from the disputes of a payment; a payment without disputes answers an empty list.',
  },
  INVALID_FILE_ID: {
    code: '86640404',
    http: 404,
    category: 'PAYMENT_PLATFORM_ERROR',
    message: 'There is no such file.',
    remedy: 'Use an id from the files of a dispute.',
  },
  INVALID_EVENT_ID: {
    code: '86680404',
    http: 404,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'There is no such event.',
    remedy: 'Use the id of a webhook, or one from the list of events.',
  },
  INVALID_REMITTANCE_ID: {
    code: '86681404',
    http: 404,
    category: 'PAYMENT_PLATFORM_ERROR',
    message: 'There is no such remittance.',
    remedy: 'Use an id from the list of remittances, with all its 21 characters.',
  },
  INVALID_REPORT_NAME: {
    code: '86682404',
    http: 404,
    category: 'PAYMENT_PLATFORM_ERROR',
    message: 'There is no such report.',
    remedy: 'Use a `name` from the list of reports, of one that has no `removedAt`.',
  },
  RATE_NOT_KNOWN: {
    code: '86650404',
    http: 404,
    category: 'PAYMENT_PLATFORM_ERROR',
    message: 'No exchange rate is known between these currencies.',
    remedy: 'Show the amount in the currency of the order; the wallet shows the consumer what is charged.',
  },
  OPERATION_NOT_SUPPORTED: {
    code: '86660405',
    http: 405,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'This operation is not supported.',
    remedy: 'The message says why. Repeating the request changes nothing.',
  },
  ACCESS_TO_CONSUMER_ID_NOT_ALLOWED: {
    code: '9008',
    http: 403,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'This client session may not act for this customer.',
    remedy: 'Use the customerId and the clientSessionId of the same session.',
  },
  PRODUCT_NOT_FOUND: {
    code: '1007',
    http: 404,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'There is no such payment product, or it is not offered for this.',
    remedy: 'The message says why. The list of products shows what is offered; payment product 866 is Alipay+.',
  },
  PRODUCT_GROUP_NOT_FOUND: {
    code: '86620404',
    http: 404,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'There is no such group of payment products.',
    remedy: 'Ask for the payment product itself: Alipay+ (866) is in no group.',
  },
  PRODUCT_LACKS_OPERATION: {
    code: '86620405',
    http: 405,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'Payment product 866 (Alipay+) has no such operation.',
    remedy: 'The message says why there is nothing to ask for; leave the call out.',
  },
  UNKNOWN_PATH: {
    code: '86600404',
    http: 404,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'There is nothing at this path.',
    remedy: 'Compare the path with the API reference.',
  },
  METHOD_NOT_ALLOWED: {
    code: '86600405',
    http: 405,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'This path does not take this HTTP method.',
    remedy: 'Compare the method with the API reference.',
  },
  DUPLICATE_REQUEST_IN_PROGRESS: {
    code: '1409',
    http: 409,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'DUPLICATE REQUEST IN PROGRESS',
    remedy: 'Send the same request again in a few seconds; it answers what the first one did.',
  },
  IDEMPOTENCE_KEY_REUSED: {
    code: '86600409',
    http: 409,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'This idempotence key was used for a request with another body.',
    remedy: 'Use a new idempotence key for a new request; repeat a request with its body unchanged.',
  },
  BODY_TOO_LARGE: {
    code: '86600413',
    http: 413,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'The body of the request is larger than 1 MiB.',
    remedy: 'Send less in one request.',
  },
  FILE_TOO_LARGE: {
    code: '86640413',
    http: 413,
    category: 'PAYMENT_PLATFORM_ERROR',
    message: 'The file is larger than what a dispute still takes: all its files together may have 750,000 bytes.',
    remedy: 'Lower the resolution of pictures, or leave pages out; a PDF of text is small.',
  },
  TOO_MANY_REQUESTS: {
    code: '86600429',
    http: 429,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'This API key makes more requests than are let through.',
    remedy: 'Send the same request again after the seconds in the Retry-After header, and fewer at once.',
  },
  UNKNOWN_SERVER_ERROR: {
    code: '9999',
    http: 500,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'Something of ours is broken. Nothing that was accepted is lost.',
    remedy: 'Repeat the request with the same idempotence key, and report the errorId.',
  },
  TEMPORARILY_UNAVAILABLE: {
    code: '86600503',
    http: 503,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'We cannot take this request now. Nothing that was accepted is lost.',
    remedy: 'Send the same request again, with its idempotence key, after the seconds in the Retry-After header.',
  },
  ...operatorErrors,
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof errors

/** What a merchant's program may be answered. */
export type MerchantErrorCode = Exclude<ErrorCode, keyof typeof operatorErrors>

export const merchantErrorCodes = (Object.keys(errors) as ErrorCode[]).filter(
  (error): error is MerchantErrorCode => !Object.hasOwn(operatorErrors, error),
)
