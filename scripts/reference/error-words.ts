import type { MerchantErrorCode } from '@silkgate/domain'

/** Whether the request may be sent again. */
export const repeats = {
  never: 'No. The same request gets the same answer.',
  corrected: 'Only once it is corrected.',
  unchanged: 'Yes, word for word and with the same idempotence key: it is never done twice.',
  another: 'Not this one. A new request, with a new idempotence key, is a new attempt.',
  later: 'When the state has changed; until then the answer stays the same.',
} as const

type Words = {
  /** What happened, for somebody who reads the error for the first time. */
  readonly happened: string
  readonly repeat: keyof typeof repeats
  /** Where the gateway says more than the registry's message: what it says, for example. */
  readonly example?: { readonly propertyName?: string; readonly message?: string }
}

/** What the page of an error says beside the registry's row. An error without words does not compile. */
export const errorWords: Readonly<Record<MerchantErrorCode, Words>> = {
  MISSING_OR_INVALID_AUTHORIZATION: {
    happened:
      'We could not tell who sent the request. The Authorization header is missing or of another form, the API key is unknown ' +
      'or retired, the signature does not fit the request, or the Date header is more than five minutes off. All of these are ' +
      'one answer, so that nobody can find out which keys exist. A page gets it when its client session is unknown or over.',
    repeat: 'corrected',
  },
  ACCESS_TO_MERCHANT_NOT_ALLOWED: {
    happened:
      'The signature is right, but the merchant id in the path is not the one that the API key was made for. A merchant that ' +
      'does not exist is answered in the same way.',
    repeat: 'corrected',
  },
  MERCHANT_NOT_LIVE: {
    happened:
      'The payment service provider registers each merchant at Alipay+ before it takes payments, and this one is not ' +
      'registered: nothing was sent yet, Alipay+ has not decided, or it has refused. The message says which. Nothing was ' +
      'charged or stored.',
    repeat: 'later',
  },
  MERCHANT_TAKES_NO_PAYMENTS: {
    happened:
      'The merchant is being boarded, suspended or closed by its payment service provider; the message says which. Nothing was ' +
      'charged or stored. Payments, refunds and disputes that exist go on, and can be looked up.',
    repeat: 'later',
    example: { message: 'This merchant is suspended, so it cannot take payments now.' },
  },
  INVALID_HOSTED_CHECKOUT_ID: {
    happened:
      'The merchant has no hosted checkout with this id, or it is gone: deleted, or two hours old without a payment in it. ' +
      'That of another merchant is answered in the same way.',
    repeat: 'corrected',
    example: { propertyName: 'hostedCheckoutId' },
  },
  INVALID_PAYMENT_ID: {
    happened:
      'The merchant has no payment with this id. The payment of another merchant is answered in the same way. A payment that ' +
      'is not captured has no capture, so its id is no capture id yet.',
    repeat: 'corrected',
    example: { propertyName: 'paymentId' },
  },
  UNKNOWN_PRODUCT_ID: {
    happened: 'The request names a payment product that is not 866, Alipay+, the only one here.',
    repeat: 'corrected',
    example: { propertyName: 'redirectPaymentMethodSpecificInput.paymentProductId' },
  },
  PARAMETER_NOT_FOUND_IN_REQUEST: {
    happened:
      'A property or query parameter that is needed was not there, or was null or empty. Everything that is missing is named ' +
      'at once, one entry of errors each.',
    repeat: 'corrected',
    example: {
      propertyName: 'order.amountOfMoney.amount',
      message: 'order.amountOfMoney.amount was not found in the request.',
    },
  },
  INVALID_VALUE: {
    happened:
      'A property, query parameter or header has a value of the wrong type, too long a one, or one that has no meaning here. ' +
      'Everything that is wrong is named at once, one entry of errors each.',
    repeat: 'corrected',
    example: {
      propertyName: 'order.amountOfMoney.amount',
      message: 'JPY has no decimals: send 150000 for 1500 JPY.',
    },
  },
  UNREADABLE_REQUEST: {
    happened:
      'What came over the connection is not HTTP: a header that goes on in a second line, more headers than we take, a line ' +
      'end in a wrong place, or TLS sent to a port that speaks none. The connection is closed after the answer.',
    repeat: 'corrected',
  },
  INVALID_JSON: {
    happened:
      'The body could not be read: it is not JSON, not an object, not UTF-8, or nested more than 64 levels deep.',
    repeat: 'corrected',
  },
  NOT_AUTHORISED: {
    happened:
      'Alipay+ refused the order when it was placed. The payment exists and is REJECTED, in paymentResult; no money moved. ' +
      'The message has the reason of Alipay+.',
    repeat: 'another',
    example: { message: 'Alipay+ refused the payment: RISK_REJECT.' },
  },
  AMOUNT_EXCEEDS_LIMIT: {
    happened:
      'The amount is over what was agreed with the merchant for one payment in this currency. The payment exists and is ' +
      'REJECTED, in paymentResult; it was never sent to Alipay+.',
    repeat: 'another',
    example: { propertyName: 'order.amountOfMoney.amount' },
  },
  PAYMENTS_EXCEED_LIMIT: {
    happened:
      'Together with the payments of the same day, or month, in this currency the amount is over what was agreed with the ' +
      'merchant; the message says which. Payments that ended unpaid do not count; days and months are those of Amsterdam. The ' +
      'payment exists and is REJECTED, in paymentResult; it was never sent to Alipay+.',
    repeat: 'another',
    example: { propertyName: 'order.amountOfMoney.amount' },
  },
  INVALID_EVENT_ID: {
    happened:
      'The merchant has no webhook event with this id. That of another merchant is answered in the same way. TEST events are ' +
      'sent and not kept, so they are in no list.',
    repeat: 'corrected',
    example: { propertyName: 'eventId' },
  },
  INVALID_REMITTANCE_ID: {
    happened: 'The merchant has no remittance with this id. That of another merchant is answered in the same way.',
    repeat: 'corrected',
    example: { propertyName: 'remittanceId' },
  },
  INVALID_REPORT_NAME: {
    happened:
      'The merchant has no report with this name, or it was kept as long as reports are. That of another merchant is answered ' +
      'in the same way.',
    repeat: 'corrected',
    example: { propertyName: 'name' },
  },
  INVALID_REFUND_ID: {
    happened: 'The merchant has no refund with this id. The refund of another merchant is answered in the same way.',
    repeat: 'corrected',
    example: { propertyName: 'refundId' },
  },
  PAYMENT_NOT_REFUNDABLE: {
    happened:
      'The payment is in a state in which nothing can be given back: it is not captured, all of it went back already, it is ' +
      'older than 365 days, or the merchant refunds only what is PAID.',
    repeat: 'later',
    example: { message: 'A payment can be refunded once it is captured.' },
  },
  REFUND_EXCEEDS_PAYMENT: {
    happened:
      'The refund is larger than what was captured less all refunds, those under way included. Nothing was sent to Alipay+.',
    repeat: 'corrected',
    example: {
      propertyName: 'amountOfMoney.amount',
      message: 'At most 11.00 EUR of this payment can be refunded.',
    },
  },
  REFUND_NOT_AUTHORISED: {
    happened:
      'Alipay+ refused the refund. The refund exists and is REJECTED, in refundResult; nothing went back, and what it took ' +
      'of the payment can be refunded again.',
    repeat: 'another',
    example: { message: 'Alipay+ refused the refund: RISK_REJECT.' },
  },
  ACTION_NOT_ALLOWED: {
    happened:
      'The payment or refund exists, but is in no state in which this can be done to it. With Alipay+ the consumer decides: ' +
      'there is nothing to approve, capture or cancel. A refund is approved by another API key than the one that asked for it.',
    repeat: 'later',
    example: {
      propertyName: 'paymentId',
      message: 'The payment is CAPTURED. The consumer has paid. Refund the payment instead.',
    },
  },
  INVALID_DISPUTE_ID: {
    happened: 'The merchant has no dispute with this id. The dispute of another merchant is answered in the same way.',
    repeat: 'corrected',
    example: { propertyName: 'disputeId' },
  },
  INVALID_FILE_ID: {
    happened: 'The merchant has no file with this id. The file of another merchant is answered in the same way.',
    repeat: 'corrected',
    example: { propertyName: 'fileId' },
  },
  RATE_NOT_KNOWN: {
    happened: 'Alipay+ has told us no rate between these two currencies, and we do not make rates up.',
    repeat: 'later',
    example: {
      message: 'No exchange rate from EUR to HKD is known: Alipay+ names its rate when the consumer pays.',
    },
  },
  OPERATION_NOT_SUPPORTED: {
    happened:
      'The official SDKs know this operation, but there is nothing of the kind with Alipay+: no tokens, mandates, payouts or ' +
      'cards. It is refused whatever its body and ids are, with an empty Allow header.',
    repeat: 'never',
    example: {
      message: 'Not supported: Alipay+ pays from the consumer’s wallet each time; there is nothing to keep a token of.',
    },
  },
  ACCESS_TO_CONSUMER_ID_NOT_ALLOWED: {
    happened: 'A page named a customerId in the path that does not belong to its client session.',
    repeat: 'corrected',
  },
  PRODUCT_NOT_FOUND: {
    happened:
      'The payment product is not 866, or Alipay+ is not offered for what was asked: over the limit, for recurring payments ' +
      'or installments, or left out by the filters of the session.',
    repeat: 'corrected',
    example: {
      propertyName: 'productId',
      message: 'There is no such payment product: 866 is Alipay+.',
    },
  },
  PRODUCT_GROUP_NOT_FOUND: {
    happened: 'A group of payment products was asked for. There is none.',
    repeat: 'corrected',
    example: { propertyName: 'paymentProductGroupId' },
  },
  PRODUCT_LACKS_OPERATION: {
    happened: 'Other payment products have this operation; Alipay+ has nothing to answer to it.',
    repeat: 'never',
    example: { message: 'Alipay+ needs no session of its own; sessions are for Apple Pay.' },
  },
  UNKNOWN_PATH: {
    happened:
      'The path is none of the API, or one of its parts is too long. The answer is JSON, so that SDKs that read HTML as a ' +
      'broken connection do not.',
    repeat: 'corrected',
  },
  METHOD_NOT_ALLOWED: {
    happened: 'The path exists, but not for this HTTP method. The Allow header names those that it takes.',
    repeat: 'corrected',
  },
  DUPLICATE_REQUEST_IN_PROGRESS: {
    happened:
      'A request with the same idempotence key is being worked on at this moment. In the sandbox also: the clock is being moved.',
    repeat: 'unchanged',
  },
  IDEMPOTENCE_KEY_REUSED: {
    happened:
      'The idempotence key came with another body less than 24 hours ago, to the same path. Nothing was done with this request.',
    repeat: 'another',
  },
  BODY_TOO_LARGE: {
    happened: 'The body is larger than 1 MiB. It was not read.',
    repeat: 'corrected',
  },
  FILE_TOO_LARGE: {
    happened:
      'With this file, the files of the dispute would have more than 750,000 bytes together. It was not kept; those that were ' +
      'uploaded before it are.',
    repeat: 'corrected',
    example: { propertyName: 'file' },
  },
  TOO_MANY_REQUESTS: {
    happened:
      'The API key used up its allowance: so many requests a second for ever, and twice as many at once. Nothing was done, and ' +
      'the idempotence key stays free. Only requests whose signature is right are counted, so nobody else can use it up.',
    repeat: 'unchanged',
  },
  UNKNOWN_SERVER_ERROR: {
    happened:
      'A defect of ours. Whether the request was done is not known from this answer; what was accepted is durable, and its ' +
      'idempotence key stays taken. Our log has the errorId.',
    repeat: 'unchanged',
  },
  TEMPORARILY_UNAVAILABLE: {
    happened:
      'There is no place for one more payment or refund (then nothing was begun, and the idempotence key stays free), the ' +
      'database does not answer, or the program is being stopped. The Retry-After header has the seconds to wait.',
    repeat: 'unchanged',
  },
}
