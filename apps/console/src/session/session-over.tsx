import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useRef, useSyncExternalStore } from 'react'
import { texts } from '../ui/texts.ts'
import { Enter } from './enter.tsx'
import { me } from './me.ts'

let isOver = false
const listeners = new Set<() => void>()

/** Says that the session has ended, or has begun anew. */
export const setSessionOver = (over: boolean): void => {
  isOver = over
  for (const listen of listeners) listen()
}

const subscribe = (listen: () => void) => {
  listeners.add(listen)
  return () => void listeners.delete(listen)
}

/** A dialog over the view when the session has ended: the same person goes on where they were, with what they had typed. */
export const SessionOver = () => {
  const over = useSyncExternalStore(subscribe, () => isOver)
  const { data: who } = useQuery(me)
  const queries = useQueryClient()
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    if (over) dialog.current?.showModal()
    else dialog.current?.close()
  }, [over])
  return (
    <dialog ref={dialog} aria-labelledby={id} className="enter" onCancel={(event) => event.preventDefault()}>
      {over && who && (
        <>
          <h2 id={id}>{texts.entry.over}</h2>
          <p>{texts.entry.overSays}</p>
          <Enter
            email={who.email}
            to={location.pathname.replace(/^\/console/, '') + location.search}
            entered={async (as) => {
              if (as.email !== who.email) return location.reload()
              queries.setQueryData(me.queryKey, as)
              setSessionOver(false)
              await queries.invalidateQueries()
            }}
          />
        </>
      )}
    </dialog>
  )
}
