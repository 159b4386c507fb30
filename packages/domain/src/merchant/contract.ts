import { assert } from '../kernel/index.ts'
import { add, type Money, money, share } from '../money/index.ts'

/** One version of a merchant's fee: basis points of the settled amount and a fixed part, from a day on. */
export type ContractVersion = { readonly validFrom: Date; readonly feeBasisPoints: bigint; readonly feeFixed: Money }

/** The contract that is in force at an instant: the youngest that has begun. */
export const contractAt = (versions: readonly ContractVersion[], at: Date): ContractVersion => {
  const begun = versions.filter((version) => version.validFrom <= at)
  const inForce = begun.reduce<ContractVersion | undefined>(
    (latest, version) => (latest === undefined || version.validFrom > latest.validFrom ? version : latest),
    undefined,
  )
  assert(inForce !== undefined, `no contract is in force at ${at.toISOString()}`)
  return inForce
}

/** The merchant's fee for a settled amount, in its currency; never more than the amount itself. */
export const feeOf = (contract: ContractVersion, settled: Money): Money => {
  const fee = add(share(settled, contract.feeBasisPoints), contract.feeFixed)
  return fee.minor > settled.minor ? money(settled.currency, settled.minor) : fee
}
