import { useMutation } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef } from 'react'
import { Refused } from '../ui/api.ts'
import { texts } from '../ui/texts.ts'
import { askDoctor } from './call-api.ts'
import { DiagnosisOf } from './diagnosis.tsx'
import { OfMerchant } from './of-merchant.tsx'

const example = `POST /v1/1234/payments HTTP/1.1
Content-Type: application/json
Date: Tue, 24 Nov 2026 12:00:00 GMT
Authorization: GCS v1HMAC:KEY-ID:SIGNATURE`

const Ask = ({ merchantId }: { merchantId: string }) => {
  const { doctor } = texts.developers
  const asking = useMutation({
    mutationFn: (form: FormData) =>
      askDoctor(merchantId, String(form.get('raw')), String(form.get('stringToSign')) || undefined),
  })
  const result = useRef<HTMLDivElement>(null)
  const { data, error } = asking
  useEffect(() => {
    if (data !== undefined || error !== null) result.current?.focus()
  }, [data, error])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!asking.isPending) asking.mutate(new FormData(event.currentTarget))
  }
  return (
    <>
      <form className="form" onSubmit={submit}>
        <label>
          {doctor.request}
          <span className="hint">{doctor.requestHint}</span>
          <textarea name="raw" rows={8} className="mono" spellCheck={false} required placeholder={example} />
        </label>
        <label>
          {doctor.stringToSign}
          <span className="hint">{doctor.stringToSignHint}</span>
          <textarea name="stringToSign" rows={4} className="mono" spellCheck={false} />
        </label>
        <p className="row">
          <button type="submit" className="primary" aria-disabled={asking.isPending}>
            {asking.isPending ? texts.working : doctor.ask}
          </button>
        </p>
      </form>
      <div ref={result} tabIndex={-1}>
        {error !== null && (
          <p className="error" role="alert">
            {error instanceof Refused ? error.message : texts.noConnection}
          </p>
        )}
        {data !== undefined && <DiagnosisOf of={data} />}
      </div>
    </>
  )
}

/** Why a signature does not match: a request is pasted, and compared with what the gateway would sign. */
export const Doctor = () => {
  const { merchant } = useSearch({ from: '/in/developers/doctor' })
  const { doctor } = texts.developers
  return (
    <OfMerchant name={doctor.name} says={doctor.says} merchant={merchant}>
      {(merchantId) => <Ask key={merchantId} merchantId={merchantId} />}
    </OfMerchant>
  )
}
