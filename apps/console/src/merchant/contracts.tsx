import { type Amount, amountText, timeText, zoneName } from '../ui/format.ts'
import { Fact, Time } from '../ui/parts.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import type { Amounts, Contract } from './api.ts'

/** Hundredths of a percent as "1.25 %". */
const percentText = (basisPoints: string): string => {
  const cents = BigInt(basisPoints)
  const rest = (cents % 100n).toString().padStart(2, '0').replace(/0+$/, '')
  return `${cents / 100n}${rest === '' ? '' : `.${rest}`} %`
}

const feeText = (basisPoints: string, fixed: Amount): string =>
  fixed.minor === '0' ? percentText(basisPoints) : `${percentText(basisPoints)} + ${amountText(fixed)}`

/** Amounts by currency in one line; undefined where there are none. */
export const amountsText = (amounts: Amounts): string | undefined =>
  Object.entries(amounts)
    .map(([currency, minor]) => amountText({ currency, minor }))
    .join(', ') || undefined

const reserveText = ({ reserveBasisPoints, reserveDays }: Contract): string | undefined =>
  reserveBasisPoints === '0' ? undefined : texts.merchants.reserveFor(percentText(reserveBasisPoints), reserveDays)

const InForce = ({ contract, currency }: { contract: Contract; currency: string }) => {
  const words = texts.merchants
  return (
    <dl className="facts across" aria-label={words.inForce}>
      <Fact name={words.since}>{timeText(contract.validFrom)}</Fact>
      <Fact name={texts.fee}>{feeText(contract.feeBasisPoints, { currency, minor: contract.feeFixedMinor })}</Fact>
      {contract.prices.map((price) => (
        <Fact
          key={[price.currency, price.wallet, price.fromVolume].join(' ')}
          name={words.priceOf(
            price.currency,
            price.wallet,
            price.fromVolume === '0' ? undefined : amountText({ currency: price.currency, minor: price.fromVolume }),
          )}
        >
          {feeText(price.feeBasisPoints, { currency: price.currency, minor: price.feeFixedMinor })}
        </Fact>
      ))}
      <Fact name={words.refundsFee}>{contract.refundsFee ? words.yes : words.no}</Fact>
      <Fact name={words.paid}>{words.rhythms[contract.rhythm]}</Fact>
      <Fact name={words.threshold}>{contract.rhythm === 'threshold' && amountsText(contract.thresholds)}</Fact>
      <Fact name={texts.reserve}>{reserveText(contract) ?? words.noReserve}</Fact>
      <Fact name={words.allowedNegative}>{amountsText(contract.allowedNegative)}</Fact>
      <Fact name={words.negative}>{words.policies[contract.negativePolicy]}</Fact>
    </dl>
  )
}

/** The contract in force, and every version of it, the latest first. */
export const Contracts = ({ contracts, currency }: { contracts: readonly Contract[]; currency: string }) => {
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
