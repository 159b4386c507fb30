import type pg from 'pg'
import type { Registration, Registrations } from './registrations.ts'

type Row = {
  registration_request_id: string
  client_id: string
  reference_merchant_id: string
  product_code: string
  requested_at: Date
  decides_at: Date
  refused_because: string | null
}

const fromRow = (row: Row): Registration => ({
  registrationRequestId: row.registration_request_id,
  clientId: row.client_id,
  referenceMerchantId: row.reference_merchant_id,
  productCode: row.product_code,
  requestedAt: row.requested_at,
  decidesAt: row.decides_at,
  refusedBecause: row.refused_because ?? undefined,
})

/** The registrations in the simulator's database. */
export const storedRegistrations = (pool: pg.Pool): Registrations => {
  const find: Registrations['find'] = async (id) => {
    const text = 'select * from registrations where registration_request_id = $1'
    const { rows } = await pool.query<Row>(text, [id])
    return rows[0] && fromRow(rows[0])
  }
  return {
    find,
    place: async (wanted) => {
      const text = `insert into registrations (registration_request_id, client_id, reference_merchant_id, product_code,
                                               requested_at, decides_at, refused_because)
                    values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`
      const { rowCount } = await pool.query(text, [
        wanted.registrationRequestId,
        wanted.clientId,
        wanted.referenceMerchantId,
        wanted.productCode,
        wanted.requestedAt,
        wanted.decidesAt,
        wanted.refusedBecause ?? null,
      ])
      return rowCount === 1 ? wanted : ((await find(wanted.registrationRequestId)) ?? wanted)
    },
    of: async (merchant) => {
      const text = `select * from registrations where $1::text is null or reference_merchant_id = $1
                     order by requested_at desc, registration_request_id`
      return (await pool.query<Row>(text, [merchant ?? null])).rows.map(fromRow)
    },
  }
}
