import type { AlipayPlusClient, RegistrationRequest } from '@silkgate/alipayplus'
import { isRegistrationOverdue, type Said } from '@silkgate/domain'
import { between, type Reach } from '../crash-points.ts'
import { endException, openException } from '../exception/index.ts'
import type { Db } from '../postgres/db.ts'
import type { Stop } from '../stop.ts'
import type { Work } from '../worker.ts'
import type { World } from '../world.ts'
import { hearRegistration, hearRegistrationStatus } from './hear-registration.ts'
import type { Registration, RegistrationNews } from './registration.row.ts'
import { dueRegistrations, saveRegistrationNews } from './registration.store.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly stop: Stop
  readonly reach: Reach
  readonly alipayplus: AlipayPlusClient
  readonly notifyUrl: string
}

/**
 * Sends the requests that are due, the same each time until Alipay+ has taken or refused them, and then asks what became
 * of them. Two gateways that do so at once do no harm: a request is known by its id.
 */
export const dueRegistrationWork = ({ db, world, stop, reach, alipayplus, notifyUrl }: Needs): Required<Work> => {
  let underWay = 0
  const calling = <T>(work: () => Promise<T>) => between(reach, 'chore.register_merchant', work)

  const hear = async (registration: Registration): Promise<RegistrationNews> => {
    const { registrationRequestId, request, acceptedAt } = registration
    if (acceptedAt === undefined) {
      const sent = { ...request, registrationNotifyUrl: notifyUrl } as unknown as RegistrationRequest
      return hearRegistration(registration, await calling(() => alipayplus.registration(sent)), world.now())
    }
    const answer = await calling(() => alipayplus.inquiryRegistrationStatus({ registrationRequestId }))
    return hearRegistrationStatus(registration, answer, world.now())
  }

  const takeUp = async (): Promise<number> => {
    const due = await dueRegistrations(db, world.now())
    underWay = due.length
    try {
      for (const registration of due) {
        const news = await stop.during(hear(registration))
        if (news === undefined) return 0
        await tellWhoeverLooks(db, registration, news)
        await saveRegistrationNews(db, registration, news)
      }
    } finally {
      underWay = 0
    }
    return due.length
  }

  return { takeUp, underWay: () => underWay }
}

/**
 * A decision that does not come is for a person to look at, until it comes. Told before the news is saved: a process that
 * dies between the two asks, and tells, again.
 */
const tellWhoeverLooks = async (db: Db, registration: Registration, { at, outcome, detail }: RegistrationNews) => {
  const { merchantId, registrationRequestId, requestedAt } = registration
  const kind = 'registration_undecided'
  if (outcome !== undefined) return endException(db, { merchantId, subject: registrationRequestId, kind, at })
  if (!isRegistrationOverdue(requestedAt, at)) return
  const heard: Said = `asked for on ${requestedAt.toISOString()}, and heard last: ${detail}`
  await openException(db, { merchantId, paymentId: registrationRequestId, kind, detail: heard, at })
}
