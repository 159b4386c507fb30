import type { WorldTruth } from './spoiled-truth.ts'

const never = new Date(8_640_000_000_000_000)

const subsets = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: 2 ** all.length }, (_, number) => all.filter((_, at) => Math.floor(number / 2 ** at) % 2 === 1))

/**
 * Files that come together are taken one after the other, in whatever order: what is true between two of them, where a better
 * file of a batch has come from one instant to another. In each, some of the batch's files of that morning are not in yet.
 */
export const truthsBetween = (truth: WorldTruth, from: Date, to: Date): WorldTruth[] => {
  const isNew = (at: Date | undefined) => at !== undefined && at >= from && at < to
  const came = [...truth.reports].filter(([, one]) => isNew(one.writtenAt) || isNew(one.correctedAt))
  return [...Map.groupBy(came, ([, { batchId }]) => batchId).values()]
    .filter((own) => own.some(([, { correctedAt }]) => isNew(correctedAt)))
    .flatMap((own) => subsets(own.map(([name]) => name)))
    .filter((late) => late.length > 0)
    .map((late) => {
      const reports = [...truth.reports].map(([name, report]) => {
        if (!late.includes(name)) return [name, report] as const
        const { writtenAt, correctedAt } = report
        const written = isNew(writtenAt) ? never : writtenAt
        return [
          name,
          { ...report, writtenAt: written, correctedAt: isNew(correctedAt) ? undefined : correctedAt },
        ] as const
      })
      return { ...truth, reports: new Map(reports) }
    })
}
