import type { ReactNode } from 'react'
import { Refused } from './api.ts'
import { Failure, Loading } from './parts.tsx'
import { texts } from './texts.ts'

type Needs<Data> = {
  /** What react-query knows of a question. */
  readonly of: { readonly data: Data | undefined; readonly error: Error | null; readonly refetch: () => unknown }
  /** The codes by which the API says that there is no such thing, or that it is not the caller's to see. */
  readonly absent?: string
  readonly children: (data: Data) => ReactNode
}

/** What a question was answered with; or that it is still asked, that nothing is there, or why it failed. Old answers stay. */
export const Answered = <Data,>({ of: { data, error, refetch }, absent, children }: Needs<Data>) => {
  const isAbsent = error instanceof Refused && error.code === absent
  return (
    <>
      {isAbsent && <p>{texts.notFound}</p>}
      {error !== null && !isAbsent && <Failure error={error} again={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && !isAbsent && children(data)}
    </>
  )
}
