import type { ReactNode } from 'react'
import { zoneName } from '../ui/format.ts'
import { Time } from '../ui/parts.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import type { Session } from './api.ts'

/** A browser and its system, of what a browser says of itself; all of it where that is not known. */
const deviceOf = (agent: string): string => {
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)\/(\d+)/.exec(agent)
  const system = /Windows|Android|iPhone|iPad|Mac OS X|Linux/.exec(agent)
  return browser === null ? agent || '–' : `${browser[1]} ${browser[2]}${system === null ? '' : `, ${system[0]}`}`
}

type Needs = { readonly sessions: readonly Session[]; readonly last?: (session: Session) => ReactNode }

/** Where somebody is signed in. */
export const SessionTable = ({ sessions, last }: Needs) => {
  const columns: readonly Column<Session>[] = [
    { head: () => texts.settings.device, cell: ({ agent }) => <span title={agent}>{deviceOf(agent)}</span> },
    {
      head: () => texts.settings.address,
      cell: ({ address }) => <span className="mono">{address}</span>,
      isExtra: true,
    },
    { head: () => texts.settings.lastSeen(zoneName()), cell: ({ lastSeenAt }) => <Time at={lastSeenAt} /> },
    ...(last === undefined ? [] : [{ head: () => <span className="unseen">{texts.settings.deeds}</span>, cell: last }]),
  ]
  return <Table name={texts.settings.sessions} columns={columns} rows={sessions} keyOf={({ sessionId }) => sessionId} />
}
