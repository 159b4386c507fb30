import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { textSaid } from '../said/said.ts'
import { Answered } from '../ui/answered.tsx'
import { DownloadFile } from '../ui/download.tsx'
import { dayText } from '../ui/format.ts'
import { Fact, Figure, Heading, Time } from '../ui/parts.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { type ControlTotal, type FileDetail, oneFile } from './api.ts'
import { FileBadge } from './file-badge.tsx'
import { kindText } from './file-list.tsx'
import { HeldRows } from './quarantine.tsx'

const countText = (said: string | null, read: string | null): string =>
  said === null ? '–' : said === read || read === null ? said : `${said} ≠ ${read}`

const columns: readonly Column<ControlTotal>[] = [
  { head: () => texts.settlement.part, cell: ({ part }) => texts.settlement.partWords[part] ?? part },
  { head: () => texts.settlement.rows, cell: ({ said, read }) => countText(said, read), isFigure: true },
  {
    head: () => texts.settlement.said,
    cell: ({ currency, saidMinor }) => <Figure amount={{ currency, minor: saidMinor }} />,
    isFigure: true,
  },
  {
    head: () => texts.settlement.read,
    cell: ({ currency, readMinor }) => (readMinor === null ? '–' : <Figure amount={{ currency, minor: readMinor }} />),
    isFigure: true,
  },
  {
    head: () => texts.settlement.agrees,
    cell: ({ saidMinor, readMinor, said, read }) =>
      saidMinor === readMinor && (said === read || read === null) ? texts.settlement.yes : <strong>≠</strong>,
    isFigure: true,
  },
  {
    head: () => texts.settlement.batch,
    cell: ({ batchId }) => (
      <Link to="/settlement/batches/$batchId" params={{ batchId }}>
        {batchId}
      </Link>
    ),
  },
]

const statementColumns: readonly Column<FileDetail['statements'][number]>[] = [
  {
    head: () => texts.settlement.statement,
    cell: ({ statementId, number, day }) => (
      <Link to="/settlement/statements/$statementId" params={{ statementId }}>
        {texts.settlement.statementNumber(number, dayText(day))}
      </Link>
    ),
  },
  { head: () => texts.settlement.account, cell: ({ account }) => <span className="mono">{account}</span> },
  {
    head: () => texts.settlement.opening,
    cell: ({ currency, openingMinor }) => <Figure amount={{ currency, minor: openingMinor }} />,
    isFigure: true,
  },
  {
    head: () => texts.settlement.closing,
    cell: ({ currency, closingMinor }) => <Figure amount={{ currency, minor: closingMinor }} />,
    isFigure: true,
  },
]

const Facts = ({ file }: { file: FileDetail }) => (
  <dl className="facts" aria-label={texts.facts}>
    <Fact name={texts.settlement.from}>{texts.settlement.sources[file.source]}</Fact>
    <Fact name={texts.settlement.whatItIs}>{kindText(file)}</Fact>
    <Fact name={texts.settlement.bytes}>{Number(file.bytes).toLocaleString()}</Fact>
    <Fact name="SHA-256">
      <span className="mono">{file.sha256}</span>
    </Fact>
    <Fact name={texts.settlement.received}>
      <Time at={file.receivedAt} seconds />
    </Fact>
    <Fact name={texts.settlement.ended}>{file.endedAt !== null && <Time at={file.endedAt} seconds />}</Fact>
    <Fact name={texts.settlement.names}>
      {file.names.map(({ how, path, seenAt }) => (
        <div key={`${how} ${path} ${seenAt}`}>
          {texts.settlement.hows[how] ?? how}: <span className="mono">{path}</span>
        </div>
      ))}
    </Fact>
    <Fact name={texts.settlement.file}>
      <DownloadFile path={`/files/${file.fileId}/content`} name={file.name}>
        {texts.settlement.download}
      </DownloadFile>
    </Fact>
  </dl>
)

/** One file: what became of it, what it says of itself and what was read of it, and its rows that could not be read. */
export const ReceivedFile = () => {
  const { fileId } = useParams({ from: '/in/settlement/files/$fileId' })
  const asked = useQuery(oneFile(fileId))
  const words = texts.settlement
  const title = asked.data?.name ?? words.file
  return (
    <>
      <Heading title={title}>
        <span className="breaks-anywhere">{title}</span>
      </Heading>
      <Answered of={asked} absent="INVALID_FILE_ID">
        {(file) => (
          <div className="detail">
            <div>
              <p className="row">
                <FileBadge file={file} />
              </p>
              <p className="lead" role="status">
                {words.fileSays[file.state]} {file.reason !== null && words.because(textSaid(file.reason))}
              </p>
              {file.totals.length > 0 && (
                <section aria-labelledby="totals">
                  <h2 id="totals">{words.controlTotals}</h2>
                  <Table
                    name={words.controlTotals}
                    columns={columns}
                    rows={file.totals}
                    keyOf={({ batchId, part }) => `${batchId} ${part}`}
                  />
                </section>
              )}
              {file.statements.length > 0 && (
                <section aria-labelledby="statements">
                  <h2 id="statements">{words.statements}</h2>
                  <Table
                    name={words.statements}
                    columns={statementColumns}
                    rows={file.statements}
                    keyOf={({ statementId }) => statementId}
                  />
                </section>
              )}
              {/* What of it is held is known once it was taken in. */}
              {file.state !== 'received' && (
                <section aria-labelledby="held">
                  <h2 id="held">{words.quarantine}</h2>
                  <HeldRows search={{ file: fileId }} whenEmpty={words.noHeldRowsOfFile} />
                </section>
              )}
            </div>
            <Facts file={file} />
          </div>
        )}
      </Answered>
    </>
  )
}
