import { createHmac, randomUUID } from 'node:crypto'

/** A merchant as its own program knows itself. */
export type Identity = { readonly merchantId: string; readonly apiKeyId: string; readonly secret: string }

export type SignedRequest = {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The demo shop of the sandbox: the simulator's shop is its webhook endpoint. */
export const demoShop: Identity = {
  merchantId: '1234',
  apiKeyId: 'sandbox-key-id',
  secret: 'sandbox-secret-api-key',
}

/** The second shop of the sandbox: it has no webhook endpoint. */
export const secondShop: Identity = {
  merchantId: '5678',
  apiKeyId: 'sandbox-key-id-2',
  secret: 'sandbox-secret-api-key-2',
}

const contentType = 'application/json'

const metaInfo = Buffer.from(
  JSON.stringify({
    sdkCreator: 'silkgate',
    sdkIdentifier: 'bench/1',
    platformIdentifier: `Node.js/${process.versions.node}`,
    integrator: 'silkgate',
  }),
).toString('base64')

/** A create request as users of the SDK write it. */
export const anOrder = (number: number) => ({
  order: {
    amountOfMoney: { amount: 10_000 + (number % 1000), currencyCode: 'EUR' },
    customer: { merchantCustomerId: '1234', billingAddress: { countryCode: 'NL' } },
    references: { merchantReference: `ORDER-${number}`, descriptor: 'Notebook, dotted' },
  },
  redirectPaymentMethodSpecificInput: {
    paymentProductId: 866,
    redirectionData: { returnUrl: 'https://shop.example/return?basket=7' },
  },
})

/** Signs a request as the official SDKs do: v1HMAC over method, Content-Type, Date, the X-GCS headers by name, and the path. */
export const sign = (
  { merchantId, apiKeyId, secret }: Identity,
  body: string,
  { date, idempotenceKey, serverMetaInfo }: { date: string; idempotenceKey: string; serverMetaInfo: string },
): SignedRequest => {
  const path = `/v1/${merchantId}/payments`
  const gcs = `x-gcs-idempotence-key:${idempotenceKey}\nx-gcs-servermetainfo:${serverMetaInfo}\n`
  const text = `POST\n${contentType}\n${date}\n${gcs}${path}\n`
  const signature = createHmac('sha256', secret).update(text).digest('base64')
  const headers = {
    'Content-Type': contentType,
    Date: date,
    'X-GCS-Idempotence-Key': idempotenceKey,
    'X-GCS-ServerMetaInfo': serverMetaInfo,
    Authorization: `GCS v1HMAC:${apiKeyId}:${signature}`,
  }
  return { path, headers, body }
}

/** The headers of a GET as the official SDKs sign it. */
export const signGet = ({ apiKeyId, secret }: Identity, path: string): Readonly<Record<string, string>> => {
  const date = new Date().toUTCString()
  const text = `GET\n\n${date}\nx-gcs-servermetainfo:${metaInfo}\n${path}\n`
  const signature = createHmac('sha256', secret).update(text).digest('base64')
  return { Date: date, 'X-GCS-ServerMetaInfo': metaInfo, Authorization: `GCS v1HMAC:${apiKeyId}:${signature}` }
}

/** The requests of a merchant, one after the other, each with a key and a signature of its own. */
export const createRequests = (identity: Identity): (() => SignedRequest) => {
  let number = 0
  return () => {
    const date = new Date().toUTCString()
    const body = JSON.stringify(anOrder(++number))
    return sign(identity, body, { date, idempotenceKey: randomUUID(), serverMetaInfo: metaInfo })
  }
}

type Created = {
  readonly merchantAction?: { readonly actionType?: string; readonly redirectData?: { readonly redirectURL?: string } }
  readonly payment?: { readonly status?: string }
}

/** Throws for anything but a payment that its consumer can pay now. */
export const checkAnswer = (status: number, body: string): void => {
  const { merchantAction, payment } = JSON.parse(body) as Created
  const redirectUrl = merchantAction?.redirectData?.redirectURL
  if (status !== 201 || payment?.status !== 'REDIRECTED' || !redirectUrl?.startsWith('http')) {
    throw new Error(`A create was answered ${status}: ${body.slice(0, 500)}`)
  }
}
