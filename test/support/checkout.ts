import assert from 'node:assert/strict'
import { type IncomingHttpHeaders, request } from 'node:http'
import { anOrder } from './merchant.ts'
import type { TestSandbox } from './sandbox.ts'
import type { Shop } from './shop.ts'

export type CheckoutBody = {
  readonly hostedCheckoutId: string
  readonly RETURNMAC: string
  readonly partialRedirectUrl: string
}

/** Opens a hosted checkout of 24.99 HKD, or of the order given, as a merchant does, and makes its consumer's link. */
export const openCheckout = async (shop: Shop, wishes: object, order: object = anOrder(2499, 'HKD').order) => {
  const { status, body } = await shop.client.v1.hostedcheckouts.create(shop.merchantId, {
    order,
    hostedCheckoutSpecificInput: wishes,
  })
  assert.equal(status, 201, JSON.stringify(body))
  const { hostedCheckoutId: id, RETURNMAC: mac, partialRedirectUrl } = body as CheckoutBody
  return { id, mac, link: `http://payment.${partialRedirectUrl}` }
}

export type PageAnswer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** The heading, without its tags. */
  readonly title: string
  /** The merchant's page that the consumer is offered to go back to. */
  readonly back: string | undefined
  /** How many payments the page knows of. */
  readonly attempts: string
}

const unescaped = (text: string): string => text.replaceAll('&amp;', '&').replaceAll('&#39;', "'")

/** A consumer at a hosted checkout, without script and without style: it reads pages and sends their forms. */
export const visit = ({ gatewayUrl }: Pick<TestSandbox, 'gatewayUrl'>, link: string) => {
  const { host, pathname } = new URL(link)
  const { hostname, port } = new URL(gatewayUrl)

  /** Every host of the sandbox is at 127.0.0.1; the link's own goes into the Host header. */
  const send = (method: string, form?: Record<string, string>, headers: Record<string, string> = {}, path = pathname) =>
    new Promise<PageAnswer>((resolve, reject) => {
      const sent = request({ hostname, port, method, path, headers: { host, ...headers } }, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          const back = /<a class="button[^"]*" href="([^"]*RETURNMAC=[^"]*)"/.exec(text)?.[1]
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            text,
            title: unescaped((/<h1[^>]*>(.*?)<\/h1>/s.exec(text)?.[1] ?? '').replace(/<[^>]*>/g, '')),
            back: back && unescaped(back),
            attempts: /name="attempts" value="(\d+)"/.exec(text)?.[1] ?? '',
          })
        })
      })
      sent.on('error', reject)
      if (form !== undefined) sent.setHeader('Content-Type', 'application/x-www-form-urlencoded')
      sent.end(form && new URLSearchParams(form).toString())
    })

  const read = (headers: Record<string, string> = {}, query = '', path = pathname): Promise<PageAnswer> =>
    send('GET', undefined, headers, `${path}${query}`)
  const post = (form: Record<string, string>): Promise<PageAnswer> => send('POST', form)

  return {
    read,
    post,
    title: async (): Promise<[number, string]> => {
      const { status, title } = await read()
      return [status, title]
    },
    /** Chooses Alipay+ on the page as it is, and gives the place where it leads. */
    pay: async (): Promise<string> => {
      const { attempts } = await read()
      const { status, headers } = await post({ deed: 'pay', paymentProductId: '866', attempts })
      assert.equal(status, 303)
      return headers.location ?? ''
    },
    cancel: async (): Promise<string> => {
      const { status, headers } = await post({ deed: 'cancel' })
      assert.equal(status, 303)
      return headers.location ?? ''
    },
  }
}
