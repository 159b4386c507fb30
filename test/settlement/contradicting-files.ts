import type { IncomingFile } from '../support/back-office.ts'
import { type Batch, batchIdOf, type Kind, nameOf, settlementSheet, sheetsOf, textOf } from '../support/reports.ts'
import type { TestSandbox } from '../support/sandbox.ts'

/** A payment of a euro shop as two clearing batches settle it, each paid by a settlement of its own. */
export const settledTwice = async ({ simulatorDb }: TestSandbox): Promise<readonly (readonly IncomingFile[])[]> => {
  const [payment] = await simulatorDb.read<{ id: string }>({
    text: 'select payment_request_id as id from orders where paid_at is not null order by 1 limit 1',
    values: [],
  })
  return ['2026-10-01', '2026-10-02'].map((day) => {
    const item = {
      type: 'PAYMENT',
      id: 'twice',
      requestId: payment?.id ?? '',
      minor: 1017,
      fees: { SERVICE_FEE: 7 },
    } as const
    const batch: Batch = { day, agreement: 'TWICE', currency: 'EUR', items: [item] }
    const id = `S${day.replaceAll('-', '')}TWICE`
    const sheets = { ...sheetsOf(batch), settlement: settlementSheet(id, day, [batch]) }
    return Object.entries(sheets).map(([kind, sheet]): IncomingFile => {
      const name = nameOf(kind as Kind, kind === 'settlement' ? id : batchIdOf(batch), batch)
      return { source: 'alipayplus', name, body: Buffer.from(textOf(sheet)) }
    })
  })
}

/** A statement under one number, with entries of so many euros, on pages that begin at some of them. */
export const statementOf = (euros: readonly number[], pagesAt: readonly number[] = []): IncomingFile[] => {
  const balance = (at: number) => euros.slice(0, at).reduce((sum, one) => sum + one, 0)
  return [0, ...pagesAt].map((from, index) => {
    const to = pagesAt[index] ?? euros.length
    const entries = euros.slice(from, to).flatMap((one, n) => {
      return [`:61:2610021002C${one},NTRFNONREF//${from + n + 1}`, ':86:TULIPS']
    })
    const lines = [
      ...[':20:1', ':25:NL27SLKG0000001000', `:28C:1/${index + 1}`],
      ...[`:60${from === 0 ? 'F' : 'M'}:C261001EUR${balance(from)},`, ...entries],
      ...[`:62${to === euros.length ? 'F' : 'M'}:C261002EUR${balance(to)},`, '-', ''],
    ]
    return { source: 'bank', name: `${euros}-${pagesAt}-${index}.sta`, body: Buffer.from(lines.join('\n')) }
  })
}
