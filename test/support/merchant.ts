import { createServer, type IncomingMessage } from 'node:http'
import connectSdk from 'connect-sdk-nodejs'

/** A merchant of the sandbox with the official SDK, unchanged but for the host. */
export type Identity = { readonly merchantId: string; readonly apiKeyId: string; readonly secretApiKey: string }

export const demoShop: Identity = {
  merchantId: '1234',
  apiKeyId: 'sandbox-key-id',
  secretApiKey: 'sandbox-secret-api-key',
}

export const secondShop: Identity = {
  merchantId: '5678',
  apiKeyId: 'sandbox-key-id-2',
  secretApiKey: 'sandbox-secret-api-key-2',
}

export const sdkClient = (gatewayUrl: string, { apiKeyId, secretApiKey }: Identity) => {
  const { hostname, port } = new URL(gatewayUrl)
  return connectSdk.init({
    host: hostname,
    scheme: 'http',
    port: Number(port),
    apiKeyId,
    secretApiKey,
    integrator: 'silkgate',
  })
}

/** The body of a create request as the SDK's users write it. */
export const anOrder = (amount = 1500, currencyCode = 'EUR', more: Record<string, unknown> = {}) => ({
  order: {
    amountOfMoney: { amount, currencyCode },
    customer: { merchantCustomerId: '1234', billingAddress: { countryCode: 'NL' } },
    references: { merchantReference: 'ORDER-1', descriptor: 'Notebook, dotted', ...more },
  },
  redirectPaymentMethodSpecificInput: {
    paymentProductId: 866,
    redirectionData: { returnUrl: 'http://127.0.0.1:9/return?basket=7' },
  },
})

/** What an endpoint is asked before it is told anything; it answers with the same. */
export const verificationHeader = 'x-gcs-webhooks-endpoint-verification'

export type ReceivedWebhook = {
  readonly at: number
  /** The body as it came. */
  readonly text: string
  /** Its place among its payment's events. */
  readonly sequence: number
  readonly keyId: string
  readonly body: Record<string, unknown> & {
    id: string
    type: string
    created: string
    payment: { id: string; status: string; statusOutput: { statusCode: number } }
    /** In place of the payment, where the event is about a refund. */
    refund?: { id: string; status: string }
  }
}

/** A merchant's webhook endpoint: verifies with the SDK's own helper, and keeps what came. */
export const openWebhookReceiver = async (
  keys: Readonly<Record<string, string>> = { 'sandbox-webhooks-key': 'sandbox-webhooks-secret' },
) => {
  const helper = connectSdk.webhooks.v1.init({
    getSecretKey: async (keyId) => {
      const secret = keys[keyId]
      if (secret === undefined) throw new Error(`There is no webhooks key "${keyId}".`)
      return secret
    },
  })
  const received: ReceivedWebhook[] = []
  const refused: string[] = []
  const listeners = new Set<() => void>()
  /** What the endpoint answers; tests make it fail. */
  const answer = { status: 200, headers: {} as Record<string, string> }

  const bodyOf = async (request: IncomingMessage): Promise<string> => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks).toString('utf8')
  }
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') return response.end(request.headers[verificationHeader])
    const body = await bodyOf(request)
    try {
      const event = await helper.unmarshal(body, request.headers)
      const sequence = Number(request.headers['x-silkgate-sequence'])
      const keyId = String(request.headers['x-gcs-keyid'])
      const webhook = { at: Date.now(), body: event as unknown as ReceivedWebhook['body'], text: body, sequence, keyId }
      if (answer.status === 200) received.push(webhook)
    } catch (error) {
      refused.push(String(error))
    }
    response.writeHead(answer.status, answer.headers).end()
    for (const listener of listeners) listener()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0

  /** Waits until the webhooks that came satisfy a condition; rejects after ten seconds, saying what came. */
  const until = (condition: (received: readonly ReceivedWebhook[]) => boolean, patienceMs = 10_000): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = () => {
        if (!condition(received)) return
        clearTimeout(timer)
        listeners.delete(look)
        resolve()
      }
      const timer = setTimeout(() => {
        listeners.delete(look)
        const came = received.map(({ body }) => `${body.type} of ${(body.payment ?? body.refund)?.id}`)
        reject(
          new Error(`These webhooks came, and not more: ${came.join(', ') || 'none'}; refused: ${refused.join(', ')}`),
        )
      }, patienceMs)
      listeners.add(look)
      look()
    })
  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    received,
    refused,
    answer,
    until,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
