const kept = 'silkgate.keys'

/** Whether single keys do something; whoever dictates, or hits keys by accident, switches them off (WCAG 2.1.4). */
export const keysAreOn = (): boolean => localStorage.getItem(kept) !== 'off'

export const switchKeys = (on: boolean): void => {
  if (on) localStorage.removeItem(kept)
  else localStorage.setItem(kept, 'off')
}

/** Whether a key belongs to what somebody types or decides just now, and to no shortcut. */
const isTaken = ({ target, defaultPrevented, isComposing }: KeyboardEvent): boolean =>
  defaultPrevented ||
  isComposing ||
  document.querySelector('dialog[open]') !== null ||
  (target instanceof HTMLElement && (target.isContentEditable || target.matches('input, select, textarea')))

/** So long after a g the next letter says where to go. */
const patienceMs = 1_500

type Deeds = {
  /** Opens the list of everything that can be done. */
  readonly palette: () => void
  /** Opens the list of keys. */
  readonly help: () => void
  /** Goes to the view of a letter; answers whether there is one. */
  readonly go: (letter: string) => boolean
}

const focusOn = (selector: string): boolean => {
  const found = document.querySelector<HTMLElement>(selector)
  found?.focus()
  return found !== null
}

const pressed = (selector: string): boolean => {
  const found = document.querySelector<HTMLElement>(selector)
  found?.click()
  return found !== null
}

/** Listens for shortcuts; none does anything while somebody types, or while a dialog asks something. Answers how to stop. */
export const listenForKeys = ({ palette, help, go }: Deeds): (() => void) => {
  let goesUntil = 0
  const single: Readonly<Record<string, () => boolean>> = {
    '/': () => focusOn('#search'),
    '?': () => {
      help()
      return true
    },
    f: () => focusOn('#content [data-filters] :is(input, select, summary)'),
    e: () => pressed('#content [data-export]'),
    g: () => {
      goesUntil = performance.now() + patienceMs
      return true
    },
  }
  const hear = (event: KeyboardEvent): void => {
    if (isTaken(event) || event.altKey || event.repeat) return
    const isCommand = event.ctrlKey || event.metaKey
    if (isCommand) {
      if (event.key.toLowerCase() !== 'k' || event.shiftKey) return
      event.preventDefault()
      palette()
      return
    }
    if (!keysAreOn()) return
    const goes = performance.now() < goesUntil
    goesUntil = 0
    const isDone = goes ? go(event.key) : (single[event.key]?.() ?? false)
    if (isDone) event.preventDefault()
  }
  document.addEventListener('keydown', hear)
  return () => document.removeEventListener('keydown', hear)
}
