import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { me } from '../session/me.ts'
import { ask } from '../ui/api.ts'
import { Deed } from '../ui/deed.tsx'
import { Field } from '../ui/field.tsx'
import { texts } from '../ui/texts.ts'
import type { MerchantDetail } from './api.ts'

const become = (merchantId: string, what: string, fields: Readonly<Record<string, string>> = {}) =>
  ask(`/merchants/${merchantId}/status`, 'POST', { what, ...fields })

const decide = (merchantId: string, status: string, fields: Readonly<Record<string, string>>) =>
  ask(`/merchants/${merchantId}/kyb/decision`, 'POST', { status, ...fields })

const Why = () => <Field name="reason" label={texts.why} required maxLength={2000} />

const KybDeeds = ({ found: { merchantId, kyb }, email }: { found: MerchantDetail; email: string }) => {
  const words = texts.merchants
  const own = kyb?.submittedBy === email ? words.youSubmitted : undefined
  return (
    <p className="row">
      <Deed
        name={`${words.submitKyb}…`}
        confirm={words.submitKyb}
        run={(fields) => ask(`/merchants/${merchantId}/kyb`, 'POST', fields)}
      >
        {kyb?.status === 'approved' && <p className="warning">{words.submitAgain}</p>}
        <Field name="evidence" label={words.evidence} hint={words.evidenceHint} required maxLength={2000} />
      </Deed>
      {kyb?.status === 'submitted' && (
        <Deed
          name={`${words.approveKyb}…`}
          confirm={words.approveKyb}
          refusedBecause={own}
          run={(fields) => decide(merchantId, 'approved', fields)}
        >
          <p>{kyb.evidence}</p>
          <Field name="reviewOn" type="date" label={words.reviewDay} hint={words.reviewHint} required />
        </Deed>
      )}
      {(kyb?.status === 'submitted' || kyb?.status === 'approved') && (
        <Deed
          name={`${words.rejectKyb}…`}
          confirm={words.rejectKyb}
          isDanger
          refusedBecause={own}
          run={(fields) => decide(merchantId, 'rejected', fields)}
        >
          <p>{words.rejectSays}</p>
          <Why />
        </Deed>
      )}
    </p>
  )
}

/** What can become of a merchant from how it stands. */
const StatusDeeds = ({ found: { merchantId, status, kyb, name } }: { found: MerchantDetail }) => {
  const words = texts.merchants
  if (status === 'closed') return null
  return (
    <p className="row">
      {status === 'boarding' && (
        <Deed
          name={`${words.goLive}…`}
          confirm={words.goLive}
          refusedBecause={kyb?.status === 'approved' ? undefined : words.notApproved}
          run={() => become(merchantId, 'made live')}
        >
          <p>{words.goLiveSays}</p>
        </Deed>
      )}
      {status === 'live' && (
        <Deed
          name={`${words.suspend}…`}
          confirm={words.suspend}
          isDanger
          run={(fields) => become(merchantId, 'suspended', fields)}
        >
          <p>{words.suspendSays}</p>
          <Why />
        </Deed>
      )}
      {status === 'suspended' && (
        <Deed name={`${words.resume}…`} confirm={words.resume} run={(fields) => become(merchantId, 'resumed', fields)}>
          <p>{words.resumeSays}</p>
          <Why />
        </Deed>
      )}
      <Deed
        name={`${words.close}…`}
        confirm={words.close}
        isDanger
        run={async ({ typed: _typed, ...fields }) => become(merchantId, 'closed', fields)}
      >
        <p className="warning">{words.closeSays}</p>
        <Why />
        <Field name="typed" label={words.typeName(name)} required pattern={patternOf(name)} autoComplete="off" />
      </Deed>
    </p>
  )
}

/** The pattern of a field into which a name must be typed again. */
const patternOf = (name: string): string => name.replaceAll(/[\\^$.*+?()[\]{}|/&#-]/g, '\\$&')

/** How a merchant is boarded and changed, for those who may. */
export const Boarding = ({ found }: { found: MerchantDetail }) => {
  const { data: who } = useQuery(me)
  const words = texts.merchants
  if (!who?.may.includes('merchants.change')) return null
  return (
    <section aria-labelledby="boarding">
      <h2 id="boarding">{words.boarding}</h2>
      <KybDeeds found={found} email={who.email} />
      <StatusDeeds found={found} />
      <p>
        <Link to="/merchants/$merchantId/change" params={{ merchantId: found.merchantId }}>
          {words.changeIt}
        </Link>
      </p>
    </section>
  )
}
