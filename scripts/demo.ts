import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoFaults, tellBooks, tellFault } from './demo/fault.ts'
import { tellLife } from './demo/life.ts'
import { openStage } from './demo/stage.ts'

/** Faults of the bank strike the same life: it ends where they strike. */
const bankFaults = ['settled-short']

const help = `npm run demo [-- --fault NAME | --faults]

Tells the whole life of a payment on the terminal, in a sandbox of its own: official SDK, wallet, notification, webhook.
  --fault NAME   the same while something goes wrong: ${[...demoFaults, ...bankFaults].join(', ')}
  --faults       one payment for each of them, and all books compared with the wallets in the end
Exits with 0 only if every step held.`

const readArguments = (words: readonly string[]): readonly string[] => {
  const [first, name] = words
  if (first === undefined) return []
  if (first === '--faults') return demoFaults
  if (first === '--fault' && name !== undefined && [...demoFaults, ...bankFaults].includes(name)) return [name]
  throw new Error(help)
}

const run = async (): Promise<void> => {
  const words = process.argv.slice(2)
  if (words.includes('--help')) return console.log(help)
  const faults = readArguments(words)
  const dataDir = await mkdtemp(join(tmpdir(), 'silkgate-demo-'))
  const stage = await openStage(dataDir)
  const stop = async () => {
    await stage.close()
    await rm(dataDir, { recursive: true, force: true })
  }
  process.once('SIGINT', () => void stop().then(() => process.exit(130)))
  try {
    const [bankFault] = faults.filter((fault) => bankFaults.includes(fault))
    if (bankFault !== undefined) {
      await stage.ask(`${stage.sandbox.simulatorUrl}/control/faults`, 'PUT', { faults: [{ name: bankFault }] })
    }
    if (faults.length === 0 || bankFault !== undefined) await tellLife(stage)
    else {
      for (const fault of faults) await tellFault(stage, fault)
      await tellBooks(stage, faults)
    }
  } finally {
    await stop()
  }
}

run().catch((error: unknown) => {
  console.error(`\n✗ ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
})
