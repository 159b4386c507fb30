import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Deed } from '../ui/deed.tsx'
import { timeText } from '../ui/format.ts'
import { texts } from '../ui/texts.ts'
import { advanceClock, sandboxClock } from './clock.ts'

const steps = [
  ['PT1H', () => texts.anHour],
  ['P1D', () => texts.aDay],
  ['P10D', () => texts.tenDays],
] as const

/** The clock of the sandbox, and how to move it; nothing in production. */
export const SandboxBar = ({ mayMove }: { mayMove: boolean }) => {
  const { data: clock } = useQuery(sandboxClock)
  const queries = useQueryClient()
  const advance = useMutation({ mutationFn: advanceClock, onSettled: () => queries.invalidateQueries() })
  if (clock === null || clock === undefined) return null
  return (
    <aside className="sandbox-bar">
      <span role="status">{advance.isPending ? texts.advancing : texts.sandboxNow(timeText(clock.now))}</span>
      {mayMove &&
        steps.map(([duration, name]) => (
          <button
            key={duration}
            type="button"
            aria-disabled={advance.isPending}
            onClick={() => advance.isPending || advance.mutate(duration)}
          >
            {texts.advance(name())}
          </button>
        ))}
      {mayMove && (
        <Deed name={texts.advanceBy} confirm={texts.advanceNow} run={({ days }) => advanceClock(`P${days}D`)}>
          <label>
            {texts.daysToAdvance}
            <input name="days" type="number" min={1} max={366} required />
          </label>
        </Deed>
      )}
      <a href="/docs">{texts.docs}</a>
      {advance.error !== null && <span role="alert">{advance.error.message}</span>}
    </aside>
  )
}
