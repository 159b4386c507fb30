import type { Logger } from 'pino'
import type { PostOffice } from '../mail/index.ts'
import type { Db } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import type { World } from '../world.ts'
import { changePassword } from './change-password.ts'
import { entranceRoutes } from './entrance.routes.ts'
import { mailedLinks } from './links.ts'
import { type OidcProvider, oidcSignIn } from './oidc.ts'
import type { OpenRoute, OperatorRoute } from './operator-route.ts'
import { passkeys, type RelyingParty } from './passkeys.ts'
import { peopleRoutes } from './people.routes.ts'
import { people } from './people.ts'
import { securityRoutes } from './security.routes.ts'
import { sessionRoutes } from './session.routes.ts'
import { type ConsoleSessions, consoleSessions } from './sessions.ts'
import { secondFactors } from './set-up-second-factor.ts'

export type OperatorNeeds = {
  readonly db: Db
  readonly world: World
  readonly log: Logger
  readonly masterKey: MasterKey
  readonly isSandbox: boolean
  readonly publicUrl: string
  readonly relyingParty: RelyingParty
  readonly mails: PostOffice
  readonly oidcProvider: OidcProvider | undefined
}

type Wired = {
  readonly sessions: ConsoleSessions
  readonly routes: readonly OperatorRoute[]
  readonly openRoutes: readonly OpenRoute[]
}

/** People, their sessions and the ways in, wired by hand. */
export const peopleAndSessions = (given: OperatorNeeds): Wired => {
  const sessions = consoleSessions(given)
  const needs = { ...given, sessions, provider: given.oidcProvider }
  const keys = passkeys(needs)
  const oidc = oidcSignIn(needs)
  const links = mailedLinks(needs)
  const parts = { ...needs, passkeys: keys, oidc, links, secondFactors: secondFactors(needs) }
  return {
    sessions,
    openRoutes: entranceRoutes(parts),
    routes: [
      ...sessionRoutes(sessions),
      ...securityRoutes({ ...parts, changePassword: changePassword(needs) }),
      ...peopleRoutes(people(parts)),
    ],
  }
}
