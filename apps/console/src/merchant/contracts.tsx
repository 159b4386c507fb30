import type { ReactNode } from 'react'
import { type Amount, amountText, timeText, zoneName } from '../ui/format.ts'
import { Fact, Time } from '../ui/parts.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import type { Amounts, Contract, Terms } from './api.ts'
import { typedPercent } from './given.ts'

/** Hundredths of a percent as "1.25 %". */
const percentText = (basisPoints: string): string => `${typedPercent(basisPoints)} %`

const feeText = (basisPoints: string, fixed: Amount): string =>
  fixed.minor === '0' ? percentText(basisPoints) : `${percentText(basisPoints)} + ${amountText(fixed)}`

/** Amounts by currency in one line; undefined where there are none. */
export const amountsText = (amounts: Amounts): string | undefined =>
  Object.entries(amounts)
    .map(([currency, minor]) => amountText({ currency, minor }))
    .join(', ') || undefined

const reserveText = ({ reserveBasisPoints, reserveDays }: Terms): string | undefined =>
  reserveBasisPoints === '0' ? undefined : texts.merchants.reserveFor(percentText(reserveBasisPoints), reserveDays)

/** What a version says, by the name of each term. */
export const factsOf = (terms: Terms, currency: string): readonly (readonly [string, string])[] => {
  const words = texts.merchants
  const all: readonly (readonly [string, string | undefined])[] = [
    [texts.fee, feeText(terms.feeBasisPoints, { currency, minor: terms.feeFixedMinor })],
    ...terms.prices.map((price): readonly [string, string] => [
      words.priceOf(
        price.currency,
        price.wallet,
        price.fromVolume === '0' ? undefined : amountText({ currency: price.currency, minor: price.fromVolume }),
      ),
      feeText(price.feeBasisPoints, { currency: price.currency, minor: price.feeFixedMinor }),
    ]),
    [words.refundsFee, terms.refundsFee ? words.yes : words.no],
    [words.paid, words.rhythms[terms.rhythm]],
    [words.threshold, terms.rhythm === 'threshold' ? amountsText(terms.thresholds) : undefined],
    [texts.reserve, reserveText(terms) ?? words.noReserve],
    [words.allowedNegative, amountsText(terms.allowedNegative)],
    [words.negative, words.policies[terms.negativePolicy]],
  ]
  return all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
}

const InForce = ({ contract, currency }: { contract: Contract; currency: string }) => (
  <dl className="facts across" aria-label={texts.merchants.inForce}>
    <Fact name={texts.merchants.since}>{timeText(contract.validFrom)}</Fact>
    {factsOf(contract, currency).map(([name, value]) => (
      <Fact key={name} name={name}>
        {value}
      </Fact>
    ))}
  </dl>
)

/** The contract in force, and every version of it, the latest first. */
export const Contracts = ({
  contracts,
  currency,
  children,
}: {
  contracts: readonly Contract[]
  currency: string
  children?: ReactNode
}) => {
  const words = texts.merchants
  const columns: readonly Column<Contract>[] = [
    {
      head: () => words.validFrom(zoneName()),
      cell: ({ validFrom, isInForce }) => (
        <>
          <Time at={validFrom} /> {isInForce && <strong>{words.inForce}</strong>}
        </>
      ),
    },
    {
      head: () => texts.fee,
      cell: ({ feeBasisPoints, feeFixedMinor }) => feeText(feeBasisPoints, { currency, minor: feeFixedMinor }),
    },
    { head: () => words.special, cell: ({ prices }) => prices.length, isFigure: true, isExtra: true },
    { head: () => words.paid, cell: ({ rhythm }) => words.rhythms[rhythm] },
    { head: () => texts.reserve, cell: (contract) => reserveText(contract) ?? '–' },
  ]
  const inForce = contracts.find(({ isInForce }) => isInForce)
  return (
    <section aria-labelledby="contract">
      <h2 id="contract">{words.contract}</h2>
      {inForce === undefined ? <p>{words.noContract}</p> : <InForce contract={inForce} currency={currency} />}
      {children}
      <h3>{words.versions}</h3>
      <Table
        name={words.versions}
        columns={columns}
        rows={contracts.toReversed()}
        keyOf={({ validFrom }) => validFrom}
      />
    </section>
  )
}
