import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Answered } from '../ui/answered.tsx'
import { ask } from '../ui/api.ts'
import { Deed } from '../ui/deed.tsx'
import { zoneName } from '../ui/format.ts'
import { Fact, Time } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { type Person as Known, people, sessionsOf, standOf } from './api.ts'
import { factorsOf, RoleField, StandBadge } from './people.tsx'
import { SessionTable } from './session-table.tsx'

/** What an administrator can do about somebody else; of oneself, why not. */
const Deeds = ({ person }: { person: Known }) => {
  const path = `/people/${person.userId}`
  const refusedBecause = person.isYou ? texts.settings.yourself : undefined
  const isDisabled = person.disabledAt !== null
  const isToCome = ['invited', 'expired'].includes(standOf(person))
  return (
    <div className="row">
      <Deed
        name={texts.settings.changeRole}
        done={texts.settings.roleChanged}
        refusedBecause={refusedBecause}
        run={(fields) => ask(path, 'PUT', fields)}
      >
        <RoleField of={person.merchantId === undefined ? 'operator' : 'merchant'} value={person.role} />
      </Deed>
      {isToCome && (
        <Deed
          name={texts.settings.inviteAgain}
          done={texts.settings.invited}
          run={() => ask(`${path}/invitation`, 'POST')}
        >
          <p>{texts.settings.inviteSays}</p>
        </Deed>
      )}
      {!person.isYou && (
        <>
          <Deed
            name={texts.settings.resetFactors}
            done={texts.settings.done}
            run={() => ask(`${path}/factors`, 'DELETE')}
          >
            <p>{texts.settings.resetFactorsSays}</p>
          </Deed>
          <Deed
            name={isDisabled ? texts.settings.enable : texts.settings.disable}
            isDanger={!isDisabled}
            done={texts.settings.done}
            run={() => ask(path, 'PUT', { isDisabled: !isDisabled })}
          >
            <p>{isDisabled ? texts.settings.enableSays : texts.settings.disableSays}</p>
          </Deed>
        </>
      )}
    </div>
  )
}

const Sessions = ({ userId }: { userId: string }) => {
  const known = useQuery(sessionsOf(userId))
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{texts.settings.sessions}</h2>
      <Answered of={known}>
        {({ sessions }) => (
          <>
            {sessions.length === 0 ? <p>–</p> : <SessionTable sessions={sessions} />}
            {sessions.length > 0 && (
              <p>
                <Deed
                  name={texts.settings.endTheirs}
                  done={texts.settings.done}
                  run={() => ask(`/people/${userId}/sessions`, 'DELETE')}
                />
              </p>
            )}
          </>
        )}
      </Answered>
    </section>
  )
}

/** Somebody: who they are, what they may do, and where they are signed in. */
export const Person = () => {
  const { userId } = useParams({ from: '/in/settings/people/$userId' })
  const known = useQuery(people)
  return (
    <Answered of={known}>
      {({ people: all }) => {
        const person = all.find((one) => one.userId === userId)
        if (person === undefined) return <p>{texts.notFound}</p>
        return (
          <>
            <p>
              <Link to="/settings/people">{texts.settings.people}</Link>
            </p>
            <h2>
              {person.name} <StandBadge person={person} />
            </h2>
            <dl className="facts">
              <Fact name={texts.email}>{person.email}</Fact>
              <Fact name={texts.settings.role}>{texts.settings.roles[person.role]}</Fact>
              <Fact name={texts.settings.merchant}>{person.merchantId ?? texts.settings.operator}</Fact>
              <Fact name={texts.settings.secondFactor}>{factorsOf(person)}</Fact>
              <Fact name={texts.settings.lastSeen(zoneName())}>
                {person.lastSeenAt && <Time at={person.lastSeenAt} />}
              </Fact>
            </dl>
            <Deeds person={person} />
            <Sessions userId={userId} />
          </>
        )
      }}
    </Answered>
  )
}
