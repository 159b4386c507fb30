import type { Answer, InquiryRegistrationStatusResponse, RegistrationResponse } from '@silkgate/alipayplus'
import { nextAskAt } from '@silkgate/domain'
import type { Registration, RegistrationNews } from './registration.row.ts'

const said = ({ code, message, unknownBecause }: Answer<unknown>): string =>
  (unknownBecause ?? `${code}: ${message}`).slice(0, 500)

/** What the answer to a request says: S has only taken it, F is a no, everything else is repeated as it is. */
export const hearRegistration = (
  { requestedAt }: Registration,
  answer: Answer<RegistrationResponse>,
  at: Date,
): RegistrationNews => {
  const news = { at, detail: said(answer), nextAt: nextAskAt(requestedAt, at) }
  if (answer.status === 'S') return { ...news, acceptedAt: at, nextAt: nextAskAt(at, at) }
  return answer.status === 'F' ? { ...news, outcome: 'refused' } : news
}

const statusOf = (result: unknown): unknown =>
  (result as { registrationStatus?: unknown } | undefined)?.registrationStatus

/**
 * What became of a request: COMPLETED is decided on, and is a yes unless no wallet said APPROVED. Any status that is not
 * known is still waited for. Source: inquiryRegistrationStatus of the sibling product AMS.
 */
const outcomeOf = (body: InquiryRegistrationStatusResponse | undefined): RegistrationNews['outcome'] => {
  const status = statusOf(body?.registrationResult)
  if (status === 'REJECTED') return 'refused'
  if (status !== 'COMPLETED' && status !== 'APPROVED') return undefined
  const listed = body?.pspRegistrationResultList
  const wallets = (Array.isArray(listed) ? listed : []).map((one) => statusOf(one?.registrationResult))
  return wallets.length === 0 || wallets.includes('APPROVED') ? 'registered' : 'refused'
}

/** What the answer to a question about a request says. */
export const hearRegistrationStatus = (
  { acceptedAt, requestedAt }: Registration,
  answer: Answer<InquiryRegistrationStatusResponse>,
  at: Date,
): RegistrationNews => {
  const nextAt = nextAskAt(acceptedAt ?? requestedAt, at)
  if (answer.status !== 'S') return { at, detail: said(answer), nextAt }
  const { registrationResult, pspRegistrationResultList } = answer.body ?? {}
  const detail = JSON.stringify({ registrationResult, pspRegistrationResultList }).slice(0, 500)
  const outcome = outcomeOf(answer.body)
  return outcome === undefined ? { at, detail, nextAt } : { at, detail, nextAt, outcome }
}
