import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { makeRouter } from './router.tsx'
import { me } from './session/me.ts'
import { Refused } from './ui/api.ts'
import '@silkgate/page/tokens.css'
import './ui/console.css'
import { languageNow, loadTexts } from './ui/texts.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no root.')

await loadTexts(languageNow())

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    // The session ended meanwhile: sign in, and come back to the same place.
    onError: (error) => {
      if (!(error instanceof Refused) || error.code !== 'SIGN_IN_NEEDED') return
      queries.setQueryData(me.queryKey, null)
      void router.invalidate()
    },
  }),
  defaultOptions: { queries: { retry: (count, error) => count < 2 && !(error instanceof Refused), staleTime: 5_000 } },
})
const router = makeRouter(queries)

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
