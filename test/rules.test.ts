import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { after, describe, test } from 'node:test'
import { cruise, type ICruiseResult, type IFlattenedRuleSet, type IResolveOptions } from 'dependency-cruiser'

type Options = { enhancedResolveOptions: Partial<IResolveOptions>; doNotFollow: { path: string } }

const root = resolve(import.meta.dirname, '..')
const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as {
  forbidden: NonNullable<IFlattenedRuleSet['forbidden']>
  options: Options
}

const readModules = async (baseDir: string): Promise<ICruiseResult> => {
  const folders = ['packages', 'apps', 'scripts', 'test', 'bench'].filter((name) => existsSync(join(baseDir, name)))
  const { enhancedResolveOptions, ...cruiseOptions } = options
  const { output } = await cruise(
    folders,
    { ...cruiseOptions, baseDir, ruleSet: { forbidden }, validate: true },
    enhancedResolveOptions,
  )
  assert.ok(typeof output !== 'string')
  return output
}

const reasons = new Map(forbidden.map(({ name, comment }) => [name, comment]))

const violationsOf = ({ summary }: ICruiseResult): string[] =>
  summary.violations.map(({ rule, from, to }) => `${from} -> ${to}: ${rule.name}. ${reasons.get(rule.name)}`).sort()

describe('the tree', () => {
  const read = readModules(root)

  test('keeps every rule about who may know whom', async () => {
    assert.deepEqual(violationsOf(await read), [])
  })

  test('was really read: a tool that reads nothing finds nothing', async () => {
    const { modules } = await read
    const create = modules.find(({ source }) => source === 'apps/gateway/src/payment/create-payment.ts')
    assert.ok(modules.length > 100, `${modules.length} modules`)
    assert.ok(create, 'create-payment.ts was not read')
    const known = create.dependencies.map(({ resolved }) => resolved)
    assert.ok(known.includes('packages/domain/src/index.ts'), 'imports of our own packages do not resolve')
  })
})

type Tree = Readonly<Record<string, string>>

/** A tree laid out like ours that breaks no rule; every planted violation is one change to it. */
const innocent: Tree = {
  'packages/domain/src/index.ts': "export { decide } from './payment/index.ts'\nexport { add } from './money/index.ts'",
  'packages/domain/src/money/index.ts': "export { add } from './add.ts'",
  'packages/domain/src/money/add.ts': 'export const add = (a: bigint, b: bigint) => a + b',
  'packages/domain/src/payment/index.ts': "export { decide } from './decide.ts'",
  'packages/domain/src/payment/decide.ts': "import { add } from '../money/index.ts'\nexport const decide = () => add",
  'packages/domain/src/payment/decide.test.ts': "import 'node:test'\nimport { decide } from './index.ts'\ndecide()",
  'packages/alipayplus/src/index.ts':
    "import { sign } from 'node:crypto'\nexport type PayRequest = { id: string }\nexport const pay = () => sign",
  'packages/postgres/src/index.ts': "import pg from 'pg'\nexport const start = () => pg",
  'packages/sandbox-clock/src/index.ts': "import pg from 'pg'\nexport const clock = () => pg",
  'apps/gateway/src/main.ts': "import './serve.ts'",
  'apps/gateway/src/serve.ts':
    "import { openDb } from './postgres/db.ts'\nimport './payment/payment.routes.ts'\nimport './sandbox/seed.ts'\nopenDb()",
  'apps/gateway/src/postgres/db.ts':
    "import pg from 'pg'\nexport type Db = { read: () => void }\nexport const openDb = () => pg",
  'apps/gateway/src/http/route.ts': 'export type Route = { path: string }',
  'apps/gateway/src/payment/payment.routes.ts': `
    import type { Route } from '../http/route.ts'
    import { create } from './create-payment.ts'
    export const routes: Route[] = [create()]`,
  'apps/gateway/src/payment/create-payment.ts': `
    import { pay } from '@silkgate/alipayplus'
    import { openDirectory } from '../merchant/index.ts'
    import type { Db } from '../postgres/db.ts'
    import { save } from './payment.store.ts'
    export const create = (db?: Db) => ({ path: String([save(db), pay, openDirectory]) })`,
  'apps/gateway/src/payment/payment.store.ts': `
    import { decide } from '@silkgate/domain'
    import type { Db } from '../postgres/db.ts'
    export const save = (db?: Db) => [db, decide]`,
  'apps/gateway/src/merchant/index.ts': "export { openDirectory } from './directory.ts'",
  'apps/gateway/src/merchant/directory.ts':
    "import { readKey } from './key.store.ts'\nexport const openDirectory = () => readKey",
  'apps/gateway/src/merchant/key.store.ts': 'export const readKey = () => 1',
  'apps/gateway/src/sandbox/seed.ts': "import { readKey } from '../merchant/key.store.ts'\nreadKey()",
  'apps/simulator/src/main.ts':
    "import type { PayRequest } from '@silkgate/alipayplus'\nexport const main = (r: PayRequest) => r",
}

type Probe = { readonly rule: string; readonly says: string; readonly adds: Tree }

const adds = (path: string, line: string): Tree => ({ [path]: `${innocent[path] ?? ''}\n${line}` })
const decide = 'packages/domain/src/payment/decide.ts'
const create = 'apps/gateway/src/payment/create-payment.ts'

const probes: readonly Probe[] = [
  {
    rule: 'no-cycles',
    says: 'two use cases that call each other',
    adds: {
      ...adds(create, "import { get } from './get-payment.ts'\nget()"),
      'apps/gateway/src/payment/get-payment.ts':
        "import { create } from './create-payment.ts'\nexport const get = () => create",
    },
  },
  {
    rule: 'imports-resolve',
    says: 'an import of a file that was renamed',
    adds: adds(create, "import './renamed.ts'"),
  },
  { rule: 'domain-is-pure', says: 'a decision that reads a file', adds: adds(decide, "import 'node:fs'") },
  { rule: 'domain-is-pure', says: 'a decision that uses a library', adds: adds(decide, "import 'zod'") },
  {
    rule: 'domain-is-pure',
    says: 'a decision that knows the clock, if only a type of it',
    adds: adds(decide, "import type { clock } from '@silkgate/sandbox-clock'\nexport type Clock = typeof clock"),
  },
  {
    rule: 'concepts-meet-at-their-index',
    says: 'a concept that takes a file of another',
    adds: adds(decide, "import { add as plus } from '../money/add.ts'\nplus(1n, 2n)"),
  },
  {
    rule: 'protocols-know-no-gateway',
    says: 'the protocol that uses our domain',
    adds: adds('packages/alipayplus/src/index.ts', "import '@silkgate/domain'"),
  },
  {
    rule: 'protocols-know-no-gateway',
    says: 'a bank format that uses our database',
    adds: { 'packages/bank-files/src/index.ts': "import '@silkgate/postgres'" },
  },
  {
    rule: 'machinery-knows-no-domain',
    says: 'a clock that knows payments',
    adds: adds('packages/sandbox-clock/src/index.ts', "import '@silkgate/domain'"),
  },
  {
    rule: 'pages-know-amounts-alone',
    says: 'a page that signs',
    adds: adds('packages/page/src/index.ts', "import '@silkgate/alipayplus'"),
  },
  {
    rule: 'slices-do-not-reach-into-each-other',
    says: 'a slice that uses the store of another',
    adds: adds(create, "import { readKey } from '../merchant/key.store.ts'\nreadKey()"),
  },
  {
    rule: 'slices-do-not-reach-into-each-other',
    says: 'a slice that uses a store of an open folder',
    adds: {
      ...adds(create, "import { readAccess } from '../alipayplus/access.store.ts'\nreadAccess()"),
      'apps/gateway/src/alipayplus/access.store.ts': 'export const readAccess = () => 1',
    },
  },
  { rule: 'only-stores-speak-sql', says: 'a use case with a connection', adds: adds(create, "import 'pg'") },
  {
    rule: 'only-programs-open-a-database',
    says: 'a use case that opens a database of its own, though it may name its type',
    adds: adds(create, "import { openDb } from '../postgres/db.ts'\nopenDb()"),
  },
  {
    rule: 'routes-touch-no-store',
    says: 'a route that saves',
    adds: adds('apps/gateway/src/payment/payment.routes.ts', "import { save } from './payment.store.ts'\nsave()"),
  },
  {
    rule: 'stores-never-see-the-network',
    says: 'a store that calls Alipay+',
    adds: adds('apps/gateway/src/payment/payment.store.ts', "import { pay } from '@silkgate/alipayplus'\npay()"),
  },
  {
    rule: 'stores-never-see-the-network',
    says: 'a store whose neighbour calls a merchant',
    adds: {
      ...adds('apps/gateway/src/payment/payment.store.ts', "import { post } from './post.ts'\npost()"),
      'apps/gateway/src/payment/post.ts': "import { request } from 'undici'\nexport const post = () => request",
    },
  },
  {
    rule: 'apps-do-not-import-apps',
    says: 'a simulator that asks the gateway in its own process',
    adds: adds('apps/simulator/src/main.ts', "import '../../gateway/src/serve.ts'"),
  },
  {
    rule: 'simulator-has-its-own-protocol',
    says: 'a simulator that signs with the code it is to check, though it may use the types',
    adds: adds('apps/simulator/src/main.ts', "import { pay } from '@silkgate/alipayplus'\npay()"),
  },
  {
    rule: 'no-orphans',
    says: 'a file that nobody reaches, whatever it imports',
    adds: { 'apps/gateway/src/payment/old-payment.ts': "import { create } from './create-payment.ts'\ncreate()" },
  },
]

const folders: string[] = []

/** Lays a tree out in a folder of its own, with our packages and three libraries where node looks for them. */
const plant = (tree: Tree): string => {
  const folder = mkdtempSync(join(tmpdir(), 'silkgate-rules-'))
  folders.push(folder)
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  for (const [path, text] of Object.entries(tree)) write(path, text)
  for (const library of ['pg', 'undici', 'zod']) {
    write(`node_modules/${library}/package.json`, JSON.stringify({ name: library, version: '1.0.0', main: 'index.js' }))
    write(`node_modules/${library}/index.js`, '')
  }
  mkdirSync(join(folder, 'node_modules/@silkgate'))
  for (const name of ['domain', 'alipayplus', 'postgres', 'sandbox-clock']) {
    write(`packages/${name}/package.json`, JSON.stringify({ name: `@silkgate/${name}`, exports: './src/index.ts' }))
    symlinkSync(join(folder, 'packages', name), join(folder, 'node_modules/@silkgate', name))
  }
  return folder
}

after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

describe('a planted violation', () => {
  test('an innocent tree breaks no rule', async () => {
    const read = await readModules(plant(innocent))
    assert.deepEqual(violationsOf(read), [])
    assert.ok(Object.keys(innocent).every((path) => read.modules.some(({ source }) => source === path)))
  })

  for (const { rule, says, adds: planted } of probes) {
    test(`${says} breaks ${rule} and nothing else`, async () => {
      const { summary } = await readModules(plant({ ...innocent, ...planted }))
      assert.deepEqual([...new Set(summary.violations.map((violation) => violation.rule.name))], [rule])
    })
  }

  test('was planted for every rule', () => {
    assert.deepEqual([...new Set(probes.map(({ rule }) => rule))].sort(), forbidden.map(({ name }) => name).sort())
  })
})
