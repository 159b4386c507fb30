import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Answered } from '../ui/answered.tsx'
import { Failure, Heading } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { endFaults, type Fault, faults, switchFault } from './api.ts'

const OneFault = ({ fault: { name, says, isOn } }: { fault: Fault }) => {
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: () => switchFault(name, !isOn),
    onSettled: () => queries.invalidateQueries({ queryKey: faults.queryKey }),
  })
  return (
    <li>
      <label className="choice">
        <input
          type="checkbox"
          checked={isOn}
          aria-disabled={change.isPending}
          onChange={() => change.isPending || change.mutate()}
        />
        <span>
          <span className="mono">{name}</span> {texts.said.faults[name] ?? says}
        </span>
      </label>
      {change.error !== null && <Failure error={change.error} again={() => change.mutate()} />}
    </li>
  )
}

/** What the simulated Alipay+, its wallets and the bank can be made to do wrong, and what of it is on. */
export const FaultSwitches = () => {
  const queries = useQueryClient()
  const end = useMutation({
    mutationFn: endFaults,
    onSettled: () => queries.invalidateQueries({ queryKey: faults.queryKey }),
  })
  const words = texts.sandbox
  return (
    <>
      <Heading title={words.faults}>{words.faults}</Heading>
      <Answered of={useQuery(faults)} absent="UNKNOWN_PATH">
        {(all) => {
          const on = all.filter(({ isOn }) => isOn)
          return (
            <>
              <p className="lead" role="status">
                {on.length === 0 ? words.noneOn : words.areOn(on.map(({ name }) => name).join(', '))}
              </p>
              <p className="row">
                <button
                  type="button"
                  aria-disabled={on.length === 0 || end.isPending}
                  onClick={() => on.length === 0 || end.isPending || end.mutate()}
                >
                  {words.endAll}
                </button>
                <a href="/docs/guides/faults">{words.more}</a>
              </p>
              {[...new Set(all.map(({ strikes }) => strikes))].map((strikes) => (
                <section key={strikes} aria-labelledby={`strikes-${strikes}`}>
                  <h2 id={`strikes-${strikes}`}>{words.strikes[strikes] ?? strikes}</h2>
                  <ul className="plain">
                    {all
                      .filter((fault) => fault.strikes === strikes)
                      .map((fault) => (
                        <OneFault key={fault.name} fault={fault} />
                      ))}
                  </ul>
                </section>
              ))}
            </>
          )
        }}
      </Answered>
    </>
  )
}
