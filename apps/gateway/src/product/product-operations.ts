import {
  alipayPlusProductId,
  letsAlipayPlusThrough,
  type Merchant,
  type Offer,
  offer,
  type ProductFilters,
  type Refusal,
  reasons,
  settlementCurrencyOf,
  type Wish,
  type Withheld,
  walletsFor,
} from '@silkgate/domain'
import { errorAnswer, type HttpAnswer } from '../http/errors.ts'
import type { Route } from '../http/route.ts'
import { directoryEntry, productView } from './product-view.ts'
import { type ProductQuery, readProductQuery } from './read-product-query.ts'
import type { WalletsOnOffer } from './wallets-on-offer.ts'

/** A question about products: a merchant's own, or that of a page of its, which a session may have narrowed. */
export type ProductQuestion = {
  readonly merchant: Merchant
  readonly filters: ProductFilters
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly errorId: string
  readonly onOffer: WalletsOnOffer
}

type Answering = (question: ProductQuestion) => HttpAnswer | Promise<HttpAnswer>

/** An operation that merchants and their pages have alike; its path begins behind the merchant or the customer. */
export type ProductOperation = Omit<Route, 'run'> & {
  readonly answer: Answering
}

const json = (body: unknown): HttpAnswer => ({ status: 200, body: JSON.stringify(body) })

const notOffered = (message: string): Refusal => ({ error: 'PRODUCT_NOT_FOUND', propertyName: 'productId', message })

const isOffered = (made: Offer | Withheld): made is Offer => typeof made !== 'string'

const offerOf = async ({ merchant, filters, onOffer }: ProductQuestion, wish: Wish): Promise<Offer | Withheld> =>
  letsAlipayPlusThrough(filters)
    ? offer(merchant, wish, await onOffer(wish.currency, settlementCurrencyOf(merchant, wish.currency)))
    : 'excluded'

/** Answers by what the query asks, or with what is wrong in it. */
const asked =
  (answer: (question: ProductQuestion, query: ProductQuery) => HttpAnswer | Promise<HttpAnswer>): Answering =>
  (question) => {
    const query = readProductQuery(question.query)
    return query.ok ? answer(question, query.value) : errorAnswer(question.errorId, query.refusals)
  }

/** Answers about the one product that there is; any other is not found, and so is one that the session leaves out. */
const ofAlipayPlus =
  (answer: Answering): Answering =>
  (question) => {
    const { params, filters, errorId } = question
    if (params.paymentProductId !== String(alipayPlusProductId)) {
      return errorAnswer(errorId, [notOffered('There is no such payment product: 866 is Alipay+.')])
    }
    return letsAlipayPlusThrough(filters) ? answer(question) : errorAnswer(errorId, [notOffered(reasons.excluded)])
  }

const unknownGroup: Refusal = { error: 'PRODUCT_GROUP_NOT_FOUND', propertyName: 'paymentProductGroupId' }

const unknownGroupAnswer = ({ errorId }: ProductQuestion): HttpAnswer => errorAnswer(errorId, [unknownGroup])

/** An operation that other products have, and why Alipay+ has not. */
const lacking = (operation: string, path: string, neverBecause: string): ProductOperation => ({
  method: 'POST',
  path,
  operation,
  refuses: ['PRODUCT_NOT_FOUND', 'PRODUCT_LACKS_OPERATION'],
  neverBecause,
  answer: ofAlipayPlus(({ errorId }) =>
    errorAnswer(errorId, [{ error: 'PRODUCT_LACKS_OPERATION', message: `${neverBecause}.` }]),
  ),
})

const findProducts = asked(async (question, query) => {
  const made = await offerOf(question, query.wish)
  const isShown = isOffered(made) && !query.hide.has('productsWithRedirects')
  return json({ paymentProducts: isShown ? [productView(made, query)] : [] })
})

const getProduct = asked(async (question, query) => {
  const made = await offerOf(question, query.wish)
  if (isOffered(made)) return json(productView(made, query))
  return errorAnswer(question.errorId, [notOffered(reasons[made])])
})

const findNetworks = asked(async (question, { wish }) => {
  const made = await offerOf(question, wish)
  return json({ networks: isOffered(made) ? made.wallets.map(({ id }) => id) : [] })
})

const findDirectory = asked(async ({ merchant, onOffer }, query) => {
  const { wish } = query
  const known = await onOffer(wish.currency, settlementCurrencyOf(merchant, wish.currency))
  return json({ entries: walletsFor(wish, known).map((wallet) => directoryEntry(wallet, query)) })
})

const inQuery = ['PARAMETER_NOT_FOUND_IN_REQUEST', 'INVALID_VALUE'] as const

/** Everything that can be asked about products, and why Alipay+ has no answer to some of it. */
export const productOperations: readonly ProductOperation[] = [
  { method: 'GET', path: '/products', operation: 'products.find', refuses: inQuery, answer: findProducts },
  {
    method: 'GET',
    path: '/products/:paymentProductId',
    operation: 'products.get',
    refuses: [...inQuery, 'PRODUCT_NOT_FOUND'],
    answer: ofAlipayPlus(getProduct),
  },
  {
    method: 'GET',
    path: '/products/:paymentProductId/networks',
    operation: 'products.networks',
    refuses: [...inQuery, 'PRODUCT_NOT_FOUND'],
    answer: ofAlipayPlus(findNetworks),
  },
  {
    method: 'GET',
    path: '/products/:paymentProductId/directory',
    operation: 'products.directory',
    refuses: [...inQuery, 'PRODUCT_NOT_FOUND'],
    answer: ofAlipayPlus(findDirectory),
  },
  lacking(
    'products.sessions',
    '/products/:paymentProductId/sessions',
    'Alipay+ needs no session of its own; sessions are for Apple Pay',
  ),
  lacking(
    'products.customerDetails',
    '/products/:paymentProductId/customerDetails',
    'Alipay+ tells nothing about a consumer before the payment; there are no details to look up',
  ),
  lacking(
    'products.deviceFingerprint',
    '/products/:paymentProductId/deviceFingerprint',
    'No device fingerprint is taken for Alipay+: deviceFingerprintEnabled is false',
  ),
  {
    method: 'GET',
    path: '/productgroups',
    operation: 'productgroups.find',
    refuses: inQuery,
    answer: asked(() => json({ paymentProductGroups: [] })),
  },
  {
    method: 'GET',
    path: '/productgroups/:paymentProductGroupId',
    operation: 'productgroups.get',
    refuses: [...inQuery, 'PRODUCT_GROUP_NOT_FOUND'],
    answer: asked(unknownGroupAnswer),
  },
  {
    method: 'POST',
    path: '/productgroups/:paymentProductGroupId/deviceFingerprint',
    operation: 'productgroups.deviceFingerprint',
    refuses: ['PRODUCT_GROUP_NOT_FOUND'],
    neverBecause: 'Alipay+ is in no group of products, so there is none to fingerprint devices for',
    answer: unknownGroupAnswer,
  },
]
