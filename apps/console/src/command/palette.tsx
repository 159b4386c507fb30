import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { Me } from '../session/me.ts'
import { texts } from '../ui/texts.ts'
import { type Offer, offersFor } from './offers.ts'

/** One field in which a view's name is typed or an id is pasted, and below it what can be chosen. */
export const Palette = ({ who, close, help }: { who: Me; close: () => void; help: () => void }) => {
  const navigate = useNavigate()
  const dialog = useRef<HTMLDialogElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const ids = useId()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  useEffect(() => dialog.current?.showModal(), [])
  const offers = offersFor(typed, who)
  const chosen = Math.min(at, offers.length - 1)
  useEffect(() => {
    // What newer browsers answer is no clean-up.
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  const choose = (offer: Offer | undefined) => {
    if (offer === undefined) return
    dialog.current?.close()
    if (offer.href === undefined) return help()
    void navigate({ href: offer.href })
  }
  const press = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }
    const step = steps[event.key]
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) choose(offers[chosen])
    else if (step !== undefined && offers.length > 0) setAt((chosen + step + offers.length) % offers.length)
    else return
    event.preventDefault()
  }
  const { commands } = texts
  return (
    <dialog ref={dialog} aria-label={commands.palette} className="palette" onClose={close}>
      <input
        role="combobox"
        type="text"
        aria-label={commands.ask}
        aria-expanded={offers.length > 0}
        aria-controls={`${ids}-list`}
        aria-activedescendant={offers.length === 0 ? undefined : `${ids}-${chosen}`}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder={commands.ask}
        value={typed}
        onKeyDown={press}
        onChange={({ target }) => {
          setTyped(target.value)
          setAt(0)
        }}
      />
      <div ref={list} tabIndex={-1} id={`${ids}-list`} role="listbox" className="offers" aria-label={commands.offers}>
        {offers.map((offer, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys.
          <div
            key={offer.name}
            id={`${ids}-${index}`}
            role="option"
            className="offer"
            tabIndex={-1}
            aria-selected={index === chosen}
            onClick={() => choose(offer)}
          >
            <span className="wrap">{offer.name}</span>
            {offer.keys !== undefined && <kbd>{offer.keys}</kbd>}
          </div>
        ))}
      </div>
      {offers.length === 0 && <p role="status">{commands.nothing}</p>}
    </dialog>
  )
}
