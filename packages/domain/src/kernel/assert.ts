/** Stops on a broken invariant. What it throws is a defect of ours, never an answer to a caller. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Broken invariant: ${message}`)
}
