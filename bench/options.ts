export type BenchOptions = {
  /** How long each round is. */
  readonly seconds: number
  readonly rounds: number
  /** A folder for the CPU profiles of gateway and simulator. */
  readonly profile: string | undefined
}
