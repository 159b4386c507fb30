import { execFileSync } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { benchConsole } from './console.ts'
import type { BenchOptions } from './options.ts'
import { benchPayments } from './payments.ts'
import { benchReports } from './reports.ts'
import { benchSettlement } from './settlement.ts'
import { benchSlowNetwork } from './slow-network.ts'
import { benchWebhooks } from './webhooks.ts'

/** Answers what is to be printed. */
type Bench = { readonly says: string; readonly run: (options: BenchOptions) => Promise<string> }

const benches: Readonly<Record<string, Bench>> = {
  payments: {
    says: 'create payment over HTTP, beside a floor that does only what cannot be left out',
    run: benchPayments,
  },
  webhooks: {
    says: 'a backlog of webhooks to twenty endpoints, beside a loop that only signs and posts',
    run: benchWebhooks,
  },
  'slow-network': {
    says: '500 payments a second offered while Alipay+ answers too late or not at all, and GET payment meanwhile',
    run: benchSlowNetwork,
  },
  reports: {
    says: "a merchant's day as WX file, CSV and XML, beside PostgreSQL giving out rows of the same content",
    run: benchReports,
  },
  settlement: {
    says: 'a day of payments with its files: taken in, reconciled, posted, PAID; beside what PostgreSQL needs for the same rows',
    run: benchSettlement,
  },
  console: {
    says: 'lists, searches and one payment of the console, with a tenth of so many payments and with all',
    run: benchConsole,
  },
}

const help = `Measures. Each bench prints its figures, the floor measured in the same run, and the ratio.

  npm run bench                  all of them
  npm run bench -- NAME …        some: ${Object.keys(benches).join(', ')}

  --seconds N    length of a round (4)
  --rounds N     rounds of each kind (5); more on a machine that others use too
  --payments N   payments of the day that is settled (1000000)
  --seed TEXT    which rows of its files are spoiled
  --without-floor  only what we need for it: for sizes at which its floor takes too long
  --profile DIR  leave CPU profiles of gateway and simulator there
  --help

Example: npm run bench -- payments --rounds 9
${Object.entries(benches).map(([name, { says }]) => `\n${name}: ${says}`)}`

const git = (...args: string[]): string => {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return ''
  }
}

/** Where and when this was measured. */
const circumstances = (): string => {
  const commit = git('rev-parse', '--short', 'HEAD') || 'unknown'
  const changed = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : ' with changes'
  const [model] = cpus()
  const load = loadavg().map((value) => value.toFixed(1))
  return [
    `commit ${commit}${changed}, ${new Date().toISOString().slice(0, 16)}Z, Node.js ${process.versions.node}`,
    `${cpus().length} cores (${model?.model}), load average ${load.join(' ')}`,
  ].join('\n')
}

const positive = (name: string, text: string): number => {
  const value = Number(text)
  if (!(value > 0)) throw new Error(`--${name}: must be a number above 0, and is "${text}".`)
  return value
}

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    options: {
      seconds: { type: 'string', default: '4' },
      rounds: { type: 'string', default: '5' },
      payments: { type: 'string', default: '1000000' },
      seed: { type: 'string' },
      'without-floor': { type: 'boolean', default: false },
      profile: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  })
  if (values.help) return console.log(help)
  const options = {
    seconds: positive('seconds', values.seconds),
    rounds: Math.ceil(positive('rounds', values.rounds)),
    payments: Math.ceil(positive('payments', values.payments)),
    seed: values.seed,
    withoutFloor: values['without-floor'],
    profile: values.profile,
  }
  const unknown = positionals.filter((name) => benches[name] === undefined)
  if (unknown.length > 0) throw new Error(`There is no bench ${unknown.join(', ')}. See: npm run bench -- --help`)
  for (const [name, bench] of Object.entries(benches)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue
    console.log(`${name}: ${bench.says}\n${circumstances()}\n`)
    console.log(`${await bench.run(options)}\n`)
  }
  console.log(
    `load average at the end ${loadavg()
      .map((value) => value.toFixed(1))
      .join(' ')}`,
  )
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
