import type { Tx } from '../postgres/db.ts'

/** What was found of an invariant: it holds where nothing is broken. */
export type Verdict = {
  readonly lookedAt: bigint
  readonly broken: bigint
  /** Up to five, by id. */
  readonly examples: readonly string[]
}

export type HowToLook = {
  /** Everything, where a sample is looked at otherwise. */
  readonly all: boolean
  readonly progress: (done: bigint, of: bigint) => void
}

/** A promise that the program makes about what it stores. */
export type Invariant = {
  readonly number: number
  readonly says: string
  /** Looks at one state of the database and changes nothing. */
  readonly check: (tx: Tx, how: HowToLook) => Promise<Verdict>
}

/** SQL that gives how many there are (`n`), and SQL that gives those that are broken (`id`, text). */
export type Look = { readonly looked: string; readonly broken: string; readonly values?: readonly unknown[] }

export const howManyExamples = 5

export const nothingFound: Verdict = { lookedAt: 0n, broken: 0n, examples: [] }

export const sumOf = (...verdicts: readonly Verdict[]): Verdict =>
  verdicts.reduce(
    (sum, one) => ({
      lookedAt: sum.lookedAt + one.lookedAt,
      broken: sum.broken + one.broken,
      examples: [...sum.examples, ...one.examples].slice(0, howManyExamples),
    }),
    nothingFound,
  )

/** Looks one look after the other. */
export const look = async (tx: Tx, ...looks: readonly Look[]): Promise<Verdict> => {
  const verdicts: Verdict[] = []
  for (const { looked, broken, values = [] } of looks) {
    const [found] = await tx.run<{ looked: bigint; broken: bigint; examples: string[] | null }>({
      text: `with broken as materialized (${broken})
             select (${looked}) as looked, (select count(*) from broken) as broken,
                    (select array_agg(id) from (select id from broken order by id limit ${howManyExamples}) e) as examples`,
      values,
    })
    if (found !== undefined) {
      verdicts.push({ lookedAt: found.looked, broken: found.broken, examples: found.examples ?? [] })
    }
  }
  return sumOf(...verdicts)
}
