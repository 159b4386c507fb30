import { type SignInNeed, signInNeeds } from '@silkgate/domain'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { me } from '../session/me.ts'
import { whyNot } from '../session/why-not.ts'
import { Answered } from '../ui/answered.tsx'
import { ask } from '../ui/api.ts'
import { Deed } from '../ui/deed.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { useUnsaved } from '../ui/unsaved.ts'
import { type Rule, rules } from './api.ts'

const NeedFields = ({ value }: { value: SignInNeed }) => (
  <fieldset>
    <legend className="unseen">{texts.settings.rules}</legend>
    {(Object.keys(signInNeeds) as SignInNeed[]).map((need) => (
      <label key={need} className="choice">
        <input type="radio" name="needs" value={need} defaultChecked={need === value} required />
        <span>
          {texts.settings.needWords[need]} <span className="muted">{texts.settings.needs[need]}</span>
        </span>
      </label>
    ))}
  </fieldset>
)

const OwnRule = ({ value }: { value: SignInNeed }) => {
  const queries = useQueryClient()
  const { onChange, saved } = useUnsaved()
  const setting = useMutation({
    mutationFn: (fields: unknown) => ask('/sign-in-rules', 'PUT', fields),
    onSuccess: () => {
      saved()
      return queries.invalidateQueries()
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!setting.isPending) setting.mutate(Object.fromEntries(new FormData(event.currentTarget)))
  }
  return (
    <form className="form" onSubmit={submit} onChange={onChange}>
      {setting.error !== null && (
        <p className="error" role="alert">
          {whyNot(setting.error)}
        </p>
      )}
      <NeedFields value={value} />
      <p className="row">
        <button type="submit" className="primary" aria-disabled={setting.isPending}>
          {texts.settings.setRule}
        </button>
        {setting.isSuccess && <span role="status">{texts.settings.ruleSet}</span>}
      </p>
    </form>
  )
}

const columns: readonly Column<Rule>[] = [
  { head: () => texts.settings.merchant, cell: ({ merchantId }) => merchantId },
  { head: () => texts.settings.rules, cell: ({ needs }) => texts.settings.needWords[needs] },
  { head: () => texts.settings.setBy, cell: ({ setBy }) => setBy, isExtra: true },
]

/** What an organisation asks for when its people sign in; the operator also says it for a merchant. */
export const Rules = () => {
  const { data: who } = useQuery(me)
  const known = useQuery(rules)
  const own = who?.merchantId
  return (
    <Answered of={known}>
      {({ rules: all }) => {
        const present = all.find(({ merchantId }) => merchantId === own)?.needs ?? 'password'
        const ofMerchants = all.filter(({ merchantId }) => merchantId !== undefined && merchantId !== own)
        return (
          <section aria-labelledby="rules">
            <h2 id="rules">{texts.settings.ruleOf(own)}</h2>
            <p>{texts.settings.rulesSay}</p>
            <OwnRule key={present} value={present} />
            {own === undefined && (
              <>
                {ofMerchants.length > 0 && (
                  <Table
                    name={texts.settings.rules}
                    columns={columns}
                    rows={ofMerchants}
                    keyOf={({ merchantId = '' }) => merchantId}
                  />
                )}
                <p>
                  <Deed
                    name={texts.settings.setForMerchant}
                    confirm={texts.settings.setRule}
                    done={texts.settings.done}
                    run={(fields) => ask('/sign-in-rules', 'PUT', fields)}
                  >
                    <label>
                      {texts.settings.merchant}
                      <input name="merchantId" inputMode="numeric" required />
                    </label>
                    <NeedFields value="second_factor" />
                  </Deed>
                </p>
              </>
            )}
          </section>
        )
      }}
    </Answered>
  )
}
