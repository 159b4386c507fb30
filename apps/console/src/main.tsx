import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { makeRouter } from './router.tsx'
import { me } from './session/me.ts'
import { setSessionOver } from './session/session-over.tsx'
import { Refused } from './ui/api.ts'
import '@silkgate/page/tokens.css'
import './ui/console.css'
import './session/session.css'
import { languageNow, loadTexts } from './ui/texts.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no root.')

document.documentElement.lang = languageNow()
await loadTexts(languageNow())

/** What the server's answers say of the session, whatever was asked. */
const heed = (error: Error): void => {
  if (!(error instanceof Refused)) return
  // It has ended meanwhile: a dialog over the view, so that what was typed is kept.
  if (error.code === 'SIGN_IN_NEEDED' && queries.getQueryData(me.queryKey)) setSessionOver(true)
  // The organisation asks for more than before.
  if (error.code === 'SET_UP_NEEDED') {
    void queries.invalidateQueries({ queryKey: me.queryKey }).then(() => router.invalidate())
  }
}

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: heed }),
  mutationCache: new MutationCache({ onError: heed }),
  // Without a connection it fails and says so: a deed that waited for one would be done when nobody expects it any more.
  defaultOptions: {
    queries: {
      networkMode: 'always',
      refetchOnReconnect: true,
      retry: (count, error) => count < 2 && !(error instanceof Refused),
      staleTime: 5_000,
    },
    mutations: { networkMode: 'always' },
  },
})
const router = makeRouter(queries)

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
