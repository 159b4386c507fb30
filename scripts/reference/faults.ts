import { type FaultName, faultNames, kindOf } from '../../apps/simulator/src/fault/faults.ts'
import { code, page, table } from './markdown.ts'

const strikesWhat = (name: FaultName): string => {
  const { strikes, apis } = kindOf(name)
  if (strikes === 'notification') return 'notifications'
  if (strikes === 'sftp') return 'the SFTP server'
  return apis === undefined ? 'each call' : apis.map(code).join(', ')
}

/** Everything that the simulator does wrong on demand. */
export const faultsPage = (): string =>
  page({
    from: 'apps/simulator/src/fault/faults.ts',
    title: 'Faults',
    parts: [
      'What the simulator does wrong on demand; [how to switch it on](../guides/faults.md). A connection that is refused looks ' +
        'to a client as one that is reset; to see just that, stop the simulator.',
      table(
        ['Fault', 'Strikes', 'What then happens'],
        (Object.keys(faultNames) as FaultName[]).map((name) => [code(name), strikesWhat(name), kindOf(name).says]),
      ),
    ],
  })
