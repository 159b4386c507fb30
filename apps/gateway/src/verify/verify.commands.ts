import type { Command } from 'commander'
import { print, withTools } from '../command-line.ts'
import { verify } from './verify.ts'

/** How often it is said how far a long check has come. */
const everyMs = 2_000

const progressOf = (number: number) => {
  let last = performance.now()
  return (done: bigint, of: bigint): void => {
    if (performance.now() - last < everyMs) return
    last = performance.now()
    console.error(`${number}: ${done} of ${of}`)
  }
}

const run = ({ all = false }: { all?: boolean }): Promise<void> =>
  withTools(async ({ db }) => {
    const tell = ({
      number,
      says,
      holds,
      lookedAt,
      broken,
      examples,
    }: Parameters<Parameters<typeof verify>[1]['tell']>[0]) =>
      print({ invariant: number, holds, lookedAt, broken, says, ...(holds ? {} : { examples }) })
    if (!(await verify(db, { tell, progressOf, all }))) process.exitCode = 1
  })

/** `verify`: whether what is stored is what it must be. */
export const addVerifyCommand = (root: Command): void => {
  root
    .command('verify')
    .description(
      'checks the invariants of what is stored, one line each; ends with 0 only if all hold. Changes nothing',
    )
    .option('--all', 'tells the events of every payment once more; without it, those of about ten thousand')
    .action(run)
}
