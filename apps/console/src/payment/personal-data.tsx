import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { me } from '../session/me.ts'
import { Answered } from '../ui/answered.tsx'
import { Deed } from '../ui/deed.tsx'
import { Field } from '../ui/field.tsx'
import { Fact, Failure, Time } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { accessOf, erasePersonalData, lookAtPersonalData, type PersonalData } from './api.ts'

const Shown = ({ data }: { data: PersonalData }) => {
  const words = texts.personalData
  if (Object.keys(data).length === 0) return <p role="status">{words.nothing}</p>
  return (
    <dl className="facts" aria-label={words.name}>
      <Fact name={words.customer}>{data.merchantCustomerId}</Fact>
      <Fact name={words.device}>{data.userAgent}</Fact>
      <Fact name={words.country}>{data.countryCode}</Fact>
      <Fact name={words.descriptor}>{data.descriptor}</Fact>
      <Fact name={words.returnUrl}>{data.returnUrl}</Fact>
    </dl>
  )
}

/** Who did what about the payment, whoever looked at personal data among them. */
const AccessLog = ({ paymentId }: { paymentId: string }) => {
  const words = texts.personalData
  return (
    <>
      <h3 id="access">{words.access}</h3>
      <Answered of={useQuery(accessOf(paymentId))}>
        {(entries) =>
          entries.length === 0 ? (
            <p className="muted">{words.nobody}</p>
          ) : (
            <ol className="trail" aria-labelledby="access">
              {entries.map(({ number, at, by, operation }) => (
                <li key={number}>
                  <Time at={at} seconds />
                  <span>
                    <strong>{by}</strong> {words.operations[operation] ?? <span className="mono">{operation}</span>}
                  </span>
                </li>
              ))}
            </ol>
          )
        }
      </Answered>
      <p>
        <Link to="/audit" search={{ about: paymentId }}>
          {words.wholeTrail}
        </Link>
      </p>
    </>
  )
}

/** What is known of who paid: shown when it is asked for, to those who may; erased for good; and who has looked. */
export const PersonalDataOf = ({ paymentId }: { paymentId: string }) => {
  const { data: who } = useQuery(me)
  const queries = useQueryClient()
  const look = useMutation({
    mutationFn: () => lookAtPersonalData(paymentId),
    // The look stands in the log.
    onSuccess: () => queries.invalidateQueries({ queryKey: accessOf(paymentId).queryKey }),
  })
  const words = texts.personalData
  const may = { look: who?.may.includes('personal.read'), log: who?.may.includes('audit.read') }
  if (!may.look && !may.log) return null
  return (
    <section aria-labelledby="personal">
      <h2 id="personal">{words.name}</h2>
      {may.look && look.data === undefined && (
        <p className="row">
          <button type="button" aria-disabled={look.isPending} onClick={() => look.isPending || look.mutate()}>
            {words.look}
          </button>
          <span className="muted">{words.isLogged}</span>
        </p>
      )}
      {look.error !== null && <Failure error={look.error} again={() => look.mutate()} />}
      {look.data !== undefined && <Shown data={look.data} />}
      {who?.may.includes('personal.erase') && (
        <Deed
          name={`${words.erase}…`}
          confirm={words.erase}
          isDanger
          done={words.erased}
          run={async (fields) => {
            await erasePersonalData(paymentId, fields)
            look.reset()
          }}
        >
          <p className="warning">{words.eraseSays}</p>
          <Field name="reference" label={words.reference} hint={words.referenceHint} maxLength={100} />
          <Field
            name="ending"
            label={words.ending}
            hint={words.endingHint(paymentId)}
            required
            inputMode="numeric"
            maxLength={6}
            autoComplete="off"
          />
        </Deed>
      )}
      {may.log && <AccessLog paymentId={paymentId} />}
    </section>
  )
}
