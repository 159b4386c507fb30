import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Menu } from 'lucide-react'
import { useState } from 'react'
import { Deed } from '../ui/deed.tsx'
import { Field } from '../ui/field.tsx'
import { beginOf, timeText, zoneName } from '../ui/format.ts'
import { texts } from '../ui/texts.ts'
import { type Clock, faults, moveClock, sandboxState } from './api.ts'
import { openTour, stepDone } from './tour-state.ts'

const steps = [
  ['PT1H', () => texts.sandbox.anHour],
  ['P1D', () => texts.sandbox.aDay],
] as const

/** How far the clock is on its way. */
const Moving = ({ now, moving }: Pick<Clock, 'now' | 'moving'>) => {
  if (moving === undefined) return null
  const [from, to, at] = [moving.from, moving.to, now].map((one) => Date.parse(one)) as [number, number, number]
  return (
    <progress
      max={100}
      value={to === from ? 100 : Math.round(((at - from) / (to - from)) * 100)}
      aria-label={texts.sandbox.onTheWay(timeText(moving.to))}
    />
  )
}

/** Moves the clock: by a little, to what is due next, to a day. */
const Moves = ({ clock }: { clock: Clock }) => {
  const queries = useQueryClient()
  const words = texts.sandbox
  const move = useMutation({
    mutationFn: moveClock,
    onMutate: () => void setTimeout(() => queries.invalidateQueries({ queryKey: sandboxState.queryKey }), 300),
    onSuccess: () => stepDone('clock'),
    onSettled: () => queries.invalidateQueries(),
  })
  const isBusy = move.isPending || clock.moving !== undefined
  const go = (by: string) => isBusy || move.mutate({ by })
  return (
    <>
      <button
        type="button"
        aria-disabled={isBusy || clock.nextDue === undefined}
        title={clock.nextDue && timeText(clock.nextDue)}
        onClick={() => clock.nextDue !== undefined && go('next')}
      >
        {words.toNext}
      </button>
      {steps.map(([by, name]) => (
        <button key={by} type="button" aria-disabled={isBusy} onClick={() => go(by)}>
          {words.advance(name())}
        </button>
      ))}
      <Deed
        name={words.toDay}
        confirm={words.move}
        run={async ({ day = '' }) => {
          // Long ways take their time: the bar says how far the clock is.
          const target = beginOf(day)
          if (target < clock.now) await moveClock({ to: target })
          move.mutate({ to: target })
        }}
      >
        <Field name="day" type="date" label={words.day(zoneName())} hint={words.dayHint} required />
      </Deed>
      {move.error !== null && <span role="alert">{move.error.message}</span>}
    </>
  )
}

const Faults = () => {
  const { data } = useQuery(faults)
  const on = data?.filter(({ isOn }) => isOn).length ?? 0
  return <Link to="/sandbox">{on === 0 ? texts.sandbox.faults : texts.sandbox.faultsOn(on)}</Link>
}

/** The clock of the sandbox, how to move it, what is made to go wrong, and where to go from here; nothing in production. */
export const SandboxBar = ({ mayMove }: { mayMove: boolean }) => {
  const { data: clock } = useQuery(sandboxState)
  const navigate = useNavigate()
  const [isOpen, open] = useState(false)
  if (clock === null || clock === undefined) return null
  const words = texts.sandbox
  return (
    <aside className={isOpen ? 'sandbox-bar open' : 'sandbox-bar'} aria-label={words.name}>
      <span role="status">
        {clock.moving === undefined ? words.now(timeText(clock.now)) : words.moving(timeText(clock.now))}
      </span>
      <button type="button" className="fold" title={words.name} aria-expanded={isOpen} onClick={() => open(!isOpen)}>
        <Menu size={16} aria-hidden />
        <span className="unseen">{words.name}</span>
      </button>
      <Moving now={clock.now} {...(clock.moving === undefined ? {} : { moving: clock.moving })} />
      {mayMove && <Moves clock={clock} />}
      {mayMove && <Faults />}
      <a href={`${clock.simulatorUrl}/shop/`} target="_blank" rel="noreferrer">
        {words.shop}
      </a>
      <a href="/docs">{words.docs}</a>
      <button
        type="button"
        onClick={() => {
          openTour()
          void navigate({ to: '/' })
        }}
      >
        {words.tour}
      </button>
    </aside>
  )
}
