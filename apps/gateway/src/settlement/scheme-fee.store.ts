import type { Db } from '../postgres/db.ts'

/** What Alipay+ charges by an agreement from a day on, until another rate takes its place. */
export type SchemeFee = {
  readonly agreement: string
  readonly feeType: 'INTERCHANGE_FEE' | 'SERVICE_FEE'
  readonly reach: 'domestic' | 'cross_border'
  readonly validFrom: string
  readonly basisPoints: number
  readonly onRefund: 'returned' | 'kept'
}

/** Sets a rate from a day on; one of the same day is replaced. */
export const putSchemeFee = async (db: Db, fee: SchemeFee): Promise<void> => {
  await db.write('chore.set_up', {
    text: `insert into scheme_fees (participant_agreement_id, fee_type, reach, valid_from, basis_points, on_refund)
           values ($1, $2, $3, $4, $5, $6)
           on conflict (participant_agreement_id, fee_type, reach, valid_from)
           do update set basis_points = $5, on_refund = $6`,
    values: [fee.agreement, fee.feeType, fee.reach, fee.validFrom, fee.basisPoints, fee.onRefund],
  })
}

/** Every rate, by agreement and day. */
export const listSchemeFees = (db: Db): Promise<(SchemeFee & Readonly<Record<string, unknown>>)[]> =>
  db.read({
    text: `select participant_agreement_id as "agreement", fee_type as "feeType", reach,
                  valid_from::text as "validFrom", basis_points as "basisPoints", on_refund as "onRefund"
             from scheme_fees order by participant_agreement_id, fee_type, reach, valid_from`,
    values: [],
  })
