import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { Refused } from './api.ts'
import { Fields } from './field.tsx'
import { texts } from './texts.ts'
import { useUnsaved } from './unsaved.ts'

type Needs = {
  /** What the button says, and the heading of what opens: the deed, with its amount where it has one. */
  readonly name: string
  /** The button that does it; where it says nothing, the name. */
  readonly confirm?: string
  readonly isDanger?: boolean
  /** Why it cannot be done now; the button stays, and says so. */
  readonly refusedBecause?: string | undefined
  /** The fields, and whatever the person must know before. */
  readonly children?: ReactNode
  /** Does it, with the fields by name, a key that is the same however often this dialog is sent, and the form for its files. */
  readonly run: (fields: Readonly<Record<string, string>>, key: string, form: FormData) => Promise<unknown>
  /** What is said once it is done. */
  readonly done?: string
}

/** The fields of a form by name; those that are empty are left out. */
export const fieldsOf = (form: FormData): Record<string, string> =>
  Object.fromEntries([...form].flatMap(([name, value]) => (value === '' ? [] : [[name, String(value)]])))

/** A button that opens a dialog in which something is decided. Nothing is shown as done before the server says so. */
export const Deed = ({ name, confirm, isDanger, refusedBecause, children, run, done }: Needs) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const whole = useRef<HTMLSpanElement>(null)
  /** Kept while it is not known what became of it, also when the dialog is left and opened again. */
  const [key, setKey] = useState<string>()
  const [isOpen, setIsOpen] = useState(false)
  const ids = useId()
  const queries = useQueryClient()
  const { onChange, saved, mayLeave } = useUnsaved()
  const deed = useMutation({
    mutationFn: ({ form, once }: { form: FormData; once: string }) => {
      saved()
      return run(fieldsOf(form), once, form)
    },
    onSuccess: () => {
      setKey(undefined)
      setIsOpen(false)
    },
    // After a clear no the next attempt is another one; without an answer it stays the same.
    onError: (error) => {
      onChange()
      if (error instanceof Refused) setKey(crypto.randomUUID())
    },
    // A no may have changed something too.
    onSettled: () => queries.invalidateQueries(),
  })
  useEffect(() => {
    if (isOpen) dialog.current?.showModal()
    else dialog.current?.close()
  }, [isOpen])
  useLayoutEffect(() => {
    const own = whole.current
    // What has been decided may take its button away: the focus stays in the view.
    return () => {
      if (own?.contains(document.activeElement)) document.getElementById('content')?.focus()
    }
  }, [])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!deed.isPending && key !== undefined) deed.mutate({ form: new FormData(event.currentTarget), once: key })
  }
  const open = () => {
    if (refusedBecause !== undefined || deed.isPending) return
    if (deed.isSuccess) deed.reset()
    setKey(key ?? crypto.randomUUID())
    setIsOpen(true)
  }
  const leave = () => {
    if (!deed.isPending && mayLeave()) setIsOpen(false)
  }
  /** Browsers close a dialog at the second Esc without asking: it stays where its reader wants to. */
  const closed = () => {
    if (!isOpen || deed.isPending) return
    if (mayLeave()) setIsOpen(false)
    else dialog.current?.showModal()
  }
  return (
    <span className="deed" ref={whole}>
      <button
        type="button"
        className={isDanger ? 'danger' : undefined}
        aria-disabled={refusedBecause !== undefined}
        aria-describedby={refusedBecause === undefined ? undefined : `${ids}-why`}
        onClick={open}
      >
        {name}
      </button>
      {refusedBecause !== undefined && (
        <span id={`${ids}-why`} className="muted">
          {refusedBecause}
        </span>
      )}
      {deed.isSuccess && done !== undefined && <span role="status">{done}</span>}
      <dialog
        ref={dialog}
        aria-labelledby={`${ids}-name`}
        onCancel={(event) => (deed.isPending || !mayLeave()) && event.preventDefault()}
        onClose={closed}
      >
        {isOpen && (
          <form className="form" onSubmit={submit} onChange={onChange}>
            <h2 id={`${ids}-name`}>{name}</h2>
            <Fields error={deed.error}>{children}</Fields>
            <p className="row">
              <button type="submit" className={isDanger ? 'danger' : 'primary'} aria-disabled={deed.isPending}>
                {deed.isPending ? texts.working : (confirm ?? name)}
              </button>
              <button type="button" aria-disabled={deed.isPending} onClick={leave}>
                {texts.leaveIt}
              </button>
            </p>
          </form>
        )}
      </dialog>
    </span>
  )
}
