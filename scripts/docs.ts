import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { documented, openApi } from './reference/api/openapi.ts'
import { operationPages } from './reference/api/operation-pages.ts'
import { merchantApis } from './reference/api/routes.ts'
import { coveragePage } from './reference/coverage.ts'
import { crashPointsPage } from './reference/crash-points.ts'
import { decisionsPage } from './reference/decisions.ts'
import { disputeStatesPage } from './reference/dispute-states.ts'
import { errorPages, errorsPage } from './reference/errors.ts'
import { faultsPage } from './reference/faults.ts'
import { refundStatesPage } from './reference/refund-states.ts'
import { resultCodesPage } from './reference/result-codes.ts'
import { settingsPage } from './reference/settings.ts'
import { statesPage } from './reference/states.ts'
import { webhookEventsPage } from './reference/webhook-events.ts'

const root = resolve(import.meta.dirname, '..')

/** The pages of the reference, each made by one function from the code it is about. */
export const pages: Readonly<Record<string, () => string>> = {
  'docs/reference/states.md': statesPage,
  'docs/reference/refund-states.md': refundStatesPage,
  'docs/reference/dispute-states.md': disputeStatesPage,
  'docs/reference/webhook-events.md': webhookEventsPage,
  'docs/reference/errors.md': errorsPage,
  'docs/reference/settings.md': settingsPage,
  'docs/reference/result-codes.md': resultCodesPage,
  'docs/reference/crash-points.md': crashPointsPage,
  'docs/reference/faults.md': faultsPage,
  'docs/reference/api/coverage.md': coveragePage,
  'docs/reference/api/openapi.json': () => `${JSON.stringify(openApi(merchantApis), undefined, 2)}\n`,
  'docs/decisions/README.md': decisionsPage,
  ...operationPages(documented(merchantApis)),
  ...errorPages(),
}

/** Folders that hold generated pages alone: what is there and is not made any more is in the way. */
const foldersOfPages = ['docs/reference/errors', 'docs/reference/api/operations']

const findLeftPages = (): string[] =>
  globSync(
    foldersOfPages.map((folder) => `${folder}/*`),
    { cwd: root },
  ).filter((path) => !Object.hasOwn(pages, path))

/** The pages whose file is not what the code says now, and the files that are no page any more. */
export const findStalePages = (): string[] => [
  ...Object.entries(pages)
    .filter(([path, make]) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== make())
    .map(([path]) => path),
  ...findLeftPages(),
]

const writePages = (): void => {
  const stale = findStalePages()
  for (const path of stale) {
    const make = pages[path]
    mkdirSync(dirname(join(root, path)), { recursive: true })
    if (make === undefined) rmSync(join(root, path))
    else writeFileSync(join(root, path), make())
    console.log(`${make === undefined ? 'removed' : 'wrote'} ${path}`)
  }
  if (stale.length === 0) console.log(`${Object.keys(pages).length} pages of the reference are up to date`)
}

const checkPages = (): void => {
  const stale = findStalePages()
  if (stale.length === 0) {
    console.log(`${Object.keys(pages).length} pages of the reference are up to date`)
  } else {
    console.error(`These pages are not what the code says:\n  ${stale.join('\n  ')}\nRun: npm run fix`)
    process.exitCode = 1
  }
}

const help = `Writes docs/reference from the code.

  npm run docs                 writes the pages that differ
  npm run docs -- --check      writes nothing; fails when a page differs`

if (import.meta.main) {
  const [option] = process.argv.slice(2)
  if (option === undefined) writePages()
  else if (option === '--check') checkPages()
  else {
    console.log(help)
    if (option !== '--help') process.exitCode = 2
  }
}
