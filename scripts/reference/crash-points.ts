import { crashPoints, type Deed, deeds } from '../../apps/gateway/src/crash-points.ts'
import { code, page, table } from './markdown.ts'

const kinds: Readonly<Record<string, string>> = { commit: 'durable commit', call: 'network call' }

/** "create.commit_order_numbers" is on the path of create, a durable commit, of order numbers. */
const cellsOf = (deed: Deed): readonly string[] => {
  const [path = '', what = ''] = deed.split('.')
  const [kind = '', ...of] = what.split('_')
  return [code(deed), path, kinds[kind] ?? kind, of.join(' ')]
}

/** Every point at which the payment path can be cut in two. */
export const crashPointsPage = (): string =>
  page({
    from: 'apps/gateway/src/crash-points.ts',
    title: 'Crash points',
    parts: [
      'Every commit and every network call of the payment path has a name, and there is a point before and one after each of ' +
        `them ([why](../decisions/0008-crash-points.md)): ${crashPoints.length} points.`,
      "In the sandbox, `CRASH_AT` names the point at which the gateway kills itself, for example `CRASH_AT='after " +
        `${deeds[0]}' npm start\`. Production refuses it.`,
      table(['Deed', 'On the path', 'Kind', 'Of what'], deeds.map(cellsOf)),
    ],
  })
