import { type Role, roles } from '@silkgate/domain'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Ban, CircleCheck, Hourglass, Lock, TimerOff } from 'lucide-react'
import { SandboxMailbox } from '../session/forgotten.tsx'
import { me } from '../session/me.ts'
import { Answered } from '../ui/answered.tsx'
import { ask } from '../ui/api.ts'
import { Deed } from '../ui/deed.tsx'
import { zoneName } from '../ui/format.ts'
import { type Look, Person, StateBadge, Time } from '../ui/parts.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { type Person as Known, people, type Stand, standOf } from './api.ts'

const looks: Readonly<Record<Stand, Look>> = {
  active: { icon: CircleCheck, role: 'good' },
  invited: { icon: Hourglass, role: 'waiting' },
  expired: { icon: TimerOff, role: 'bad' },
  locked: { icon: Lock, role: 'bad' },
  disabled: { icon: Ban, role: 'neutral' },
}

export const StandBadge = ({ person }: { person: Known }) => {
  const stand = standOf(person)
  return <StateBadge look={looks[stand]} word={texts.settings.stands[stand]} />
}

/** What somebody has beside a password, in words. */
export const factorsOf = ({ hasAuthenticator, passkeys, hasOidc }: Known): string => {
  const all = [
    hasAuthenticator && texts.settings.hasTotp,
    passkeys > 0 && texts.settings.nPasskeys(passkeys),
    hasOidc && texts.settings.hasOidc,
  ].filter((word) => word !== false)
  return all.length === 0 ? texts.settings.noFactor : all.join(', ')
}

/** The roles that somebody of an organisation may have. */
export const RoleField = ({ of, value }: { of: 'operator' | 'merchant' | 'any'; value?: Role }) => (
  <label>
    {texts.settings.role}
    <select name="role" defaultValue={value} required>
      {(Object.keys(roles) as Role[])
        .filter((role) => of === 'any' || roles[role].of === of)
        .map((role) => (
          <option key={role} value={role}>
            {texts.settings.roles[role]}
          </option>
        ))}
    </select>
  </label>
)

const columns: readonly Column<Known>[] = [
  {
    head: () => texts.settings.fullName,
    cell: ({ userId, name, email }) => (
      <>
        <Link to="/settings/people/$userId" params={{ userId }}>
          {name === email ? <Person email={email} /> : name}
        </Link>
        {name !== email && (
          <div className="muted">
            <Person email={email} />
          </div>
        )}
      </>
    ),
  },
  { head: () => texts.status, cell: (person) => <StandBadge person={person} /> },
  { head: () => texts.settings.role, cell: ({ role }) => texts.settings.roles[role] },
  {
    head: () => texts.settings.merchant,
    cell: ({ merchantId }) => merchantId ?? texts.settings.operator,
    isExtra: true,
  },
  { head: () => texts.settings.secondFactor, cell: factorsOf, isExtra: true },
  {
    head: () => texts.settings.lastSeen(zoneName()),
    cell: ({ lastSeenAt }) => (lastSeenAt === null ? texts.settings.never : <Time at={lastSeenAt} />),
    isExtra: true,
  },
]

/** Who may use the console: the operator's people see all, a merchant's administrator that merchant's. */
export const People = () => {
  const { data: who } = useQuery(me)
  const known = useQuery(people)
  const isOfMerchant = who?.merchantId !== undefined
  return (
    <section aria-labelledby="people">
      <div className="row level">
        <h2 id="people">{texts.settings.people}</h2>
        {who?.may.includes('people.change') && (
          <Deed
            name={texts.settings.invite}
            done={texts.settings.invited}
            run={(fields) => ask('/people', 'POST', fields)}
          >
            <p>{texts.settings.inviteSays}</p>
            <label>
              {texts.settings.fullName}
              <input name="name" autoComplete="off" maxLength={100} required />
            </label>
            <label>
              {texts.email}
              <input name="email" type="email" autoComplete="off" required />
            </label>
            <RoleField of={isOfMerchant ? 'merchant' : 'any'} />
            {!isOfMerchant && (
              <label>
                {texts.settings.ofMerchant}
                <input name="merchantId" inputMode="numeric" autoComplete="off" />
              </label>
            )}
          </Deed>
        )}
      </div>
      <SandboxMailbox />
      <Answered of={known}>
        {({ people: all }) =>
          all.length === 0 ? (
            <p>{texts.settings.noPeople}</p>
          ) : (
            <Table name={texts.settings.people} columns={columns} rows={all} keyOf={({ userId }) => userId} />
          )
        }
      </Answered>
    </section>
  )
}
