import assert from 'node:assert/strict'
import { assertConnectShape } from '../connect-shape.ts'
import type { Shop } from './shop.ts'
import { type RawAnswer, sendPlain } from './signed-request.ts'

export type Session = {
  readonly clientSessionId: string
  readonly customerId: string
  readonly clientApiUrl: string
  readonly assetUrl: string
  readonly region: string
  readonly invalidTokens?: readonly string[]
}

/** Opens a client session with the official SDK. */
export const openSession = async ({ client, merchantId }: Shop, request: object = {}): Promise<Session> => {
  const { status, body } = await client.v1.sessions.create(merchantId, request)
  assert.equal(status, 201, JSON.stringify(body))
  assertConnectShape('SessionResponse', body)
  return body as Session
}

type Asked = {
  readonly method?: 'GET' | 'POST'
  /** A header in place of the session's. */
  readonly authorization?: string
  readonly customerId?: string
}

/** Asks as the browser's SDK does: with the session, a description of the browser, and a Content-Type without a body. */
export const askFromPage = (session: Session, path: string, asked: Asked = {}): Promise<RawAnswer> => {
  const { clientApiUrl, clientSessionId } = session
  const { method = 'GET', customerId = session.customerId, authorization = `GCS v1Client:${clientSessionId}` } = asked
  const metaInfo = Buffer.from(JSON.stringify({ sdkIdentifier: 'JavaScriptClientSDK/v6.0.6' })).toString('base64')
  return sendPlain(clientApiUrl, {
    method,
    path: `/client/v1/${customerId}${path}`,
    headers: {
      Origin: 'https://shop.example',
      'Content-Type': 'application/json',
      'X-GCS-ClientMetaInfo': metaInfo,
      ...(authorization === '' ? {} : { Authorization: authorization }),
    },
    ...(method === 'POST' ? { body: '{}' } : {}),
  })
}
