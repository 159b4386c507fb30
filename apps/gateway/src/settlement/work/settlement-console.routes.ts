import type { Readable } from 'node:stream'
import { type FileSource, type FileState, fileSources, fileStates } from '../../file/index.ts'
import { errorAnswer } from '../../http/errors.ts'
import { currencyOf, currencyRemedy, listQuery, uuidOf } from '../../http/list-query.ts'
import { placeBy } from '../../http/place.ts'
import { parseText, parseWords } from '../../http/read-query.ts'
import { invalid } from '../../http/schema.ts'
import { json, type OperatorRoute, pageAnswer } from '../../operator/index.ts'
import type { SettlementWork } from './settlement-work.ts'

const day = placeBy('day')
const stamp = placeBy('stamp')
const number = placeBy('number')

const oneOf =
  <Word extends string>(words: readonly Word[]) =>
  (text: string): Word | undefined =>
    words.find((word) => word === text)

const nameOf = (text: string): string | undefined =>
  /^[^/\\\p{C}]{1,200}$/u.test(text) && !text.startsWith('.') ? text : undefined

/** Files, batches, statements and what could not be read: what came between Alipay+, the bank and us. */
export const settlementRoutes = (work: SettlementWork): OperatorRoute[] => [
  {
    method: 'GET',
    path: '/settlement',
    operation: 'settlement.stand',
    needs: 'settlement.read',
    refuses: [],
    run: async () => json(await work.stand()),
  },
  {
    method: 'GET',
    path: '/files',
    operation: 'files.list',
    needs: 'settlement.read',
    refuses: ['INVALID_VALUE'],
    run: async ({ query, errorId }) => {
      const { read, page, done } = listQuery(query, ['source', 'state'])
      const filter = {
        source: read<FileSource>('source', oneOf(fileSources), `There are ${fileSources.join(' and ')}.`),
        states: read<readonly FileState[]>('state', parseWords(fileStates), `There are ${fileStates.join(', ')}.`),
        ...page,
      }
      const wanted = done(() => filter)
      return wanted.ok ? pageAnswer(await work.files(wanted.value)) : errorAnswer(errorId, wanted.refusals)
    },
  },
  {
    method: 'POST',
    path: '/files',
    operation: 'files.receive',
    needs: 'files.receive',
    refuses: ['INVALID_VALUE'],
    takesFile: true,
    run: async ({ query, body, errorId }) => {
      const { read, done } = listQuery(query, ['source', 'name'])
      const source = read<FileSource>('source', oneOf(fileSources), `There are ${fileSources.join(' and ')}.`)
      const name = read('name', nameOf, 'The name of a file without folders, please.')
      const wanted = done(() => ({ source, name }))
      if (!wanted.ok) return errorAnswer(errorId, wanted.refusals)
      if (source === undefined) return errorAnswer(errorId, [invalid('source', 'Say from whom it is.')])
      if (name === undefined) return errorAnswer(errorId, [invalid('name', 'Say what it is called.')])
      const got = await work.receive(source, name, body as Readable)
      if (got !== undefined) return json(got, got.isNew ? 201 : 200)
      return errorAnswer(errorId, [invalid('file', 'The file is empty, or larger than 2 GiB.')])
    },
  },
  {
    method: 'GET',
    path: '/files/:fileId',
    operation: 'files.get',
    needs: 'settlement.read',
    refuses: ['INVALID_FILE_ID'],
    run: async ({ params: { fileId = '' }, errorId }) => {
      const found = await work.file(fileId)
      return found === undefined ? errorAnswer(errorId, [{ error: 'INVALID_FILE_ID' }]) : json(found)
    },
  },
  {
    method: 'GET',
    path: '/files/:fileId/content',
    operation: 'files.content',
    needs: 'settlement.read',
    refuses: ['INVALID_FILE_ID'],
    run: async ({ params: { fileId = '' }, errorId }) => {
      const found = await work.content(fileId)
      if (found === undefined) return errorAnswer(errorId, [{ error: 'INVALID_FILE_ID' }])
      const disposition = `attachment; filename="${found.name.replaceAll(/[^\w .,()+-]/g, '_')}"`
      const headers = { 'Content-Type': 'application/octet-stream', 'Content-Disposition': disposition }
      return { status: 200, headers, body: '', stream: found.stream }
    },
  },
  {
    method: 'GET',
    path: '/quarantine',
    operation: 'quarantine.list',
    needs: 'settlement.read',
    refuses: ['INVALID_VALUE'],
    run: async ({ query, errorId }) => {
      const { read, page, done } = listQuery(query, ['file'], stamp)
      const fileId = read('file', uuidOf, 'The id of a file, please.')
      const wanted = done(() => ({ ...page, fileId }))
      return wanted.ok ? pageAnswer(await work.heldRows(wanted.value)) : errorAnswer(errorId, wanted.refusals)
    },
  },
  {
    method: 'GET',
    path: '/batches',
    operation: 'batches.list',
    needs: 'settlement.read',
    refuses: ['INVALID_VALUE'],
    run: async ({ query, errorId }) => {
      const { read, page, done } = listQuery(query, ['currency', 'open'], day)
      const currency = read('currency', currencyOf, currencyRemedy)
      const isOpen = read('open', oneOf(['true', 'false']), 'Either true or false, please.') === 'true'
      const wanted = done(() => ({ ...page, currency, isOpen }))
      return wanted.ok ? pageAnswer(await work.batches(wanted.value)) : errorAnswer(errorId, wanted.refusals)
    },
  },
  {
    method: 'GET',
    path: '/batches/:batchId',
    operation: 'batches.get',
    needs: 'settlement.read',
    refuses: ['INVALID_BATCH_ID'],
    run: async ({ params: { batchId = '' }, errorId }) => {
      const found = parseText(100)(batchId) === undefined ? undefined : await work.batch(batchId)
      return found === undefined ? errorAnswer(errorId, [{ error: 'INVALID_BATCH_ID' }]) : json(found)
    },
  },
  {
    method: 'GET',
    path: '/statements',
    operation: 'statements.list',
    needs: 'settlement.read',
    refuses: ['INVALID_VALUE'],
    run: async ({ query, errorId }) => {
      const { read, page, done } = listQuery(query, ['account'], placeBy('day', 'uuid'))
      const account = read('account', parseText(50), 'At most 50 characters, please.')
      const wanted = done(() => ({ ...page, account }))
      return wanted.ok ? pageAnswer(await work.statements(wanted.value)) : errorAnswer(errorId, wanted.refusals)
    },
  },
  {
    method: 'GET',
    path: '/statements/:statementId',
    operation: 'statements.get',
    needs: 'settlement.read',
    refuses: ['INVALID_STATEMENT_ID'],
    run: async ({ params: { statementId = '' }, errorId }) => {
      const found = await work.statement(statementId)
      return found === undefined ? errorAnswer(errorId, [{ error: 'INVALID_STATEMENT_ID' }]) : json(found)
    },
  },
  {
    method: 'GET',
    path: '/statements/:statementId/entries',
    operation: 'statements.entries',
    needs: 'settlement.read',
    refuses: ['INVALID_STATEMENT_ID', 'INVALID_VALUE'],
    run: async ({ params: { statementId = '' }, query, errorId }) => {
      const { page, done } = listQuery(query, [], number)
      const wanted = done(() => page)
      if (!wanted.ok) return errorAnswer(errorId, wanted.refusals)
      const found = await work.statement(statementId)
      if (found === undefined) return errorAnswer(errorId, [{ error: 'INVALID_STATEMENT_ID' }])
      return pageAnswer(await work.entries(statementId, wanted.value))
    },
  },
]
