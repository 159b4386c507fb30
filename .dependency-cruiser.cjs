/**
 * Who may know whom. Each rule is executed, and proven by a planted violation, in test/rules.test.ts.
 * By hand: npx depcruise packages apps
 */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

const tests = '(\\.test|/testing)\\.ts$'
const stores = '\\.store\\.ts$'
const entrances = ['^apps/[^/]+/src/main\\.tsx?$', '^packages/[^/]+/src/index\\.ts$']

module.exports = {
  forbidden: [
    forbid('no-cycles', 'Two files that need each other are one file, or three.', {}, { circular: true }),

    forbid(
      'imports-resolve',
      'An import that leads nowhere hides from every other rule.',
      {},
      { couldNotResolve: true, dependencyTypesNot: ['core'] },
    ),

    forbid(
      'domain-is-pure',
      'Decisions import decisions: no npm package, no node:*, nothing outside packages/domain.',
      { path: '^packages/domain/src/', pathNot: tests },
      { pathNot: '^packages/domain/src/' },
    ),

    forbid(
      'concepts-meet-at-their-index',
      'A concept of the domain imports another only through its index.ts.',
      { path: '^packages/domain/src/([^/]+)/', pathNot: tests },
      { path: '^packages/domain/src/[^/]+/', pathNot: ['^packages/domain/src/$1/', '/index\\.ts$'] },
    ),

    forbid(
      'protocols-know-no-gateway',
      'What speaks for Alipay+ or for banks is useful without us: no package of ours, no app, no database.',
      { path: '^packages/(alipayplus|bank-files)/src/', pathNot: tests },
      { path: ['^packages/', '^apps/', '(^|/)node_modules/pg/'], pathNot: '^packages/$1/' },
    ),

    forbid(
      'machinery-knows-no-domain',
      'The embedded database and the clock know nothing about payments.',
      { path: '^packages/(postgres|sandbox-clock)/src/', pathNot: tests },
      { path: ['^packages/', '^apps/'], pathNot: '^packages/$1/' },
    ),

    forbid(
      'pages-know-amounts-alone',
      'What pages are made of knows the domain, for its amounts and languages, and no program.',
      { path: '^packages/page/src/', pathNot: tests },
      { path: ['^packages/', '^apps/'], pathNot: '^packages/(page|domain)/' },
    ),

    forbid(
      'slices-do-not-reach-into-each-other',
      'A slice of the gateway uses another through its index.ts; http, postgres, secret and alipayplus are open but for their ' +
        'stores. The sandbox slice sets up all the others.',
      { path: '^apps/gateway/src/([^/]+)/', pathNot: [tests, '^apps/gateway/src/sandbox/'] },
      {
        path: '^apps/gateway/src/[^/]+/[^/]+',
        pathNot: [
          '^apps/gateway/src/$1/',
          '/index\\.ts$',
          '^apps/gateway/src/(http|postgres|secret|alipayplus)/[^/.]+\\.ts$',
        ],
      },
    ),

    forbid(
      'only-stores-speak-sql',
      'The driver of PostgreSQL belongs to *.store.ts, to postgres folders, to serve and to the packages for the sandbox.',
      {
        path: '^(packages|apps)/',
        pathNot: [
          stores,
          tests,
          '^packages/(postgres|sandbox-clock)/',
          '^apps/[^/]+/src/postgres/',
          '^apps/[^/]+/src/serve\\.ts$',
        ],
      },
      { path: '(^|/)node_modules/pg/' },
    ),

    forbid(
      'only-programs-open-a-database',
      'A use case is given its database; serve and the commands open it.',
      {
        path: '^apps/gateway/src/',
        pathNot: [
          stores,
          tests,
          '\\.commands\\.ts$',
          '^apps/gateway/src/(serve|commands|command-line)\\.ts$',
          '^apps/gateway/src/postgres/',
        ],
      },
      { path: '^apps/gateway/src/postgres/(?!database-away)', dependencyTypesNot: ['type-only'] },
    ),

    forbid(
      'routes-touch-no-store',
      'Routes parse and answer; they call use cases.',
      { path: '\\.routes\\.ts$' },
      { path: stores },
    ),

    forbid(
      'stores-never-see-the-network',
      'A transaction never waits for the network: nothing that a store imports, directly or not, can call anybody. Verify tells ' +
        'payments once more by their own slice; it writes nothing.',
      { path: stores, pathNot: '^apps/gateway/src/verify/' },
      {
        path: ['^packages/alipayplus/', '(^|/)node_modules/(undici|ssh2)/', '^(node:)?(http|https|http2|net|tls)$'],
        reachable: true,
      },
    ),

    forbid(
      'apps-do-not-import-apps',
      'Programs talk over HTTP and files.',
      { path: '^apps/([^/]+)/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),

    forbid(
      'simulator-has-its-own-protocol',
      'The simulator shares the types of messages alone, so that a mistake on one side shows.',
      { path: '^apps/simulator/src/', pathNot: tests },
      { path: '^packages/alipayplus/', dependencyTypesNot: ['type-only'] },
    ),

    forbid(
      'no-orphans',
      'A file that no program and no package reaches is a file nobody needs.',
      { path: entrances },
      { path: '^(apps|packages)/[^/]+/src/.*\\.tsx?$', pathNot: [tests, '\\.d\\.ts$', ...entrances], reachable: false },
    ),
  ],

  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
