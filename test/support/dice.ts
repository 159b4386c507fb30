import { createHash, randomBytes } from 'node:crypto'
import type { TestContext } from 'node:test'

/** Chance that a seed repeats. */
export type Dice = {
  /** A whole number from 0 to below `end`. */
  readonly below: (end: number) => number
  readonly pick: <T>(choices: readonly T[]) => T
  readonly shuffled: <T>(things: readonly T[]) => T[]
  /** True so often out of a hundred. */
  readonly chance: (percent: number) => boolean
}

/** The dice of a seed: the same throws each time. */
export const diceOf = (seed: string): Dice => {
  let thrown = 0
  const below = (end: number) =>
    Math.floor((createHash('sha256').update(`${seed}/${thrown++}`).digest().readUInt32BE() / 2 ** 32) * end)
  const pick = <T>(choices: readonly T[]): T => choices[below(choices.length)] as T
  const shuffled = <T>(things: readonly T[]): T[] => {
    const left = [...things]
    return things.map(() => left.splice(below(left.length), 1)[0] as T)
  }
  return { below, pick, shuffled, chance: (percent) => below(100) < percent }
}

const seedOfRun = process.env.RACE_SEED ?? randomBytes(4).toString('hex')

/** Plays rounds, each with its own dice. What fails names its round and the RACE_SEED that throws the same dice again. */
export const playRounds = async (
  t: TestContext,
  count: number,
  play: (dice: Dice, round: number) => Promise<void>,
): Promise<void> => {
  t.diagnostic(`RACE_SEED=${seedOfRun}`)
  for (let round = 1; round <= count; round++) {
    try {
      await play(diceOf(`${seedOfRun}/${t.name}/${round}`), round)
    } catch (error) {
      throw new Error(`round ${round} of RACE_SEED=${seedOfRun}: ${(error as Error).message}`, { cause: error })
    }
  }
}
