import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef } from 'react'
import { ask } from '../ui/api.ts'
import { texts } from '../ui/texts.ts'
import { whyNot } from './why-not.ts'

type Offered = { readonly secret: string; readonly qr: { readonly size: number; readonly path: string } }

/** Sets up an authenticator: its secret as a picture and as text, and the first code that it shows. */
export const SetUpAuthenticator = ({ done }: { done: (recoveryCodes: readonly string[]) => void }) => {
  const queries = useQueryClient()
  const field = useRef<HTMLInputElement>(null)
  const offering = useMutation({ mutationFn: () => ask<Offered>('/second-factor', 'POST') })
  const confirming = useMutation({
    mutationFn: (code: string) =>
      ask<{ recoveryCodes: string[] }>('/second-factor', 'PUT', { secret: offering.data?.secret, code }),
    onSuccess: async ({ recoveryCodes }) => {
      done(recoveryCodes)
      await queries.invalidateQueries({ queryKey: ['security'] })
    },
  })
  useEffect(() => {
    if (offering.data !== undefined || confirming.error !== null) field.current?.focus()
  }, [offering.data, confirming.error])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const code = String(new FormData(event.currentTarget).get('code')).replaceAll(' ', '')
    if (!confirming.isPending) confirming.mutate(code)
  }
  const error = offering.error ?? confirming.error
  return (
    <>
      {error !== null && (
        <p className="error" role="alert">
          {confirming.error === null ? whyNot(error) : texts.entry.wrongCode}
        </p>
      )}
      {offering.data === undefined ? (
        <p>
          <button type="button" onClick={() => offering.mutate()}>
            {texts.entry.setUpAuthenticator}
          </button>
        </p>
      ) : (
        <form className="form" onSubmit={submit}>
          <p>{texts.entry.scan}</p>
          <Qr code={offering.data.qr} />
          <p>
            {texts.entry.orType} <span className="mono secret">{offering.data.secret.match(/.{4}/g)?.join(' ')}</span>
          </p>
          <label>
            {texts.code}
            <input
              ref={field}
              name="code"
              inputMode="numeric"
              autoComplete="one-time-code"
              aria-invalid={confirming.error !== null}
              required
            />
          </label>
          <p>
            <button type="submit" className="primary" aria-disabled={confirming.isPending}>
              {texts.entry.confirmCode}
            </button>
          </p>
        </form>
      )}
    </>
  )
}

/** Black on white in both themes: cameras read no other. */
const Qr = ({ code: { size, path } }: { code: Offered['qr'] }) => (
  <svg
    className="qr"
    role="img"
    aria-label={texts.entry.qrName}
    viewBox={`0 0 ${size} ${size}`}
    shapeRendering="crispEdges"
  >
    <rect width={size} height={size} fill="#fff" />
    <path d={path} fill="#000" />
  </svg>
)
