import { useQuery } from '@tanstack/react-query'
import { Answered } from '../ui/answered.tsx'
import { DayFilter, Filters, useFilter } from '../ui/filters.tsx'
import { timeText, zoneName } from '../ui/format.ts'
import { Fact, Figure } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { type Balance, balancesOf, noBalance } from './api.ts'

const parts: readonly (readonly [Exclude<keyof Balance, 'currency'>, () => string])[] = [
  ['pending', () => texts.pending],
  ['available', () => texts.available],
  ['reserve', () => texts.reserve],
  ['inTransit', () => texts.merchants.inTransit],
  ['refundsInFlight', () => texts.merchants.refundsInFlight],
  ['unpriced', () => texts.merchants.unpriced],
  ['total', () => texts.merchants.total],
]

/** What a merchant is owed, now or at the end of a day that the address names; zero in whatever it settles in without having earned. */
export const BalancesOf = ({ merchantId, currencies }: { merchantId: string; currencies: readonly string[] }) => {
  const { search } = useFilter()
  const asked = useQuery(balancesOf(merchantId, search.asOf))
  const words = texts.merchants
  return (
    <section aria-labelledby="balances">
      <h2 id="balances">{words.balances}</h2>
      <Filters>
        <DayFilter part="asOf" name={words.atEndOf} />
      </Filters>
      <Answered of={asked}>
        {({ asOf, isNow, balances }) => {
          const unmoved = currencies.filter((one) => balances.every(({ currency }) => currency !== one))
          return (
            <>
              <p className="muted" role="status">
                {isNow ? words.now(timeText(asOf), zoneName()) : words.asOf(timeText(asOf), zoneName())}
              </p>
              {[...balances, ...unmoved.map(noBalance)].map((balance) => (
                <dl key={balance.currency} className="facts across" aria-label={words.balanceIn(balance.currency)}>
                  {parts.map(([part, name]) => (
                    <Fact key={part} name={name()}>
                      <Figure amount={{ currency: balance.currency, minor: balance[part] }} />
                    </Fact>
                  ))}
                </dl>
              ))}
            </>
          )
        }}
      </Answered>
    </section>
  )
}
