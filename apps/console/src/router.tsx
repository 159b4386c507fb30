import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  Outlet,
  redirect,
  stripSearchParams,
} from '@tanstack/react-router'
import type { BreakSearch } from './break/api.ts'
import { Break } from './break/break.tsx'
import { BreakList } from './break/break-list.tsx'
import { Frame } from './frame.tsx'
import { Overview } from './overview/overview.tsx'
import type { PaymentSearch } from './payment/api.ts'
import { Payment } from './payment/payment.tsx'
import { PaymentList } from './payment/payment-list.tsx'
import { me } from './session/me.ts'
import { SignIn } from './session/sign-in.tsx'
import { texts } from './ui/texts.ts'

type Context = { readonly queries: QueryClient }

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  notFoundComponent: () => <main>{texts.notFound}</main>,
})

const text = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: SignIn,
  validateSearch: (search: Record<string, unknown>): { to?: string } => {
    const to = text(search.to)
    // Only to a view of ours.
    return to?.startsWith('/') && !to.startsWith('//') ? { to } : {}
  },
})

const inside = createRoute({
  getParentRoute: () => root,
  id: 'in',
  component: Frame,
  beforeLoad: async ({ context, location }) => {
    const who = await context.queries.ensureQueryData(me)
    if (who === null) throw redirect({ to: '/sign-in', search: { to: location.href } })
  },
})

const overview = createRoute({ getParentRoute: () => inside, path: '/', component: Overview })

const parts = ['q', 'status', 'currency', 'from', 'until'] as const

const payments = createRoute({
  getParentRoute: () => inside,
  path: '/payments',
  component: PaymentList,
  validateSearch: (search: Record<string, unknown>): PaymentSearch =>
    Object.fromEntries(parts.map((part) => [part, text(search[part])]).filter(([, value]) => value)),
  search: { middlewares: [stripSearchParams<PaymentSearch>(Object.fromEntries(parts.map((part) => [part, ''])))] },
})

const payment = createRoute({ getParentRoute: () => inside, path: '/payments/$paymentId', component: Payment })

const breaks = createRoute({
  getParentRoute: () => inside,
  path: '/reconciliation',
  component: BreakList,
  validateSearch: (search: Record<string, unknown>): BreakSearch =>
    text(search.ended) === 'true' ? { ended: 'true' } : {},
})

const oneBreak = createRoute({ getParentRoute: () => inside, path: '/reconciliation/$breakId', component: Break })

export const makeRouter = (queries: QueryClient) =>
  createRouter({
    routeTree: root.addChildren([signIn, inside.addChildren([overview, payments, payment, breaks, oneBreak])]),
    basepath: '/console',
    context: { queries },
    scrollRestoration: true,
    // A URL that people can read: ?q=1234 is a text, not JSON.
    parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
    stringifySearch: (search) => {
      const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
      const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
      return query === '' ? '' : `?${query}`
    },
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
