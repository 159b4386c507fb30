import type { MerchantId, SignInNeed } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'

/** What an organisation asks for; `user` is an alias of users. A part of a statement. */
export const needOf = (user: string): string =>
  `coalesce(case when ${user}.merchant_id is null then (select needs from sign_in_rules where merchant_id is null)
                 else (select needs from sign_in_rules where merchant_id = ${user}.merchant_id) end, 'password')`

type RuleRow = { readonly merchant_id: bigint | null; readonly needs: SignInNeed; set_by: string; set_at: Date }

/** The rules that were set: of one merchant, or all. */
export const listRules = (db: Db, merchantId: MerchantId | undefined): Promise<RuleRow[]> =>
  db.read<RuleRow>({
    text: `select merchant_id, needs, set_by, set_at from sign_in_rules
            where $1::bigint is null or merchant_id = $1 order by merchant_id nulls first`,
    values: [merchantId ?? null],
  })

export type NewRule = { readonly merchantId: MerchantId | undefined; readonly needs: SignInNeed; readonly by: string }

export const putRule = async (tx: Tx, { merchantId, needs, by }: NewRule, at: Date): Promise<void> => {
  await tx.run({
    text: `insert into sign_in_rules (merchant_id, needs, set_by, set_at) values ($1, $2, $3, $4)
           on conflict (merchant_id) do update set needs = excluded.needs, set_by = excluded.set_by, set_at = excluded.set_at`,
    values: [merchantId ?? null, needs, by, at],
  })
}

export const isMerchant = async (tx: Tx, merchantId: MerchantId): Promise<boolean> =>
  (await tx.run({ text: 'select 1 from merchants where merchant_id = $1', values: [merchantId] })).length === 1
