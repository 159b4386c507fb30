export { aboutMerchant, seesMerchant } from './about-merchant.ts'
export { addUser } from './add-user.ts'
export {
  currencyOf,
  currencyRemedy,
  listQuery,
  pageAnswer,
  placeIn,
  uuidOf,
  writePlace,
} from './list-query.ts'
export type { OidcProvider } from './oidc.ts'
export { serveOperatorApi } from './operator-api.routes.ts'
export { json, type OpenRoute, type OperatorRequest, type OperatorRoute } from './operator-route.ts'
export { relyingPartyOf } from './passkeys.ts'
export { type OperatorNeeds, peopleAndSessions } from './people-and-sessions.ts'
export { deleteOldQuestions } from './question.store.ts'
export type { ConsoleSessions } from './sessions.ts'
export type { SignedIn } from './signed-in.ts'
export { whoMay } from './who-may.ts'
