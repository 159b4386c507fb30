import { CircleAlert } from 'lucide-react'
import { createContext, type InputHTMLAttributes, type ReactNode, useContext, useEffect, useId, useRef } from 'react'
import { Refused } from './api.ts'
import { texts } from './texts.ts'

/** What is wrong with the fields of a form, by their names. */
const Wrong = createContext<Readonly<Record<string, string>>>({})

const wrongOf = (error: Error | null): Readonly<Record<string, string>> =>
  error instanceof Refused
    ? Object.fromEntries(error.errors.flatMap(({ propertyName: name, message }) => (name ? [[name, message]] : [])))
    : {}

/**
 * The fields of a form and, once it was refused, why: everything above them, and at each field what is wrong with it. What was
 * typed stays; the focus goes to the field, or to the list of what is wrong where it is more than one thing.
 */
export const Fields = ({ error, children }: { error: Error | null; children: ReactNode }) => {
  const summary = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const own = summary.current
    if (error === null || own === null) return
    const wrong = own.parentElement?.querySelectorAll<HTMLElement>('[aria-invalid="true"][name]') ?? []
    const [only, another] = wrong
    if (only !== undefined && another === undefined) only.focus()
    else own.focus()
  }, [error])
  const all = error instanceof Refused ? error.errors.map(({ message }) => message) : [texts.noConnection]
  return (
    <Wrong value={wrongOf(error)}>
      {error !== null && (
        <div className="error" role="alert" ref={summary} tabIndex={-1}>
          {all.length === 1 ? (
            <p>{all[0]}</p>
          ) : (
            <>
              <p>{texts.toCorrect(all.length)}</p>
              <ul>
                {all.map((message) => (
                  <li key={message}>{message}</li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
      {children}
    </Wrong>
  )
}

type Needs = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'inputMode' | 'maxLength' | 'type' | 'min' | 'max' | 'pattern' | 'required' | 'autoComplete'
> & {
  readonly name: string
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly isLong?: boolean
  readonly given?: string | undefined
  /** The options of a choice. */
  readonly children?: ReactNode
}

/** One field: its label above, a hint under the label, what is wrong with it under the field. What is not needed says so. */
export const Field = ({ name, label, hint, isLong, given, children, required, ...rest }: Needs) => {
  const id = useId()
  const wrong = useContext(Wrong)[name]
  const described = [hint !== undefined && `${id}-hint`, wrong !== undefined && `${id}-wrong`].filter(Boolean).join(' ')
  const common = {
    ...{ id, name, required, defaultValue: given, 'aria-invalid': wrong !== undefined },
    ...(described === '' ? {} : { 'aria-describedby': described }),
  }
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {!required && children === undefined && <span className="muted"> {texts.optional}</span>}
      </label>
      {hint !== undefined && (
        <span className="muted" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {children !== undefined && <select {...common}>{children}</select>}
      {children === undefined && isLong && <textarea {...common} maxLength={rest.maxLength} />}
      {children === undefined && !isLong && <input {...common} {...rest} />}
      {wrong !== undefined && (
        <span className="wrong" id={`${id}-wrong`}>
          <CircleAlert size={16} aria-hidden /> {wrong}
        </span>
      )}
    </div>
  )
}
