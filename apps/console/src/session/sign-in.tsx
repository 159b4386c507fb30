import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Heading } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { Enter } from './enter.tsx'
import { entrance } from './entrance.ts'
import { me } from './me.ts'

/** The page before everything else. */
export const SignIn = () => {
  const { to = '/' } = useSearch({ from: '/sign-in' })
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { data: ways } = useQuery(entrance)
  return (
    <main className="sign-in">
      <Heading title={texts.signIn}>{texts.product}</Heading>
      <Enter
        to={to}
        entered={(who) => {
          queries.setQueryData(me.queryKey, who)
          return navigate({ href: to })
        }}
      />
      {ways?.mailsAreSent && (
        <p>
          <Link to="/forgotten">{texts.entry.forgotten}</Link>
        </p>
      )}
      {ways?.isSandbox && <p className="muted">{texts.sandboxAccounts}</p>}
    </main>
  )
}
