/** What the reference says about an operation that works, and how it is asked in the example. */
type QueryWords = Readonly<Record<string, { readonly says: string; readonly schema?: object }>>

export type OperationWords = {
  readonly summary: string
  readonly says?: string
  readonly body?: object
  readonly query?: Readonly<Record<string, string | number | boolean>>
  /** Query parameters without which it is refused. */
  readonly needs?: readonly string[]
  /** What its query parameters mean, where they mean something of their own. */
  readonly queryWords?: QueryWords
}

const inNetherlands = { countryCode: 'NL', currencyCode: 'EUR' }
const needs = ['countryCode', 'currencyCode']
const foundFor =
  'Looks 42 days back, the newest first. Everything that is named must fit; `totalCount` counts all that do.'
const oneCapture = 'A captured payment has one capture, whose id is the payment’s.'
const disputesAre =
  'What wallets ask about it (retrieval) or claim of it (escalation), the oldest first; `requestMessage` says which, and until ' +
  'when it can be answered.'
const partOrAll =
  'Without an amount all that is left goes back. The answer is REFUNDED when Alipay+ has said yes, REFUND_REQUESTED while its ' +
  'answer is not known: then we ask again until it is, so do not ask for another.'
const body = {
  amountOfMoney: { amount: 400, currencyCode: 'EUR' },
  refundReferences: { merchantReference: 'RETURN-1' },
}
const byAnotherKey =
  'Only where the merchant’s refunds need approval, and with another API key than the one that asked.'

/** Every operation that works. One without words is refused by the generator. */
export const operationWords: Readonly<Record<string, OperationWords>> = {
  'payments.create': {
    summary: 'Create a payment',
    says:
      'Places an order at Alipay+ and answers where to send the consumer. Without `merchantAction` the order was not placed in ' +
      'time: the payment is CREATED and ends CANCELLED. Send an idempotence key, and repeat a request whose answer you did ' +
      'not get.',
    body: {
      order: {
        amountOfMoney: { amount: 1500, currencyCode: 'EUR' },
        customer: { billingAddress: { countryCode: 'NL' } },
        references: { merchantReference: 'ORDER-1', descriptor: 'Notebook, dotted' },
      },
      redirectPaymentMethodSpecificInput: {
        paymentProductId: 866,
        redirectionData: { returnUrl: 'https://shop.example/return' },
      },
    },
  },
  'payments.get': {
    summary: 'Get a payment',
    says: 'With `returnOperations` it lists its capture and refunds too.',
    query: { returnOperations: true },
  },
  'payments.find': { summary: 'Find payments', says: foundFor, query: { merchantReference: 'ORDER-1' } },
  'payments.thirdPartyStatus': {
    summary: 'Get how far the consumer has come',
    says: 'WAITING until the consumer has paid, then COMPLETED.',
  },
  'payments.captures': { summary: 'Get the captures of a payment', says: oneCapture },
  'payments.refund': { summary: 'Refund a payment', says: partOrAll, body },
  'payments.refunds': { summary: 'Get the refunds of a payment' },
  'payments.disputes': { summary: 'Get the disputes of a payment', says: disputesAre },
  'captures.get': { summary: 'Get a capture', says: oneCapture },
  'captures.refund': { summary: 'Refund a capture', says: `${oneCapture} ${partOrAll}`, body },
  'captures.disputes': { summary: 'Get the disputes of a capture', says: disputesAre },
  'disputes.get': { summary: 'Get a dispute' },
  'disputes.submit': {
    summary: 'Defend a payment against a dispute',
    says:
      'A question is answered with what we know of the payment; a claim is rejected, and Alipay+ decides. What was refunded, ' +
      'and the files of the dispute, are told as evidence.',
  },
  'disputes.cancel': {
    summary: 'Give in to a dispute',
    says: 'A question stays without an answer. A claim is paid: its amount is taken from your balance, less what was refunded.',
  },
  'disputes.uploadFile': {
    summary: 'Upload a file to a dispute',
    says:
      'A PDF, JPEG, PNG or TIFF, which its bytes must be, whatever its name says: one in each request, in a part named file; ' +
      'at most 10 files and 750,000 bytes for a dispute. They are sent to Alipay+ once the dispute is submitted.',
    body: { file: { fileName: 'receipt.pdf', contentType: 'application/pdf', content: '%PDF-1.7' } },
  },
  'files.getFile': { summary: 'Get a file of a dispute', says: 'The file as it was uploaded, byte for byte.' },
  'refunds.get': { summary: 'Get a refund' },
  'refunds.find': { summary: 'Find refunds', says: foundFor, query: { merchantReference: 'RETURN-1' } },
  'refunds.approve': { summary: 'Approve a refund', says: byAnotherKey, body: { amount: 400 } },
  'refunds.cancel': { summary: 'Cancel a refund that waits for approval', says: 'Nothing goes back.' },
  'products.find': {
    summary: 'Find the payment products',
    says: 'Alipay+ where it can be used for this, or none.',
    query: { ...inNetherlands, amount: 1500, locale: 'nl_NL' },
    needs,
  },
  'products.get': {
    summary: 'Get a payment product',
    says: 'Alipay+ is 866. 404 with the reason where it is not offered.',
    query: { ...inNetherlands, amount: 1500, locale: 'nl_NL' },
    needs,
  },
  'products.networks': {
    summary: 'Get the wallets that can pay an amount',
    says: 'Their ids, in the order in which they are shown to the consumer.',
    query: { ...inNetherlands, amount: 1500 },
    needs,
  },
  'products.directory': {
    summary: 'Get the wallets with their names',
    says: '`issuerList` is short for wallets of the consumer’s country, long for the others.',
    query: inNetherlands,
    needs,
  },
  'productgroups.find': {
    summary: 'Find the groups of payment products',
    says: 'There are none.',
    query: inNetherlands,
    needs,
  },
  'productgroups.get': {
    summary: 'Get a group of payment products',
    says: 'There is none, so every id is unknown.',
    query: inNetherlands,
    needs,
  },
  'services.testconnection': {
    summary: 'Test the connection',
    says: 'Says whether host, key and merchant id fit together.',
  },
  'services.convertAmount': {
    summary: 'Convert an amount',
    says: 'Into its own currency; other rates are not known before the consumer pays.',
    query: { source: 'EUR', target: 'EUR', amount: 1500 },
    needs: ['source', 'target', 'amount'],
  },
  'services.privacypolicy': {
    summary: 'Get the privacy policy',
    says: 'As HTML, to show to consumers.',
    query: { locale: 'nl_NL' },
  },
  'sessions.create': {
    summary: 'Open a session for a page',
    says: 'Lets a merchant’s page ask about products for two hours.',
    body: { paymentProductFilters: { restrictTo: { products: [866] } } },
  },
  'hostedcheckouts.create': {
    summary: 'Create a hosted checkout',
    says:
      'Send the consumer to `https://payment.` followed by `partialRedirectUrl`, and keep `RETURNMAC`: it comes back with the ' +
      'consumer. The page is good for two hours.',
    body: {
      order: {
        amountOfMoney: { amount: 2499, currencyCode: 'HKD' },
        customer: { merchantCustomerId: '123456547', billingAddress: { countryCode: 'HK' } },
        references: { merchantReference: 'ORDER-1' },
      },
      hostedCheckoutSpecificInput: { locale: 'en_GB', variant: '105', returnUrl: 'https://shop.example/return' },
    },
  },
  'hostedcheckouts.get': {
    summary: 'Get a hosted checkout',
    says:
      'IN_PROGRESS until the consumer begins to pay, then PAYMENT_CREATED with the last payment. CANCELLED_BY_CONSUMER only ' +
      'where `returnCancelState` was set. After two hours without a payment it is gone.',
  },
  'hostedcheckouts.delete': {
    summary: 'Delete a hosted checkout',
    says: 'Takes the page back, as long as no payment in it is under way or was made.',
  },
}

/** What the groups of operations are about. */
export const groupWords: Readonly<Record<string, string>> = {
  payments: 'One attempt to be paid for an order',
  captures: 'What a consumer has paid; one for each captured payment',
  refunds: 'Money that goes back to consumers',
  hostedcheckouts: 'Pages of ours on which the consumer starts',
  products: 'Alipay+ as something to show in a checkout',
  productgroups: 'Groups of payment products; Alipay+ is in none',
  services: 'Connection, amounts, privacy policy',
  balances: 'What a merchant is owed',
  remittances: 'What a merchant was paid, and for what',
  transactions: 'Payments, refunds and disputes as rows, filtered: page by page, or all as CSV',
  events: 'What webhooks tell, to be read, looked at and sent again',
  signatureDoctor: 'Why a signature does not match',
  sessions: 'What lets a merchant’s page ask about products',
}

/** What fields mean, by type and name, where it is not plain. */
export const fieldWords: Readonly<Record<string, string>> = {
  'AmountOfMoney.amount': 'Two implied decimals for every currency: 1500 JPY is 150000. At most 12 digits, more than 0',
  'AmountOfMoney.currencyCode': 'ISO 4217',
  'Address.countryCode': 'ISO 3166; the wallets of this country are shown first',
  'CustomerDevice.userAgent': 'Says whether the consumer is on a phone',
  'Customer.merchantCustomerId': 'Your own id of the consumer; handed to Alipay+',
  'OrderReferences.merchantReference': 'Shown to the consumer as the order’s number; answered again; can be found by',
  'OrderReferences.merchantOrderId': 'Answered again; can be found by',
  'OrderReferences.descriptor': 'What the consumer reads in the wallet',
  'RedirectPaymentMethodSpecificInput.paymentProductId': '866, Alipay+',
  'RedirectPaymentMethodSpecificInput.returnUrl': 'The old name of redirectionData.returnUrl',
  'RedirectionData.returnUrl':
    'Needed. Where the consumer comes back to, with REF and RETURNMAC added; https outside the sandbox',
  'RedirectionData.variant': 'Left alone',
  'RefundRequest.amountOfMoney': 'Without it all that is left goes back',
  'RefundRequest.refundReason': 'Handed to Alipay+',
  'RefundReferences.merchantReference': 'Answered again; can be found by',
  'RefundReferences.descriptor': 'Left alone',
  'SessionRequest.tokens': 'Answered as invalidTokens: we keep none',
  'PaymentProductFiltersClientSession.restrictTo': 'Only these are shown',
  'PaymentProductFiltersClientSession.exclude': 'These are not shown',
  'Payment.id': '30 digits',
  'PaymentResponse.id': '30 digits',
  'PaymentResponse.status': 'See the states of payments',
  'Payment.status': 'See the states of payments',
  'RefundResponse.status': 'See the states of refunds',
  'RedirectData.RETURNMAC': 'Comes back with the consumer; compare',
  'RedirectData.redirectURL': 'Send the consumer here',
  'PaymentReferences.providerReference': 'The id at Alipay+, of the payment or of the refund',
  'PaymentProduct866SpecificOutput.walletUsed': 'The brand of the wallet that paid',
  'PaymentOutput.amountCaptured': 'What the consumer paid',
  'PaymentOutput.amountPaid': 'What Alipay+ has settled',
  'PaymentOutput.amountRefundRequested': 'What is on its way back',
  'PaymentOutput.amountRefunded': 'What went back',
  'PaymentStatusOutput.isCancellable': 'Always false: the consumer alone can end an order',
  'PaymentStatusOutput.isRefundable': 'Whether a refund is possible now',
  'PaymentStatusOutput.statusCodeChangeDateTime': 'YYYYMMDDHHMMSS on the clock of Amsterdam',
}

/** What query parameters mean, with their limits. */
export const queryWords: QueryWords = {
  limit: { says: 'How many at most', schema: { minimum: 1, maximum: 100, default: 10 } },
  offset: { says: 'How many of the first to leave out', schema: { minimum: 0, default: 0 } },
  merchantReference: { says: 'The reference that you gave', schema: { maxLength: 256 } },
  merchantOrderId: { says: 'The order id that you gave', schema: { minimum: 0 } },
  hostedCheckoutId: { says: 'The hosted checkout that it came from', schema: { maxLength: 256 } },
  returnOperations: { says: 'true: the capture and refunds too' },
  countryCode: { says: 'ISO 3166; the wallets of this country come first', schema: { pattern: '^[A-Z]{2}$' } },
  currencyCode: { says: 'ISO 4217', schema: { pattern: '^[A-Z]{3}$' } },
  locale: { says: 'For names: en, nl, zh_CN, zh_HK; English for any other' },
  amount: { says: 'Two implied decimals' },
  isRecurring: { says: 'true: Alipay+ is not offered' },
  isInstallments: { says: 'true: Alipay+ is not offered' },
  hide: { says: 'fields, accountsOnFile, translations, productsWithRedirects; others leave nothing out' },
  forceBasicFlow: { says: 'Left alone' },
  source: { says: 'ISO 4217' },
  target: { says: 'ISO 4217' },
  paymentProductId: { says: '866, Alipay+' },
  after: { says: 'The `next` of the page before', schema: { pattern: '^[0-9]{1,18}$', default: '0' } },
  type: { says: 'Only events of this type' },
  paymentId: { says: 'Only events of this payment' },
}
