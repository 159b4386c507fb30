import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { me } from '../session/me.ts'
import { texts } from '../ui/texts.ts'
import type { Overview } from './api.ts'
import { needs } from './needs.ts'

/** What needs somebody, each with the list that shows it. */
export const Attention = ({ attention }: Pick<Overview, 'attention'>) => {
  const open = needs.filter(({ what }) => (attention[what] ?? 0) > 0)
  return (
    <section aria-labelledby="attention">
      <h2 id="attention">{texts.over.attention}</h2>
      {open.length === 0 ? (
        <p className="muted">{texts.over.quiet}</p>
      ) : (
        <ul className="attention">
          {open.map(({ what, to, search }) => (
            <li key={what}>
              <Link to={to} search={(search ?? {}) as never}>
                {texts.over.needs[what]?.(attention[what] ?? 0)}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** Whether what is stored is what it must be, as it was looked at last; for those who see all merchants. */
export const Checks = ({ checks }: Pick<Overview, 'checks'>) => {
  const { data: who } = useQuery(me)
  if (checks === undefined || who?.merchantId !== undefined) return null
  const { invariants, broken = [], secondsAgo } = checks
  if (invariants === undefined || secondsAgo === undefined) return <p className="muted">{texts.over.notChecked}</p>
  return (
    <div className={broken.length > 0 ? 'error' : 'muted'}>
      <p>{texts.over.checked(invariants, secondsAgo, broken.length)}</p>
      {broken.length > 0 && (
        <ul>
          {broken.map(({ number, says }) => (
            <li key={number}>
              {number}: {says}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
