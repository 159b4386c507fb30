import { type ErrorCode, errors, type MerchantErrorCode, merchantErrorCodes } from '@silkgate/domain'
import { clientOperations, everyPageRefuses } from '../../apps/gateway/src/client-session/client-operations.ts'
import { errorAnswer, everyOperationRefuses, noOperationRefuses } from '../../apps/gateway/src/http/errors.ts'
import { merchantApis } from './api/routes.ts'
import { errorWords, repeats } from './error-words.ts'
import { code, jsonBlock, page, table } from './markdown.ts'
import { answerOfPayment, answerOfRefund, errorId } from './samples.ts'

const rows = merchantErrorCodes.toSorted((a, b) => errors[a].http - errors[b].http)

/** The name of an error's page, in docs/reference/errors. */
export const errorFile = (error: MerchantErrorCode): string => `${error.toLowerCase().replaceAll('_', '-')}.md`

/** Everything the merchant API says no with, by HTTP status. */
export const errorsPage = (): string =>
  page({
    from: 'packages/domain/src/kernel/errors.ts',
    title: 'Errors of the merchant API',
    parts: [
      'An error answer has the form of Connect: `errorId` and a list of `errors`, each with the `code`, `id`, `category` and ' +
        '`httpStatusCode` below, and with `propertyName` where it is about one property of the request. Each has a page: what ' +
        'happened, what is answered, what to do.',
      table(
        ['Code', 'Id', 'HTTP', 'Category', 'Message', 'What to do'],
        rows.map((id) => {
          const { code: number, http, category, message, remedy } = errors[id]
          return [number, `[${code(id)}](errors/${errorFile(id)})`, String(http), code(category), message, remedy]
        }),
      ),
    ],
  })

const declined: Partial<Record<MerchantErrorCode, () => { status: number; body: string }>> = {
  NOT_AUTHORISED: () => answerOfPayment('refused'),
  AMOUNT_EXCEEDS_LIMIT: () => answerOfPayment('overLimit'),
  PAYMENTS_EXCEED_LIMIT: () => answerOfPayment('overDayLimit'),
  REFUND_NOT_AUTHORISED: () => answerOfRefund('refused'),
}

/** An error as the gateway answers it, made by its own code. */
export const exampleOf = (error: MerchantErrorCode): { readonly status: number; readonly body: string } =>
  declined[error]?.() ?? errorAnswer(errorId, [{ error, ...errorWords[error].example }])

const includes = (codes: readonly ErrorCode[], error: ErrorCode): boolean => codes.includes(error)

/** The operations that an error is an own error of, of merchants and of their pages. */
export const operationsRefusing = (error: MerchantErrorCode) => ({
  merchants: merchantApis.flat().filter(({ refuses }) => includes(refuses, error)),
  pages: clientOperations.filter(({ refuses }) => includes(refuses, error)),
})

const listOf = (operations: readonly { readonly operation: string }[]): string =>
  operations.map(({ operation }) => code(operation)).join(', ')

/** Who answers it: sentences, one for each edge and each API. Empty when nobody does, which a test forbids. */
export const whereOf = (error: MerchantErrorCode): readonly string[] => {
  const { merchants, pages } = operationsRefusing(error)
  return [
    ...(includes(everyOperationRefuses, error) ? ['Every operation of the merchant API.'] : []),
    ...(includes(noOperationRefuses, error) ? ['No operation: what was called is none.'] : []),
    ...(merchants.length > 0 ? [`As their own error: ${listOf(merchants)}.`] : []),
    ...(includes(everyPageRefuses, error) ? ['Every operation of the client API, which merchants’ pages call.'] : []),
    ...(pages.length > 0 ? [`From merchants’ pages: ${listOf(pages)}.`] : []),
  ]
}

const classes: Readonly<Record<number, string>> = {
  400: 'ValidationException',
  403: 'AuthorizationException',
  404: 'ReferenceException',
  409: 'ReferenceException',
  500: 'PlatformException',
  503: 'PlatformException',
}

/** What the SDKs that have exceptions make of it. Source: their exception factories, which look at the body first. */
const exceptionOf = (error: MerchantErrorCode, body: string): string => {
  if (body.includes('"paymentResult"')) return 'DeclinedPaymentException'
  if (body.includes('"refundResult"')) return 'DeclinedRefundException'
  if (error === 'DUPLICATE_REQUEST_IN_PROGRESS') return 'IdempotenceException'
  return classes[errors[error].http] ?? 'ApiException'
}

/** The page of one error. */
export const errorPage = (error: MerchantErrorCode): string => {
  const { code: number, http, category, message, remedy } = errors[error]
  const { happened, repeat } = errorWords[error]
  const { body } = exampleOf(error)
  return page({
    from: 'packages/domain/src/kernel/errors.ts and scripts/reference/error-words.ts',
    title: error,
    parts: [
      `HTTP ${http}, code ${code(number)}, category ${code(category)}: ${message}`,
      `## What happened\n\n${happened}`,
      `## What to do\n\n${remedy}\n\n**Send it again?** ${repeats[repeat]}`,
      `## Example\n\n${jsonBlock(JSON.parse(body))}`,
      `The SDKs with exceptions raise ${code(exceptionOf(error, body))}; the one for Node.js resolves with status ${http} ` +
        'and this body.',
      `## Who answers it\n\n${whereOf(error)
        .map((where) => `- ${where}`)
        .join('\n')}`,
      '[All errors](../errors.md)',
    ],
  })
}

/** A page for each error of the registry, by its path. */
export const errorPages = (): Readonly<Record<string, () => string>> =>
  Object.fromEntries(rows.map((error) => [`docs/reference/errors/${errorFile(error)}`, () => errorPage(error)]))
