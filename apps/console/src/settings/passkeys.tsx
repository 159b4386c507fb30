import { useQuery } from '@tanstack/react-query'
import { addPasskey, entrance } from '../session/entrance.ts'
import { whyNot } from '../session/why-not.ts'
import { ask, Refused } from '../ui/api.ts'
import { Deed } from '../ui/deed.tsx'
import { zoneName } from '../ui/format.ts'
import { Time } from '../ui/parts.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import type { Passkey, Security } from './api.ts'

const columns = (isConfirmed: boolean): readonly Column<Passkey>[] => [
  { head: () => texts.settings.fullName, cell: ({ name }) => name },
  { head: () => texts.settings.added(zoneName()), cell: ({ createdAt }) => <Time at={createdAt} />, isExtra: true },
  {
    head: () => texts.settings.lastUsed,
    cell: ({ lastUsedAt }) => (lastUsedAt === null ? texts.settings.never : <Time at={lastUsedAt} />),
    isExtra: true,
  },
  {
    head: () => <span className="unseen">{texts.settings.deeds}</span>,
    cell: ({ passkeyId, name }) => (
      <Deed
        name={texts.settings.removePasskey(name)}
        refusedBecause={isConfirmed ? undefined : texts.entry.confirmationNeeded}
        run={() => ask(`/passkeys/${passkeyId}`, 'DELETE')}
      >
        <p>{texts.settings.removePasskeySays}</p>
      </Deed>
    ),
  },
]

/** One's passkeys: made here, named, removed. */
export const Passkeys = ({ known, show }: { known: Security; show: (codes: readonly string[]) => void }) => {
  const { data: ways } = useQuery(entrance)
  const why = () => {
    if (ways !== undefined && location.hostname !== ways.passkeyHost) return texts.entry.passkeysAt(ways.passkeyHost)
    return known.isConfirmed ? undefined : texts.entry.confirmationNeeded
  }
  return (
    <section aria-labelledby="passkeys">
      <h2 id="passkeys">{texts.settings.passkeys}</h2>
      {known.passkeys.length === 0 ? (
        <p>{texts.settings.noPasskeys}</p>
      ) : (
        <Table
          name={texts.settings.passkeys}
          columns={columns(known.isConfirmed)}
          rows={known.passkeys}
          keyOf={({ passkeyId }) => passkeyId}
        />
      )}
      <p>
        <Deed
          name={texts.settings.addPasskey}
          done={texts.settings.passkeyAdded}
          refusedBecause={why()}
          run={async ({ name = '' }) => {
            const { recoveryCodes } = await addPasskey(name).catch((error: Error) => {
              throw error instanceof Refused ? error : new Refused(error.name, whyNot(error), '')
            })
            if (recoveryCodes !== undefined) show(recoveryCodes)
          }}
        >
          <label>
            {texts.settings.passkeyName}
            <input name="name" maxLength={100} required />
          </label>
        </Deed>
      </p>
    </section>
  )
}
