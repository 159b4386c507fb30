import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Bell as BellIcon } from 'lucide-react'
import { useRef } from 'react'
import type { Me } from '../session/me.ts'
import { languageNow, texts } from '../ui/texts.ts'
import { attentionNow, needs } from './needs.ts'

/** What waits for whoever is signed in, by what their role sees to; each is gone once it is done. */
export const Bell = ({ who }: { who: Me }) => {
  const { data: attention = {} } = useQuery(attentionNow())
  const own = useRef<HTMLDetailsElement>(null)
  const close = () => own.current?.removeAttribute('open')
  const waiting = needs.filter(({ what, by }) => (attention[what] ?? 0) > 0 && who.may.includes(by))
  const count = waiting.reduce((sum, { what }) => sum + (attention[what] ?? 0), 0)
  return (
    <details
      ref={own}
      className="several bell"
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) close()
      }}
      onKeyDown={({ key }) => {
        if (key !== 'Escape') return
        close()
        own.current?.querySelector('summary')?.focus()
      }}
    >
      <summary aria-label={texts.over.waiting(count)}>
        <BellIcon size={16} aria-hidden />
        {count > 0 && count.toLocaleString(languageNow())}
      </summary>
      <ul className="bell-list">
        {waiting.length === 0 && <li>{texts.over.quiet}</li>}
        {waiting.map(({ what, to, search }) => (
          <li key={what}>
            <Link to={to} search={(search ?? {}) as never} onClick={close}>
              {texts.over.needs[what]?.(attention[what] ?? 0)}
            </Link>
          </li>
        ))}
      </ul>
    </details>
  )
}
