import { queryOptions } from '@tanstack/react-query'

export type Clock = { readonly now: string; readonly nextDue: string | null }

/** The sandbox's clock; null in production, where there is none. */
export const sandboxClock = queryOptions({
  queryKey: ['sandbox clock'],
  queryFn: async (): Promise<Clock | null> => {
    const answer = await fetch('/sandbox/clock')
    return answer.ok ? ((await answer.json()) as Clock) : null
  },
  staleTime: 20_000,
  refetchInterval: ({ state }) => (state.data === null ? false : 20_000),
})

export const advanceClock = async (advance: string): Promise<void> => {
  const headers = { 'Content-Type': 'application/json' }
  const answer = await fetch('/sandbox/clock', { method: 'POST', headers, body: JSON.stringify({ advance }) })
  if (!answer.ok) throw new Error(await answer.text())
}
