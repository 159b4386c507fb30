import { errors } from '@silkgate/domain'
import { code, page, table } from './markdown.ts'

/** Everything the merchant API says no with, by HTTP status. */
export const errorsPage = (): string =>
  page({
    from: 'packages/domain/src/kernel/errors.ts',
    title: 'Errors of the merchant API',
    parts: [
      'An error answer has the form of Connect: `errorId` and a list of `errors`, each with the `code`, `id`, `category` and ' +
        '`httpStatusCode` below, and with `propertyName` where it is about one property of the request.',
      table(
        ['Code', 'Id', 'HTTP', 'Category', 'Message', 'What to do'],
        Object.entries(errors)
          .sort(([, a], [, b]) => a.http - b.http)
          .map(([id, row]) => [row.code, code(id), String(row.http), code(row.category), row.message, row.remedy]),
      ),
    ],
  })
