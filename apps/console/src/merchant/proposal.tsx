import { useQuery } from '@tanstack/react-query'
import { me } from '../session/me.ts'
import { ask } from '../ui/api.ts'
import { Deed } from '../ui/deed.tsx'
import { Field } from '../ui/field.tsx'
import { timeText, zoneName } from '../ui/format.ts'
import { Fact } from '../ui/parts.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import type { Contract, Proposal, Terms } from './api.ts'
import { factsOf } from './contracts.tsx'

type Row = { readonly name: string; readonly before: string; readonly after: string }

const columns: readonly Column<Row>[] = [
  { head: () => texts.merchants.term, cell: ({ name }) => name },
  { head: () => texts.merchants.latest, cell: ({ before }) => before },
  {
    head: () => texts.merchants.proposed,
    cell: ({ before, after }) => (before === after ? after : <strong>≠ {after}</strong>),
  },
]

const rowsOf = (before: Terms, after: Terms, currency: string): readonly Row[] => {
  const [was, will] = [new Map(factsOf(before, currency)), new Map(factsOf(after, currency))]
  return [...new Set([...was.keys(), ...will.keys()])].map((name) => ({
    name,
    before: was.get(name) ?? '–',
    after: will.get(name) ?? '–',
  }))
}

type Needs = {
  readonly merchantId: string
  readonly proposal: Proposal
  readonly latest: Contract
  readonly currency: string
}

/** A version of a contract that waits for another person: what it changes, and from when on. */
export const ProposedContract = ({ merchantId, proposal, latest, currency }: Needs) => {
  const { data: who } = useQuery(me)
  const words = texts.merchants
  const decide = (decision: string, fields: Readonly<Record<string, string>> = {}) =>
    ask(`/merchants/${merchantId}/contract-proposals/${proposal.proposalId}/decision`, 'POST', { decision, ...fields })
  return (
    <section aria-labelledby="proposal">
      <h3 id="proposal">{words.proposal}</h3>
      <dl className="facts across">
        <Fact name={words.validFrom(zoneName())}>
          {proposal.validFrom === null ? words.onceApproved : timeText(proposal.validFrom)}
        </Fact>
        <Fact name={words.proposed}>{`${timeText(proposal.proposedAt)}, ${proposal.proposedBy}`}</Fact>
      </dl>
      {proposal.terms === undefined ? (
        <p className="warning">{words.cannotHold}</p>
      ) : (
        <Table
          name={words.proposal}
          columns={columns}
          rows={rowsOf(latest, proposal.terms, currency)}
          keyOf={({ name }) => name}
        />
      )}
      {who?.may.includes('merchants.change') && (
        <p className="row">
          <Deed
            name={`${words.approveVersion}…`}
            confirm={words.approveVersion}
            refusedBecause={proposal.proposedBy === who.email ? words.youProposed : undefined}
            run={() => decide('approved')}
          >
            <p>{words.approveVersionSays}</p>
          </Deed>
          <Deed
            name={`${words.refuseVersion}…`}
            confirm={words.refuseVersion}
            isDanger
            run={(fields) => decide('refused', fields)}
          >
            <Field name="reason" label={texts.why} required maxLength={2000} />
          </Deed>
        </p>
      )}
    </section>
  )
}
