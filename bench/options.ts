export type BenchOptions = {
  /** How long each round is. */
  readonly seconds: number
  readonly rounds: number
  /** How many payments a day of settlement has. */
  readonly payments: number
  /** Settlement is measured without its floor, which takes as long. */
  readonly withoutFloor: boolean
  /** Which rows of files are spoiled; another each time, where it is not given. */
  readonly seed?: string | undefined
  /** A folder for the CPU profiles of gateway and simulator. */
  readonly profile: string | undefined
}
