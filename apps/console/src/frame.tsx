import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { Menu } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Commands } from './command/commands.tsx'
import { Bell } from './overview/bell.tsx'
import { SandboxBar } from './sandbox/sandbox-bar.tsx'
import { Tour } from './sandbox/tour.tsx'
import { MerchantChooser } from './scope/merchant-chooser.tsx'
import { setScope } from './scope/scope.ts'
import { me } from './session/me.ts'
import { SessionOver } from './session/session-over.tsx'
import { ShowAgain } from './session/show-again.tsx'
import { ask } from './ui/api.ts'
import { chooseLanguage } from './ui/choose-language.ts'
import { browserZone, chooseZone, zoneChosen } from './ui/format.ts'
import { Offline } from './ui/offline.tsx'
import { type Language, languageNow, texts } from './ui/texts.ts'
import { viewsOf } from './views.ts'

const Search = () => {
  const navigate = useNavigate()
  const search = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const q = String(new FormData(event.currentTarget).get('q') ?? '').trim()
    if (/^\d{30}$/.test(q)) void navigate({ to: '/payments/$paymentId', params: { paymentId: q } })
    else if (q !== '') void navigate({ to: '/payments', search: { q } })
  }
  return (
    <search>
      <form onSubmit={search}>
        <input
          id="search"
          className="search"
          name="q"
          type="search"
          aria-label={texts.search}
          aria-keyshortcuts="/"
          placeholder={`${texts.searchHint}  /`}
        />
      </form>
    </search>
  )
}

/** The zone that every time is shown in: the browser's, UTC, or one chosen in the settings. */
const ZoneMenu = () => {
  const chosen = zoneChosen()
  const offered = [...new Set(['UTC', ...(chosen === undefined ? [] : [chosen])])]
  return (
    <select
      className="zone"
      aria-label={texts.settings.timeZone}
      value={chosen ?? ''}
      onChange={(event) => chooseZone(event.target.value)}
    >
      <option value="">{browserZone()}</option>
      {offered.map((zone) => (
        <option key={zone} value={zone}>
          {zone}
        </option>
      ))}
    </select>
  )
}

/** What stands around every view: the sandbox's bar, where one can go, who is signed in. */
export const Frame = () => {
  const { data: who } = useQuery(me)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const content = useRef<HTMLElement>(null)
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const first = useRef(true)
  const [isMenuOpen, openMenu] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever enters a view begins to read at its top.
  useEffect(() => {
    openMenu(false)
    if (first.current) first.current = false
    else content.current?.focus()
  }, [path])
  const signOut = useMutation({
    mutationFn: () => ask('/session', 'DELETE'),
    onSuccess: async () => {
      queries.clear()
      setScope(undefined)
      await navigate({ to: '/sign-in' })
    },
  })
  if (who === null || who === undefined) return null
  return (
    <>
      <a className="skip" href="#content">
        {texts.skip}
      </a>
      <SessionOver />
      <ShowAgain />
      <Commands who={who} />
      <SandboxBar mayMove={who.may.includes('sandbox.move')} />
      <div className="frame">
        <nav aria-label={texts.product}>
          <strong>{texts.product}</strong>
          <button type="button" className="menu" aria-expanded={isMenuOpen} onClick={() => openMenu(!isMenuOpen)}>
            <Menu size={16} aria-hidden />
            {texts.menu}
          </button>
          <ul>
            {viewsOf(who).map(({ to, icon: Icon, name }) => (
              <li key={to}>
                <Link to={to} activeOptions={{ exact: to === '/', includeSearch: false }}>
                  <Icon size={16} aria-hidden />
                  {name()}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="content">
          <header className="top">
            {who.merchantId === undefined && who.may.includes('merchants.read') && <MerchantChooser />}
            <Search />
            <select
              className="language"
              aria-label={texts.language}
              value={languageNow()}
              onChange={(event) => chooseLanguage(event.target.value as Language)}
            >
              <option value="en">English</option>
              <option value="zh-Hans">简体中文</option>
            </select>
            <ZoneMenu />
            {who.may.includes('payments.read') && <Bell who={who} />}
            <Link to="/settings">{who.name}</Link>
            <button type="button" onClick={() => signOut.mutate()}>
              {texts.signOut}
            </button>
          </header>
          <main id="content" ref={content} tabIndex={-1}>
            <Offline />
            <Tour />
            <Outlet />
          </main>
        </div>
      </div>
    </>
  )
}
