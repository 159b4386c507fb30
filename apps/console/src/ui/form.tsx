import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent, ReactNode } from 'react'
import { fieldsOf } from './deed.tsx'
import { Fields } from './field.tsx'
import { texts } from './texts.ts'
import { useUnsaved } from './unsaved.ts'

type Needs = {
  readonly confirm: string
  readonly children: ReactNode
  /** Does it, with the fields by name; those that are empty are left out. */
  readonly run: (fields: Readonly<Record<string, string>>) => Promise<unknown>
  /** Where to go once it is done, with what was sent; or once it is left. */
  readonly leave: (sent?: Readonly<Record<string, string>>) => void
}

/** A form that is a view of its own, for more than a dialog can hold. What was typed stays until the server has said yes. */
export const Form = ({ confirm, children, run, leave }: Needs) => {
  const queries = useQueryClient()
  const { onChange, saved, mayLeave } = useUnsaved()
  const sent = useMutation({
    mutationFn: (form: FormData) => {
      saved()
      return run(fieldsOf(form))
    },
    onError: onChange,
    onSuccess: async (_done, form) => {
      await queries.invalidateQueries()
      leave(fieldsOf(form))
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!sent.isPending) sent.mutate(new FormData(event.currentTarget))
  }
  return (
    <form className="form" onSubmit={submit} onChange={onChange}>
      <Fields error={sent.error}>{children}</Fields>
      <p className="row">
        <button type="submit" className="primary" aria-disabled={sent.isPending}>
          {sent.isPending ? texts.working : confirm}
        </button>
        <button type="button" aria-disabled={sent.isPending} onClick={() => !sent.isPending && mayLeave() && leave()}>
          {texts.leaveIt}
        </button>
      </p>
    </form>
  )
}
