import { type FaultName, faultNames, kindOf } from '../../apps/simulator/src/fault/fault-names.ts'
import { code, page, table } from './markdown.ts'

const strikesWhat = (name: FaultName): string => {
  const { strikes, apis, reports } = kindOf(name)
  if (strikes === 'notification') return 'notifications'
  if (strikes === 'batch') return 'settlement batches'
  if (strikes === 'file') return 'each report'
  if (strikes === 'row') return `rows of ${reports?.map(code).join(', ')}`
  if (strikes === 'credit') return 'credits of the bank'
  if (strikes === 'statement') return 'statements of the bank'
  if (strikes === 'payout') return 'payments that the bank is told to make'
  if (strikes === 'sftp') return 'the SFTP server'
  return apis === undefined ? 'each call' : apis.map(code).join(', ')
}

/** Everything that the simulator does wrong on demand. */
export const faultsPage = (): string =>
  page({
    from: 'apps/simulator/src/fault/fault-names.ts',
    title: 'Faults',
    parts: [
      'What the simulator does wrong on demand; [how to switch it on](../guides/faults.md). A connection that is refused is ' +
        'always for all: which payment a call is about is said only once there is a connection. Stop the simulator to see it; ' +
        'for one payment, `connection_reset` looks to a client much the same.',
      table(
        ['Fault', 'Strikes', 'What then happens'],
        (Object.keys(faultNames) as FaultName[]).map((name) => [code(name), strikesWhat(name), kindOf(name).says]),
      ),
    ],
  })
