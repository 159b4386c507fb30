import { createServer } from 'node:http'
import Provider from 'oidc-provider'

const client = { id: 'silkgate', secret: 'a secret of the provider and of us' }

/** What the gateway is told of a provider at this port. */
export const oidcSettings = (port: number) => ({
  OIDC_ISSUER: `http://127.0.0.1:${port}`,
  OIDC_CLIENT_ID: client.id,
  OIDC_CLIENT_SECRET: client.secret,
  OIDC_NAME: 'Harbour ID',
})

/** A real OpenID provider, whose people have verified e-mail addresses unless those begin with "unverified". */
export const startOidcProvider = async (port: number, redirectUri: string) => {
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [redirectUri], ...post }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    pkce: { required: () => true },
    cookies: { keys: ['of the provider'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: id, email_verified: !id.startsWith('unverified') }),
    }),
  })
  const server = createServer(provider.callback())
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const post = { token_endpoint_auth_method: 'client_secret_post' } as const
