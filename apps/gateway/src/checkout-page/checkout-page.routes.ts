import {
  errors,
  isMerchantId,
  languages,
  type MerchantId,
  orderReferenceOf,
  settlementCurrencyOf,
  walletsFor,
} from '@silkgate/domain'
import { ownPath, readerOf, sendPage, serveAssets, streamChanges } from '@silkgate/page'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { logDefect } from '../http/server.ts'
import type { WalletsOnOffer } from '../product/index.ts'
import type { World } from '../world.ts'
import { checkoutAssets } from './assets.ts'
import { brokenPage, type CheckoutView, checkoutPage, unknownPage } from './checkout-page.ts'
import { lookOf, lookPath, plainLook, styleOf } from './look.ts'
import { isVariantName, type Variant } from './variant.ts'
import { backUrlOf, type Visit, type Visits } from './visits.ts'

type Needs = {
  readonly isSandbox: boolean
  readonly world: World
  readonly log: Logger
  readonly visits: Visits
  readonly onOffer: WalletsOnOffer
  readonly variantOf: (merchantId: MerchantId, variant: string) => Promise<Variant | undefined>
  /** `https://payment.` and the host of the pages: where a consumer comes back to whose address is not one of ours. */
  readonly pagesOrigin: string
  /** Where Alipay+ shows its page, as far as is known: origins of a Content-Security-Policy. */
  readonly cashierOrigins: readonly string[]
}

type Link = { Params: { link: string }; Querystring: { lang?: unknown } }

const statusOf = { nothing_chosen: 400, busy: 503 } as const

/** The pages of hosted checkouts: the way to pay, what became of it, and how a merchant's page looks. */
export const serveCheckoutPages = (server: FastifyInstance, needs: Needs): void => {
  const { isSandbox, visits, pagesOrigin, variantOf } = needs
  const errorHandler = showDefect(needs)

  const lookAt = async (visit: Visit | undefined) => {
    const { variant } = visit?.stored.request ?? {}
    return visit && variant !== undefined ? lookOf(await variantOf(visit.merchant.merchantId, variant)) : plainLook
  }

  const send = async (
    request: FastifyRequest<Link>,
    reply: FastifyReply,
    visit: Visit | undefined,
    problem?: CheckoutView['problem'],
  ) => {
    const locale = visit?.stored.request.locale
    const { language, url: path } = readerOf(request, reply, { locale, isSecure: !isSandbox })
    const frame = { language, isSandbox, look: await lookAt(visit), path }
    if (visit === undefined) return sendPage(reply, unknownPage(frame), 404)
    const brands = visit.mayBegin ? await brandsFor(visit, needs) : []
    const page = checkoutPage({ ...frame, ...viewOf(visit), brands, problem })
    if (problem === 'busy') reply.header('Retry-After', '2')
    const status = visit.stage === 'over' ? 410 : problem === undefined ? 200 : statusOf[problem]
    return sendPage(reply, page, status, formTargets(visit, needs))
  }

  server.get<Link>('/checkout/:link', { errorHandler }, async (request, reply) =>
    send(request, reply, await visits.open(request.params.link)),
  )

  server.post<Link & { Body: unknown }>('/checkout/:link', { errorHandler }, async (request, reply) => {
    const { link } = request.params
    const visit = await visits.open(link)
    const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '')
    if (visit === undefined) return send(request, reply, visit)
    if (form.get('deed') === 'cancel') {
      await visits.cancel(visit)
      return reply.redirect(asLocation(backUrlOf(visit.stored) ?? ownPath(request.url)), 303)
    }
    if (form.get('paymentProductId') !== '866' && visit.mayBegin) return send(request, reply, visit, 'nothing_chosen')
    const after = await visits.begin(link, visit, {
      attempts: Number(form.get('attempts')),
      pageUrl: `${originOf(request, pagesOrigin)}/checkout/${link}${languageOf(request)}`,
      userAgent: request.headers['user-agent'],
    })
    if (after === 'no_place') return send(request, reply, visit, 'busy')
    const url = after && payUrlOf(after)
    const isReachable = url !== undefined && formTargets(visit, needs).some((source) => matches(source, url))
    return reply.redirect(asLocation(isReachable ? url : ownPath(request.url)), 303)
  })

  server.get<Link>('/checkout/:link/events', async (request, reply) => {
    const { link } = request.params
    const visit = await visits.open(link)
    if (visit === undefined) return send(request, reply, visit)
    const stageNow = async () => {
      const now = await visits.open(link)
      return now && { stage: now.stage, attempts: now.stored.checkout.attempts }
    }
    return streamChanges(request, reply, 'order', stageNow, 1_000)
  })

  serveAssets(server, checkoutAssets)
  serveLooks(server, variantOf)
}

/** A URL as a header can hold it: what is not ASCII is escaped, as a browser would. */
const asLocation = (url: string): string => url.replace(/[^\x21-\x7e]+/g, encodeURIComponent)

/** The language that was picked, as the page's query says it. */
const languageOf = ({ query: { lang } }: FastifyRequest<Link>): string =>
  languages.some((language) => language === lang) ? `?lang=${lang}` : ''

/** What a consumer reads when something of ours is broken: a page, which says nothing of money. */
const showDefect =
  ({ isSandbox, world, log }: Needs) =>
  (error: Error, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const errorId = world.newId()
    const { http } = errors[logDefect(log, error, request, errorId)]
    const { language, url: path } = readerOf(request, reply, { isSecure: !isSandbox })
    return sendPage(reply, brokenPage({ language, isSandbox, look: plainLook, path }, errorId), http)
  }

/** Where the consumer can still pay. */
const payUrlOf = ({ stage, payment }: Visit): string | undefined =>
  stage === 'at_alipayplus' ? payment?.redirectUrl : undefined

/** The wallets that can pay, by their brands, the nearest to the consumer first. */
const brandsFor = async ({ merchant, stored }: Visit, { onOffer }: Needs): Promise<string[]> => {
  const { amount } = stored.checkout
  const wish = { amount, currency: amount.currency, countryCode: stored.request.countryCode ?? '' }
  const known = await onOffer(amount.currency, settlementCurrencyOf(merchant, amount.currency))
  return walletsFor(wish, known).map(({ brand }) => brand)
}

const viewOf = (visit: Visit) => {
  const { merchant, stored, payment, stage, mayBegin } = visit
  const { checkout, request } = stored
  return {
    stage,
    mayBegin,
    merchantName: merchant.displayName,
    amount: checkout.amount,
    reference: request.merchantReference ?? (payment && orderReferenceOf(payment.paymentId)),
    paymentId: payment?.paymentId,
    lines: request.lines,
    attempts: checkout.attempts,
    showsResult: request.showResultPage,
    backUrl: backUrlOf(stored),
    payUrl: payUrlOf(visit),
  }
}

/** Where the answer to the page's forms may lead: to Alipay+, and back to the merchant. */
const formTargets = ({ stored }: Visit, { cashierOrigins }: Needs): string[] => {
  const back = stored.request.returnUrl
  if (back === undefined) return [...cashierOrigins]
  const { protocol, host } = new URL(back)
  return [...cashierOrigins, /^https?:$/.test(protocol) ? `${protocol}//${host}` : protocol]
}

/** Whether a source of a Content-Security-Policy lets a URL through: an origin, with `*.` for any subdomain. */
const matches = (source: string, url: string): boolean => {
  const { origin } = new URL(url)
  const [scheme = '', host = ''] = source.split('//*.')
  return host === '' ? origin === source : origin.startsWith(`${scheme}//`) && origin.endsWith(`.${host}`)
}

/** The origin that the consumer sees, where it is a subdomain of ours that a merchant may use; else the usual one. */
const originOf = ({ headers }: FastifyRequest, pagesOrigin: string): string => {
  const { protocol, host } = new URL(pagesOrigin)
  const domain = host.replace(/^payment\./, '')
  return headers.host?.endsWith(`.${domain}`) && /^[a-z0-9.:-]+$/i.test(headers.host)
    ? `${protocol}//${headers.host}`
    : pagesOrigin
}

const kept = { 'Cache-Control': 'public, max-age=31536000, immutable', 'X-Content-Type-Options': 'nosniff' }

const serveLooks = (server: FastifyInstance, variantOf: Needs['variantOf']): void => {
  type Which = { Params: { merchantId: string; variant: string } }
  const path = `${lookPath}/:merchantId/:variant/:changedAt`
  const find = ({ params: { merchantId, variant } }: FastifyRequest<Which>) =>
    isMerchantId(merchantId) && isVariantName(variant) ? variantOf(merchantId, variant) : undefined
  server.get<Which>(`${path}/style.css`, async (request, reply) => {
    const variant = await find(request)
    if (variant === undefined) return reply.code(404).send()
    return reply.headers(kept).type('text/css; charset=utf-8').send(styleOf(variant))
  })
  server.get<Which>(`${path}/logo`, async (request, reply) => {
    const logo = (await find(request))?.logo
    if (logo === undefined) return reply.code(404).send()
    return reply
      .headers({ ...kept, 'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox" })
      .type(logo.type)
      .send(logo.bytes)
  })
}
