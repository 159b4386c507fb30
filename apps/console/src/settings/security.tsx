import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { SetUpAuthenticator } from '../session/authenticator.tsx'
import { me } from '../session/me.ts'
import { NewPasswordField } from '../session/new-password-field.tsx'
import { RecoveryCodes } from '../session/recovery-codes.tsx'
import { whyNot } from '../session/why-not.ts'
import { Answered } from '../ui/answered.tsx'
import { ask } from '../ui/api.ts'
import { Deed } from '../ui/deed.tsx'
import { Fact } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { type Security as Known, security } from './api.ts'
import { OwnSessions } from './own-sessions.tsx'
import { Passkeys } from './passkeys.tsx'

const CodeField = ({ isOptional }: { isOptional: boolean }) => (
  <label>
    {isOptional ? texts.settings.codeIfAny : texts.code}
    <input name="code" autoComplete="one-time-code" required={!isOptional} />
  </label>
)

const OldPasswordField = ({ name }: { name: string }) => (
  <label>
    {texts.settings.oldPassword}
    <input name={name} type="password" autoComplete="current-password" required />
  </label>
)

/** Ways to sign in are changed by somebody who has just shown who they are. */
const Confirm = () => {
  const queries = useQueryClient()
  const confirming = useMutation({
    mutationFn: (fields: unknown) => ask('/session/confirmation', 'POST', fields),
    onSuccess: () => queries.invalidateQueries({ queryKey: security.queryKey }),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = Object.fromEntries([...new FormData(event.currentTarget)].filter(([, value]) => value !== ''))
    if (!confirming.isPending) confirming.mutate(fields)
  }
  return (
    <section aria-labelledby="confirm" className="card">
      <h2 id="confirm">{texts.settings.confirmIt}</h2>
      <p>{texts.settings.confirmSays}</p>
      {confirming.error !== null && (
        <p className="error" role="alert">
          {whyNot(confirming.error)}
        </p>
      )}
      <form className="form" onSubmit={submit}>
        <OldPasswordField name="password" />
        <CodeField isOptional />
        <p>
          <button type="submit" className="primary" aria-disabled={confirming.isPending}>
            {texts.settings.confirm}
          </button>
        </p>
      </form>
    </section>
  )
}

const Authenticator = ({ known, show }: { known: Known; show: (codes: readonly string[]) => void }) => (
  <section aria-labelledby="authenticator">
    <h2 id="authenticator">{texts.settings.authenticator}</h2>
    <p>{known.hasSecondFactor ? texts.settings.hasAuthenticator : texts.settings.hasNoAuthenticator}</p>
    {known.hasSecondFactor ? (
      <p>
        <Deed
          name={texts.settings.removeAuthenticator}
          isDanger
          run={(fields) => ask('/second-factor/removal', 'POST', fields)}
        >
          <p>{texts.settings.removeAuthenticatorSays}</p>
          <OldPasswordField name="password" />
          <CodeField isOptional={false} />
        </Deed>
      </p>
    ) : (
      known.isConfirmed && <SetUpAuthenticator done={show} />
    )}
    {(known.hasSecondFactor || known.passkeys.length > 0) && (
      <p className="row level">
        <span>{texts.settings.codesLeft(known.recoveryCodesLeft)}</span>
        <Deed
          name={texts.settings.newCodes}
          refusedBecause={known.isConfirmed ? undefined : texts.entry.confirmationNeeded}
          run={async () => show((await ask<{ recoveryCodes: string[] }>('/recovery-codes', 'POST')).recoveryCodes)}
        >
          <p>{texts.settings.newCodesSay}</p>
        </Deed>
      </p>
    )}
  </section>
)

/** How one signs in, and where one is signed in. */
export const Security = () => {
  const { data: who } = useQuery(me)
  const known = useQuery(security)
  const [codes, setCodes] = useState<readonly string[]>()
  return (
    <>
      <dl className="facts">
        <Fact name={texts.settings.fullName}>{who?.name}</Fact>
        <Fact name={texts.email}>{who?.email}</Fact>
        <Fact name={texts.settings.role}>{who && texts.settings.roles[who.role]}</Fact>
        <Fact name={texts.settings.merchant}>{who?.merchantId}</Fact>
      </dl>
      {codes !== undefined && <RecoveryCodes codes={codes} stored={() => setCodes(undefined)} />}
      <Answered of={known}>
        {(data) => (
          <>
            {!data.isConfirmed && <Confirm />}
            <section aria-labelledby="password">
              <h2 id="password">{texts.settings.passwordHeading}</h2>
              <p>
                <Deed
                  name={texts.settings.changePassword}
                  done={texts.settings.passwordChanged}
                  run={(fields) => ask('/password', 'PUT', fields)}
                >
                  <OldPasswordField name="oldPassword" />
                  {data.hasSecondFactor && <CodeField isOptional={false} />}
                  <NewPasswordField />
                </Deed>
              </p>
            </section>
            <Authenticator known={data} show={setCodes} />
            <Passkeys known={data} show={setCodes} />
          </>
        )}
      </Answered>
      <OwnSessions />
    </>
  )
}
