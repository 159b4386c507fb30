import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import { Circle, CircleCheck } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { ask } from '../ui/api.ts'
import { texts } from '../ui/texts.ts'
import { sandboxState } from './api.ts'
import { closeTour, stepDone, useTour } from './tour-state.ts'

/** Whether a list of the API has anything in it; asked again until it has. */
const useAny = (path: string): boolean => {
  const { data } = useQuery({
    queryKey: ['tour', path],
    queryFn: async () => (await ask<{ rows: readonly unknown[] }>(path)).rows.length > 0,
    refetchInterval: ({ state }) => (state.data === true ? false : 5_000),
  })
  return data === true
}

const Step = ({ isDone, children }: { isDone: boolean; children: ReactNode }) => (
  <li>
    {isDone ? (
      <CircleCheck className="tick" role="img" size={16} aria-label={texts.sandbox.done} />
    ) : (
      <Circle className="tick" role="img" size={16} aria-label={texts.sandbox.open} />
    )}
    <span>{children}</span>
  </li>
)

const Steps = ({ simulatorUrl, done }: { simulatorUrl: string; done: readonly string[] }) => {
  const words = texts.sandbox
  const [isBought, isPaid, isRemitted] = [
    useAny('/payments?limit=1'),
    useAny('/payments?status=PAID&limit=1'),
    useAny('/remittances?limit=1'),
  ]
  return (
    <ol className="tour">
      <Step isDone={isBought}>
        <a href={`${simulatorUrl}/shop/`} target="_blank" rel="noreferrer">
          {words.buy}
        </a>{' '}
        {words.buySays}
      </Step>
      <Step isDone={done.includes('payment')}>
        <Link to="/payments">{words.look}</Link> {words.lookSays}
      </Step>
      <Step isDone={isPaid || done.includes('clock')}>{words.moveSays}</Step>
      <Step isDone={isPaid}>
        <Link to="/payments" search={{ status: 'PAID' }}>
          {words.settled}
        </Link>{' '}
        {words.settledSays}
      </Step>
      <Step isDone={isRemitted}>
        <Link to="/remittance">{words.remitted}</Link> {words.remittedSays}
      </Step>
    </ol>
  )
}

/** Ticks that somebody has looked at a payment, wherever they came from. */
const useLooks = (): void => {
  const path = useRouterState({ select: ({ location }) => location.pathname })
  useEffect(() => {
    if (/\/payments\/\d{30}$/.test(path)) stepDone('payment')
  }, [path])
}

/** What to try first in a sandbox: each step ticks itself once it is done. Closed for good, opened again from the bar. */
export const Tour = () => {
  const { data: sandbox } = useQuery(sandboxState)
  const { isClosed, done } = useTour()
  const path = useRouterState({ select: ({ location }) => location.pathname })
  useLooks()
  if (sandbox === null || sandbox === undefined || isClosed) return null
  if (!['', '/', '/console', '/console/'].includes(path)) return null
  const words = texts.sandbox
  return (
    <section className="tour-panel" aria-labelledby="tour">
      <h2 id="tour">{words.tourTitle}</h2>
      <Steps simulatorUrl={sandbox.simulatorUrl} done={done} />
      <p className="row">
        <a href="/docs">{words.docs}</a>
        <button type="button" onClick={closeTour}>
          {words.closeTour}
        </button>
      </p>
    </section>
  )
}
