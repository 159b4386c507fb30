import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { until } from './until.ts'

export type Received = { readonly to: readonly string[]; readonly from: string; readonly text: string }

/** The body of a mail of one part, as it was written. */
const bodyOf = (raw: string): string => {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  if (/^content-transfer-encoding: base64/im.test(head)) return Buffer.from(body, 'base64').toString('utf8')
  const bytes = body.replaceAll('=\r\n', '').replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => `%${hex}`)
  return decodeURIComponent(bytes.replaceAll(/%(?![0-9A-F]{2})/g, '%25'))
}

/** A real SMTP server that asks for a password and keeps what it is sent. */
export const startMailServer = async () => {
  const received: Received[] = []
  const refused = { next: 0 }
  const server = new SMTPServer({
    hideSTARTTLS: true,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === 'silkgate' && password === 'of the mail' ? done(null, { user: username }) : done(new Error('no')),
    onData: (stream, { envelope }, done) => {
      readText(stream).then((raw) => {
        if (refused.next-- > 0) return done(new Error('come back later'))
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        received.push({ from, to: envelope.rcptTo.map(({ address }) => address), text: bodyOf(raw) })
        return done()
      }, done)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    settings: { SMTP_URL: `smtp://silkgate:of%20the%20mail@127.0.0.1:${port}`, MAIL_FROM: 'silkgate@psp.example' },
    received,
    /** Has so many mails refused for now, as a server does that is too busy. */
    refuseNext: (mails: number) => {
      refused.next = mails
    },
    /** The link in the next mail to somebody that has come since so many. */
    linkTo: async (address: string, known = 0): Promise<string> => {
      const ofThem = () => received.filter(({ to }) => to.includes(address)).slice(known)
      await until(`a mail to ${address}`, () => ofThem().some(({ text }) => text.includes('/console/link#')))
      return /https?:\S+\/console\/link#\S+/.exec(ofThem().at(-1)?.text ?? '')?.[0] ?? ''
    },
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  }
}

export type MailServer = Awaited<ReturnType<typeof startMailServer>>
