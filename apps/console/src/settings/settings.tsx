import { useQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { me } from '../session/me.ts'
import { Heading } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'

const parts = [
  { to: '/settings', name: () => texts.settings.security, needs: undefined },
  { to: '/settings/people', name: () => texts.settings.people, needs: 'people.change' },
  { to: '/settings/rules', name: () => texts.settings.rules, needs: 'people.change' },
  { to: '/settings/appearance', name: () => texts.settings.appearance, needs: undefined },
] as const

/** One's own profile and how the console looks; for administrators also the people and what is asked of them. */
export const Settings = () => {
  const { data: who } = useQuery(me)
  return (
    <>
      <Heading title={texts.settings.name}>{texts.settings.name}</Heading>
      <nav aria-label={texts.settings.name} className="tabs">
        {parts
          .filter(({ needs }) => needs === undefined || who?.may.includes(needs))
          .map(({ to, name }) => (
            <Link key={to} to={to} activeOptions={{ exact: to === '/settings' }}>
              {name()}
            </Link>
          ))}
      </nav>
      <Outlet />
    </>
  )
}
