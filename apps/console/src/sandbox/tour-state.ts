import { useSyncExternalStore } from 'react'

const key = 'silkgate.tour'

type Kept = { readonly isClosed: boolean; readonly done: readonly string[] }

const nothing: Kept = { isClosed: false, done: [] }
let kept: Kept | undefined
const listeners = new Set<() => void>()

const read = (): Kept => {
  if (kept === undefined) {
    try {
      const found = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Kept>
      kept = { isClosed: found.isClosed === true, done: Array.isArray(found.done) ? found.done : [] }
    } catch {
      kept = nothing
    }
  }
  return kept
}

const keep = (change: Partial<Kept>): void => {
  kept = { ...read(), ...change }
  localStorage.setItem(key, JSON.stringify(kept))
  for (const listener of listeners) listener()
}

export const closeTour = (): void => keep({ isClosed: true })
export const openTour = (): void => keep({ isClosed: false })

/** Somebody did here what a step of the tour is about. */
export const stepDone = (step: string): void => {
  if (!read().done.includes(step)) keep({ done: [...read().done, step] })
}

/** What this browser keeps of the tour: whether it was closed, and which steps were done here. */
export const useTour = (): Kept =>
  useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, read)
