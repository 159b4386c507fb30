import { useQuery } from '@tanstack/react-query'
import { useEffect, useId, useRef, useState } from 'react'
import { onShowAgain } from '../ui/api.ts'
import { texts } from '../ui/texts.ts'
import { Enter } from './enter.tsx'
import { me } from './me.ts'

/** A dialog over what somebody is about to do, where that needs them to show once more who they are. Then it is done. */
export const ShowAgain = () => {
  const { data: who } = useQuery(me)
  const [waiting, setWaiting] = useState<readonly ((shown: boolean) => void)[]>([])
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  const isOpen = waiting.length > 0
  useEffect(() => onShowAgain(() => new Promise((resolve) => setWaiting((others) => [...others, resolve]))), [])
  useEffect(() => {
    if (isOpen) dialog.current?.showModal()
    else dialog.current?.close()
  }, [isOpen])
  const answer = (shown: boolean) => {
    for (const resolve of waiting) resolve(shown)
    setWaiting([])
  }
  return (
    <dialog ref={dialog} aria-labelledby={id} className="enter" onClose={() => answer(false)}>
      {isOpen && who && (
        <>
          <h2 id={id}>{texts.settings.confirmIt}</h2>
          <p>{texts.entry.againSays}</p>
          <p className="mono wrap">{who.email}</p>
          <Enter
            again={who}
            to={location.pathname.replace(/^\/console/, '') + location.search}
            entered={() => answer(true)}
          />
          <button type="button" onClick={() => answer(false)}>
            {texts.leaveIt}
          </button>
        </>
      )}
    </dialog>
  )
}
