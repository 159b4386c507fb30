import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import type { Me } from '../session/me.ts'
import { viewsOf } from '../views.ts'
import { listenForKeys } from './shortcuts.ts'

const Palette = lazy(() => import('./palette.tsx').then(({ Palette: component }) => ({ default: component })))
const Help = lazy(() => import('./help.tsx').then(({ Help: component }) => ({ default: component })))

/** What can be done by keys alone, wherever one is: go to a view, find something by its id, list the keys. */
export const Commands = ({ who }: { who: Me }) => {
  const navigate = useNavigate()
  const [open, setOpen] = useState<'palette' | 'help'>()
  useEffect(
    () =>
      listenForKeys({
        palette: () => setOpen('palette'),
        help: () => setOpen('help'),
        go: (letter) => {
          const view = viewsOf(who).find(({ key }) => key === letter)
          if (view !== undefined) void navigate({ to: view.to })
          return view !== undefined
        },
      }),
    [who, navigate],
  )
  const close = () => setOpen(undefined)
  return (
    <Suspense>
      {open === 'palette' && <Palette who={who} close={close} help={() => setOpen('help')} />}
      {open === 'help' && <Help who={who} close={close} />}
    </Suspense>
  )
}
