import {
  css,
  document,
  type Html,
  html,
  javascript,
  momentHtml,
  script,
  sendPage,
  serveAssets,
  stylesheet,
} from '@silkgate/page'
import type { FastifyInstance } from 'fastify'
import { sendAnswer } from '../http/server.ts'
import type { Mailbox } from './mailbox.ts'

const mailboxStyle = '/sandbox/mailbox.css'
const mailboxScript = '/sandbox/mailbox.js'

/** A line of a mail; one that is a link leads there. */
const lineHtml = (line: string): Html =>
  /^https?:\/\/\S+$/.test(line) ? html`<p><a href="${line}">${line}</a></p>` : html`<p>${line}</p>`

type Shown = Awaited<ReturnType<Mailbox>>[number]

const mailHtml = ({ to, subject, at, text }: Shown): Html => html`<article>
<h2>${subject}</h2>
<p>To ${to}, ${momentHtml(at, 'en')}</p>
${text
  .split('\n')
  .filter((line) => line !== '')
  .map(lineHtml)}
</article>`

const mailboxPage = (mails: readonly Shown[]): string =>
  document({
    language: 'en',
    title: 'Mailbox of the sandbox',
    kind: 'mailbox',
    stylesheets: [mailboxStyle],
    script: mailboxScript,
    live: undefined,
    header: html`<p>Sandbox. No mail leaves it.</p>`,
    body: html`<h1>Mailbox</h1>
<p>What the gateway would have sent, the newest first.</p>
${mails.length === 0 ? html`<p>No mails yet.</p>` : mails.map(mailHtml)}`,
    footer: html`<a href="/console/">Console</a>`,
  })

/** In the sandbox alone: the mails that would have been sent, as a page and, at /sandbox/mails, as JSON. */
export const serveMailbox = (server: FastifyInstance, mailbox: Mailbox): void => {
  server.get('/sandbox/mailbox', async (_request, reply) => sendPage(reply, mailboxPage(await mailbox())))
  server.get('/sandbox/mails', async (_request, reply) =>
    sendAnswer(reply, { status: 200, body: JSON.stringify({ mails: await mailbox() }) }),
  )
  serveAssets(
    server,
    new Map([
      [mailboxStyle, css(stylesheet)],
      [mailboxScript, javascript(script)],
    ]),
  )
}
