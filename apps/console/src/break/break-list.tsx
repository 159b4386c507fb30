import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { zoneName } from '../ui/format.ts'
import { Failure, Figure, Heading, Loading, Time } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { breakList } from './api.ts'
import { BreakBadge } from './break-badge.tsx'

/** What does not agree, why, and who has it. */
export const BreakList = () => {
  const search = useSearch({ from: '/in/reconciliation' })
  const navigate = useNavigate({ from: '/reconciliation' })
  const { data, error, refetch } = useQuery(breakList(search))
  return (
    <>
      <Heading title={texts.reconciliation}>{texts.reconciliation}</Heading>
      <div className="row">
        <label>
          {texts.status}
          <select
            value={search.ended ?? ''}
            onChange={({ target }) => void navigate({ search: target.value === '' ? {} : { ended: target.value } })}
          >
            <option value="">{texts.openOnes}</option>
            <option value="true">{texts.endedOnes}</option>
          </select>
        </label>
      </div>
      {error !== null && <Failure error={error} again={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data?.breaks.length === 0 && <p>{search.ended === undefined ? texts.everythingAgrees : texts.noMatchBreaks}</p>}
      {data !== undefined && data.breaks.length > 0 && (
        <table className="payments" aria-label={texts.reconciliation}>
          <thead>
            <tr>
              <th scope="col">{texts.breakKind}</th>
              <th scope="col">{texts.status}</th>
              <th scope="col" className="figure">
                {texts.difference}
              </th>
              <th scope="col">{texts.openedIn(zoneName())}</th>
              <th scope="col">{texts.about}</th>
              <th scope="col">{texts.owner}</th>
            </tr>
          </thead>
          <tbody>
            {data.breaks.map((found) => (
              <tr key={found.breakId}>
                <td>
                  <Link to="/reconciliation/$breakId" params={{ breakId: found.breakId }} preload="intent">
                    {texts.breakKinds[found.kind]}
                  </Link>
                </td>
                <td>
                  <BreakBadge found={found} />
                </td>
                <td className="figure">
                  <Figure amount={found} />
                </td>
                <td>
                  <Time at={found.openedAt} />
                </td>
                <td className="narrow-off mono">{found.about}</td>
                <td className="narrow-off">{found.owner ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}
