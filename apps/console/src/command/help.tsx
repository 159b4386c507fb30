import { useEffect, useId, useRef, useState } from 'react'
import type { Me } from '../session/me.ts'
import { texts } from '../ui/texts.ts'
import { viewsOf } from '../views.ts'
import { keysAreOn, switchKeys } from './shortcuts.ts'

const Keys = ({ of, does }: { of: readonly string[]; does: string }) => (
  <div className="shortcut">
    <dt className="shortcut-keys">
      {of.map((key, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: keys of one shortcut keep their places.
        <kbd key={at}>{key}</kbd>
      ))}
    </dt>
    <dd>{does}</dd>
  </div>
)

/** Every shortcut, and the switch that turns single keys off. */
export const Help = ({ who, close }: { who: Me; close: () => void }) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  const [isOn, setOn] = useState(keysAreOn())
  useEffect(() => dialog.current?.showModal(), [])
  const { commands } = texts
  const command = /mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘' : 'Ctrl'
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={close} className="help">
      <h2 id={id}>{commands.keys}</h2>
      <dl className="keys">
        <Keys of={[command, 'K']} does={commands.palette} />
        <Keys of={['/']} does={texts.search} />
        <Keys of={['f']} does={commands.filter} />
        <Keys of={['e']} does={commands.export} />
        <Keys of={['?']} does={commands.keys} />
        {viewsOf(who).map(({ to, key, name }) => (
          <Keys key={to} of={['g', key]} does={commands.goTo(name())} />
        ))}
      </dl>
      <label className="choice">
        <input
          type="checkbox"
          checked={isOn}
          onChange={({ target }) => {
            switchKeys(target.checked)
            setOn(target.checked)
          }}
        />
        {commands.singleKeys}
      </label>
      <p className="row">
        <button type="button" className="primary" onClick={() => dialog.current?.close()}>
          {commands.close}
        </button>
      </p>
    </dialog>
  )
}
