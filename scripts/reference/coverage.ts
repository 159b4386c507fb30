import { type ConnectOperation, connectOperations } from './api/connect.ts'
import { operationFile } from './api/operation-pages.ts'
import { routes } from './api/routes.ts'
import { code, page, table } from './markdown.ts'

const stateOf = (operation: ConnectOperation): string => {
  const route = routes.find((one) => one.operation === operation.operation)
  if (route === undefined) throw new Error(`There is no route for ${operation.operation}: add one.`)
  return route.neverBecause === undefined ? 'works' : `refuses: ${route.neverBecause}`
}

const errorsOf = ({ operation }: ConnectOperation): string => {
  const route = routes.find((one) => one.operation === operation)
  return route === undefined ? '' : route.refuses.map(code).join(', ')
}

const linkTo = ({ operation }: ConnectOperation): string =>
  `[${code(operation)}](operations/${operationFile(operation)})`

/** Every operation of the Connect API, and what becomes of it here. */
export const coveragePage = (): string => {
  const states = connectOperations.map(stateOf)
  const count = (begins: string) => states.filter((state) => state.startsWith(begins)).length
  return page({
    from: 'the routes of apps/gateway/src/merchant-api.ts and scripts/reference/api/connect/operations.json',
    title: 'Coverage of the Connect API',
    parts: [
      `The official SDKs know ${states.length} operations: ${count('works')} work, ` +
        `${count('refuses')} always refuse and say why ([decision](../../decisions/0014-operations-we-refuse.md)). ` +
        "Every operation may also refuse the caller, the path, and the body's size and form; " +
        'what the errors mean is in [errors](../errors.md).',
      table(
        ['Operation', 'Method', 'Path', 'State', 'Its own errors'],
        connectOperations.map((one, index) => [
          states[index] === 'works' ? linkTo(one) : code(one.operation),
          one.method,
          code(one.path.replace(/:(\w+)/g, '{$1}')),
          states[index] ?? '',
          errorsOf(one),
        ]),
      ),
    ],
  })
}
