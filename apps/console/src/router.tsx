import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { Frame } from './frame.tsx'
import { NotFound } from './not-found.tsx'
import { scoped } from './scope/scope.ts'
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

/** Where one wanted to go: only to a view of ours. */
const wanted = (search: Record<string, unknown>): { to?: string } => {
  const to = text(search.to)
  return to !== undefined && /^\/(?![/\\])/.test(to) ? { to } : {}
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: SignIn,
  validateSearch: wanted,
})

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  component: lazyRouteComponent(() => import('./session/set-up.tsx'), 'SetUp'),
  validateSearch: wanted,
  beforeLoad: async ({ context, search }) => {
    if ((await context.queries.ensureQueryData(me)) === null) throw redirect({ to: '/sign-in', search })
  },
})

const forgotten = createRoute({
  getParentRoute: () => root,
  path: '/forgotten',
  component: lazyRouteComponent(() => import('./session/forgotten.tsx'), 'Forgotten'),
})

const mailedLink = createRoute({
  getParentRoute: () => root,
  path: '/link',
  component: lazyRouteComponent(() => import('./session/mailed-link.tsx'), 'MailedLink'),
})

const fromProvider = createRoute({
  getParentRoute: () => root,
  path: '/oidc',
  component: lazyRouteComponent(() => import('./session/from-provider.tsx'), 'FromProvider'),
})

const inside = createRoute({
  getParentRoute: () => root,
  id: 'in',
  component: Frame,
  beforeLoad: async ({ context, location }) => {
    const who = await context.queries.ensureQueryData(me)
    if (who === null) throw redirect({ to: '/sign-in', search: { to: location.href } })
    if (who.mustSetUp !== undefined) throw redirect({ to: '/set-up', search: { to: location.href } })
  },
})

/** The parts of an address that are a view's filter; others are dropped, and none is ever empty. */
const filterOf =
  <Part extends string>(...parts: readonly Part[]) =>
  (search: Record<string, unknown>): { readonly [part in Part]?: string } =>
    Object.fromEntries(parts.flatMap((part) => (text(search[part]) ? [[part, text(search[part])]] : []))) as never

const overview = createRoute({
  getParentRoute: () => inside,
  path: '/',
  component: lazyRouteComponent(() => import('./overview/overview.tsx'), 'Overview'),
  validateSearch: filterOf('days', 'currency', 'tables', 'merchant'),
  search: scoped,
})

const payments = createRoute({
  getParentRoute: () => inside,
  path: '/payments',
  component: lazyRouteComponent(() => import('./payment/payment-list.tsx'), 'PaymentList'),
  validateSearch: filterOf(
    ...([
      'q',
      'status',
      'unknown',
      'currency',
      'least',
      'most',
      'wallet',
      'merchant',
      'from',
      'until',
      'sort',
      'cols',
    ] as const),
  ),
  search: scoped,
})

const payment = createRoute({
  getParentRoute: () => inside,
  path: '/payments/$paymentId',
  component: lazyRouteComponent(() => import('./payment/payment.tsx'), 'Payment'),
})

const refunds = createRoute({
  getParentRoute: () => inside,
  path: '/refunds',
  component: lazyRouteComponent(() => import('./refund/refund-list.tsx'), 'RefundList'),
  validateSearch: filterOf('q', 'status', 'from', 'until', 'merchant'),
  search: scoped,
})

const disputes = createRoute({
  getParentRoute: () => inside,
  path: '/disputes',
  component: lazyRouteComponent(() => import('./dispute/dispute-list.tsx'), 'DisputeList'),
  validateSearch: filterOf('stand', 'merchant'),
  search: scoped,
})

const dispute = createRoute({
  getParentRoute: () => inside,
  path: '/disputes/$disputeId',
  component: lazyRouteComponent(() => import('./dispute/dispute.tsx'), 'Dispute'),
})

const exceptions = createRoute({
  getParentRoute: () => inside,
  path: '/exceptions',
  component: lazyRouteComponent(() => import('./exception/exception-list.tsx'), 'ExceptionList'),
  validateSearch: filterOf('ended', 'kind'),
})

const exception = createRoute({
  getParentRoute: () => inside,
  path: '/exceptions/$exceptionId',
  component: lazyRouteComponent(() => import('./exception/exception.tsx'), 'Exception'),
})

const breaks = createRoute({
  getParentRoute: () => inside,
  path: '/reconciliation',
  component: lazyRouteComponent(() => import('./break/break-list.tsx'), 'BreakList'),
  validateSearch: filterOf('ended', 'kind', 'owner', 'age', 'currency'),
})

const expected = createRoute({
  getParentRoute: () => inside,
  path: '/reconciliation/expected',
  component: lazyRouteComponent(() => import('./break/expected.tsx'), 'Expected'),
})

const oneBreak = createRoute({
  getParentRoute: () => inside,
  path: '/reconciliation/$breakId',
  component: lazyRouteComponent(() => import('./break/break.tsx'), 'Break'),
})

const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/settings.tsx'), 'Settings'),
})

const settingsParts = [
  createRoute({
    getParentRoute: () => settings,
    path: '/',
    component: lazyRouteComponent(() => import('./settings/security.tsx'), 'Security'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/people',
    component: lazyRouteComponent(() => import('./settings/people.tsx'), 'People'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/people/$userId',
    component: lazyRouteComponent(() => import('./settings/person.tsx'), 'Person'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/rules',
    component: lazyRouteComponent(() => import('./settings/rules.tsx'), 'Rules'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/appearance',
    component: lazyRouteComponent(() => import('./settings/appearance.tsx'), 'Appearance'),
  }),
] as const

const audit = createRoute({
  getParentRoute: () => inside,
  path: '/audit',
  component: lazyRouteComponent(() => import('./audit/audit.tsx'), 'Audit'),
  validateSearch: filterOf('by', 'operation', 'about', 'from', 'until'),
})

const runs = createRoute({
  getParentRoute: () => inside,
  path: '/remittance',
  component: lazyRouteComponent(() => import('./remittance/run-list.tsx'), 'RunList'),
})

const run = createRoute({
  getParentRoute: () => inside,
  path: '/remittance/runs/$runId',
  component: lazyRouteComponent(() => import('./remittance/run.tsx'), 'Run'),
})

const remittances = createRoute({
  getParentRoute: () => inside,
  path: '/remittance/all',
  component: lazyRouteComponent(() => import('./remittance/remittance-list.tsx'), 'RemittanceList'),
  validateSearch: filterOf('status', 'currency', 'merchant'),
  search: scoped,
})

const remittance = createRoute({
  getParentRoute: () => inside,
  path: '/remittance/$remittanceId',
  component: lazyRouteComponent(() => import('./remittance/remittance.tsx'), 'Remittance'),
})

const files = createRoute({
  getParentRoute: () => inside,
  path: '/settlement',
  component: lazyRouteComponent(() => import('./settlement/file-list.tsx'), 'FileList'),
  validateSearch: filterOf('source', 'state'),
})

const file = createRoute({
  getParentRoute: () => inside,
  path: '/settlement/files/$fileId',
  component: lazyRouteComponent(() => import('./settlement/file.tsx'), 'ReceivedFile'),
})

const batches = createRoute({
  getParentRoute: () => inside,
  path: '/settlement/batches',
  component: lazyRouteComponent(() => import('./settlement/batch-list.tsx'), 'BatchList'),
  validateSearch: filterOf('currency', 'open'),
})

const batch = createRoute({
  getParentRoute: () => inside,
  path: '/settlement/batches/$batchId',
  component: lazyRouteComponent(() => import('./settlement/batch.tsx'), 'Batch'),
})

const statements = createRoute({
  getParentRoute: () => inside,
  path: '/settlement/statements',
  component: lazyRouteComponent(() => import('./settlement/statement-list.tsx'), 'StatementList'),
  validateSearch: filterOf('account'),
})

const statement = createRoute({
  getParentRoute: () => inside,
  path: '/settlement/statements/$statementId',
  component: lazyRouteComponent(() => import('./settlement/statement.tsx'), 'Statement'),
  validateSearch: filterOf('entry'),
})

const quarantine = createRoute({
  getParentRoute: () => inside,
  path: '/settlement/quarantine',
  component: lazyRouteComponent(() => import('./settlement/quarantine.tsx'), 'Quarantine'),
})

/** Settlement, the bank and what merchants are paid. */
const ofMoney = [
  expected,
  files,
  file,
  batches,
  batch,
  statements,
  statement,
  quarantine,
  runs,
  run,
  remittances,
  remittance,
]

const reports = createRoute({
  getParentRoute: () => inside,
  path: '/reports',
  component: lazyRouteComponent(() => import('./report/report-list.tsx'), 'ReportList'),
  validateSearch: filterOf('kind', 'merchant', 'from', 'until'),
  search: scoped,
})

const developers = createRoute({
  getParentRoute: () => inside,
  path: '/developers',
  component: lazyRouteComponent(() => import('./developers/developers.tsx'), 'Developers'),
  validateSearch: filterOf('merchant', 'type', 'waiting'),
  search: scoped,
})

const event = createRoute({
  getParentRoute: () => inside,
  path: '/developers/events/$merchantId/$eventId',
  component: lazyRouteComponent(() => import('./developers/event.tsx'), 'Event'),
})
const elsewhere = createRoute({ getParentRoute: () => inside, path: '$', component: NotFound })
const sandbox = createRoute({
  getParentRoute: () => inside,
  path: '/sandbox',
  component: lazyRouteComponent(() => import('./sandbox/faults.tsx'), 'FaultSwitches'),
})

/** What a merchant's programs called, and its keys. */
const ofDevelopers = [
  createRoute({
    getParentRoute: () => inside,
    path: '/developers/keys',
    component: lazyRouteComponent(() => import('./developers/keys.tsx'), 'Keys'),
    validateSearch: filterOf('merchant'),
    search: scoped,
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/developers/calls',
    component: lazyRouteComponent(() => import('./developers/call-list.tsx'), 'CallList'),
    validateSearch: filterOf('merchant', 'q', 'path', 'method', 'status', 'error', 'key', 'from', 'until'),
    search: scoped,
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/developers/calls/$merchantId/$callId',
    component: lazyRouteComponent(() => import('./developers/call.tsx'), 'OneCall'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/developers/errors',
    component: lazyRouteComponent(() => import('./developers/error-list.tsx'), 'ErrorList'),
    validateSearch: filterOf('merchant'),
    search: scoped,
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/developers/doctor',
    component: lazyRouteComponent(() => import('./developers/doctor.tsx'), 'Doctor'),
    validateSearch: filterOf('merchant'),
    search: scoped,
  }),
] as const

const merchants = [
  createRoute({
    getParentRoute: () => inside,
    path: '/merchants',
    component: lazyRouteComponent(() => import('./merchant/merchant-list.tsx'), 'MerchantList'),
    validateSearch: filterOf('q', 'status'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/merchants/new',
    component: lazyRouteComponent(() => import('./merchant/add-merchant.tsx'), 'AddMerchant'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/merchants/$merchantId/change',
    component: lazyRouteComponent(() => import('./merchant/edit-merchant.tsx'), 'EditMerchant'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/merchants/$merchantId/payout-account',
    component: lazyRouteComponent(() => import('./merchant/add-account.tsx'), 'AddAccount'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/merchants/$merchantId/contract',
    component: lazyRouteComponent(() => import('./merchant/new-contract.tsx'), 'NewContract'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/merchants/$merchantId',
    component: lazyRouteComponent(() => import('./merchant/merchant.tsx'), 'Merchant'),
    validateSearch: filterOf('asOf'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/balance',
    component: lazyRouteComponent(() => import('./merchant/merchant.tsx'), 'OwnMerchant'),
    validateSearch: filterOf('asOf'),
  }),
] as const

export const makeRouter = (queries: QueryClient) =>
  createRouter({
    routeTree: root.addChildren([
      ...[signIn, setUp, forgotten, mailedLink, fromProvider],
      inside.addChildren([
        settings.addChildren(settingsParts),
        overview,
        payments,
        payment,
        refunds,
        disputes,
        dispute,
        exceptions,
        exception,
        breaks,
        oneBreak,
        ...merchants,
        reports,
        developers,
        event,
        ...ofDevelopers,
        audit,
        sandbox,
        elsewhere,
        ...ofMoney,
      ]),
    ]),
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
