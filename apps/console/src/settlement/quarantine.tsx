import { Link } from '@tanstack/react-router'
import { textSaid } from '../said/said.ts'
import { zoneName } from '../ui/format.ts'
import { Pages } from '../ui/pages.tsx'
import { Heading, Time } from '../ui/parts.tsx'
import type { Column } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { type HeldRow, heldRows } from './api.ts'
import { SettlementTabs } from './tabs.tsx'

const columns: readonly Column<HeldRow>[] = [
  {
    head: () => texts.settlement.file,
    isLong: true,
    cell: ({ fileId, file }) => (
      <Link to="/settlement/files/$fileId" params={{ fileId }} className="breaks-anywhere file-name">
        {file}
      </Link>
    ),
  },
  { head: () => texts.settlement.row, cell: ({ row }) => row.toLocaleString(), isFigure: true, isNamed: true },
  { head: () => texts.settlement.column, cell: ({ column }) => <strong>{column || '–'}</strong> },
  {
    head: () => texts.settlement.why,
    isLong: true,
    cell: ({ reason, raw, row }) => (
      <>
        {textSaid(reason)}
        <section className="raw mono" aria-label={texts.settlement.rawRow(row)}>
          {raw}
        </section>
      </>
    ),
  },
  { head: () => texts.settlement.heldAt(zoneName()), cell: ({ at }) => <Time at={at} />, isExtra: true },
]

/** Rows that could not be read, each with why and as it was sent. */
export const HeldRows = ({ search, whenEmpty }: { search: { file?: string }; whenEmpty: string }) => (
  <Pages
    name={texts.settlement.quarantine}
    of={heldRows(search)}
    // On its own file's page a row need not say whose it is.
    columns={search.file === undefined ? columns : columns.slice(1)}
    keyOf={({ fileId, row, column }) => `${fileId} ${row} ${column}`}
    whenEmpty={whenEmpty}
  />
)

/** Every row that could not be read and that nobody has ended. */
export const Quarantine = () => (
  <>
    <Heading title={texts.settlement.quarantine}>{texts.settlement.title}</Heading>
    <SettlementTabs />
    <p className="lead">{texts.settlement.quarantineSays}</p>
    <HeldRows search={{}} whenEmpty={texts.settlement.noHeldRows} />
  </>
)
