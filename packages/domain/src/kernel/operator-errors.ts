import type { ErrorRow } from './error-row.ts'

/** What the console's API alone says no to: no merchant's program ever gets it. */
export const operatorErrors = {
  SIGN_IN_NEEDED: {
    code: '86690403',
    http: 403,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'Nobody is signed in here, or the session is over.',
    remedy: 'Sign in; what was typed is kept.',
  },
  SIGN_IN_REFUSED: {
    code: '86690404',
    http: 403,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'The e-mail address, the password or the code is not right.',
    remedy: 'Try again, or ask an administrator for a new password.',
  },
  SIGN_IN_LOCKED: {
    code: '86690429',
    http: 429,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'There were too many wrong attempts: nobody can sign in with this address for 15 minutes.',
    remedy: 'Try again in 15 minutes.',
  },
  SECOND_FACTOR_NEEDED: {
    code: '86690405',
    http: 403,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'A code from the authenticator is needed as well.',
    remedy: 'Send the same request with the six digits as `code`.',
  },
  NOT_PERMITTED: {
    code: '86690406',
    http: 403,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'Your role does not allow this.',
    remedy: 'Ask an administrator of your organisation.',
  },
  FOREIGN_PAGE: {
    code: '86690407',
    http: 403,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'This request does not come from a page of the console.',
    remedy: 'Use the console; programs of merchants use the reporting API.',
  },
  INVALID_SESSION_ID: {
    code: '86690408',
    http: 404,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'There is no such session.',
    remedy: 'Use an id from the list of your sessions.',
  },
  INVALID_BREAK_ID: {
    code: '86690410',
    http: 404,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'There is no such break.',
    remedy: 'Use an id from the list of breaks.',
  },
  BREAK_ENDED: {
    code: '86690411',
    http: 409,
    category: 'CONNECT_PLATFORM_ERROR',
    message: 'This break has come to its end meanwhile.',
    remedy: 'Look at it again: it says how it ended.',
  },
} as const satisfies Record<string, ErrorRow>
