import { useQuery } from '@tanstack/react-query'
import { me } from '../session/me.ts'
import { Deed } from '../ui/deed.tsx'
import { amountText } from '../ui/format.ts'
import { Figure } from '../ui/parts.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { type Approval, decide, type Total } from './api.ts'

const columns: readonly Column<Total>[] = [
  { head: () => texts.remittance.count, cell: ({ remittances }) => remittances, isFigure: true },
  { head: () => texts.remittance.total, cell: (total) => <Figure amount={total} />, isFigure: true },
]

/** Amounts of several currencies in a sentence; never added up over them. */
export const totalsText = (totals: readonly Total[]): string => totals.map(amountText).join(', ')

/**
 * What a second person decides of a run or of one remittance, `of` its path. Whoever has made it reads who can; whoever may never
 * approve reads it too, and has no button.
 */
export const Approve = ({ of, approval }: { of: string; approval: Approval }) => {
  const { data: who } = useQuery(me)
  const { totals, toType, by } = approval
  if (who === undefined || who === null) return null
  const words = texts.remittance
  if (!who.may.includes('remittance.approve')) return <p>{words.whoCan(by)}</p>
  const name = words.approve(totalsText(totals))
  const refusedBecause = by.includes(who.email) ? undefined : words.youMadeIt(by)
  return (
    <p className="row">
      <Deed name={`${name}…`} confirm={name} refusedBecause={refusedBecause} run={(fields) => decide(of, fields)}>
        <Table name={words.total} columns={columns} rows={totals} keyOf={({ currency }) => currency} />
        <label>
          {words.typeTotal(toType.currency)}
          <input name="total" inputMode="decimal" autoComplete="off" required />
        </label>
      </Deed>
      <Deed name={`${words.refuse}…`} confirm={words.refuse} isDanger run={(fields) => decide(of, fields)}>
        <p>{words.refuseSays}</p>
        <label>
          {texts.why}
          <input name="reason" required maxLength={2000} />
        </label>
      </Deed>
    </p>
  )
}
