import { z } from 'zod'
import { errorAnswer } from '../../http/errors.ts'
import { json, type OperatorRoute } from '../../operator/index.ts'
import type { OwnViews } from './views.ts'

const view = z.looseObject({
  path: z.string().regex(/^\/[a-z/-]{1,50}$/, { error: 'The path of a list is expected, as /payments.' }),
  name: z
    .string({ error: 'A name is expected.' })
    .trim()
    .min(1, { error: 'Give it a name.' })
    .max(50, { error: 'The name is longer than 50 characters.' }),
  search: z.string().max(2000, { error: 'The filter is longer than 2000 characters.' }),
})

/** Lists that people keep as views of their own. */
export const viewRoutes = (views: OwnViews): OperatorRoute[] => [
  {
    method: 'GET',
    path: '/views',
    operation: 'views.list',
    needs: 'session',
    refuses: [],
    run: async ({ by }) => json({ rows: await views.all(by.userId) }),
  },
  {
    method: 'POST',
    path: '/views',
    operation: 'views.keep',
    needs: 'session',
    refuses: ['INVALID_VALUE'],
    body: view,
    run: async ({ by, body }) => json({ rows: await views.keep(by.userId, body as z.output<typeof view>) }),
  },
  {
    method: 'DELETE',
    path: '/views/:viewId',
    operation: 'views.remove',
    needs: 'session',
    refuses: ['INVALID_VIEW_ID'],
    run: async ({ by, params: { viewId = '' }, errorId }) =>
      (await views.remove(by.userId, viewId))
        ? { status: 204, body: '' }
        : errorAnswer(errorId, [{ error: 'INVALID_VIEW_ID', propertyName: 'viewId' }]),
  },
]
