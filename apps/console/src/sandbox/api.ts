import { queryOptions } from '@tanstack/react-query'
import { ask, Refused } from '../ui/api.ts'

export type Clock = {
  readonly now: string
  readonly nextDue?: string
  readonly moving?: { readonly from: string; readonly to: string }
  readonly simulatorUrl: string
}

/** The sandbox and its clock; null in production, where there is none. While the clock is moved it is asked for all the time. */
export const sandboxState = queryOptions({
  queryKey: ['sandbox'],
  queryFn: () =>
    ask<Clock>('/sandbox').catch((error: unknown) => {
      if (error instanceof Refused && error.code === 'UNKNOWN_PATH') return null
      throw error
    }),
  staleTime: 20_000,
  refetchInterval: ({ state: { data } }) => {
    if (data === null) return false
    return data?.moving === undefined ? 20_000 : 500
  },
})

/** Moves the clock by a duration of ISO 8601, to what is due next, or to an instant. */
export const moveClock = (wanted: { readonly by?: string; readonly to?: string }) =>
  ask('/sandbox/clock', 'POST', wanted)

export type Fault = {
  readonly name: string
  /** What it strikes: a call, a notification, a file, … */
  readonly strikes: string
  readonly says: string
  readonly isOn: boolean
}

export const faults = queryOptions({
  queryKey: ['sandbox', 'faults'],
  queryFn: async () => (await ask<{ rows: readonly Fault[] }>('/sandbox/faults')).rows,
})

export const switchFault = (name: string, isOn: boolean) => ask('/sandbox/faults', 'PUT', { name, isOn })

export const endFaults = () => ask('/sandbox/faults', 'DELETE')
