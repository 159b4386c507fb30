import type { Readable } from 'node:stream'
import type { Said } from '@silkgate/domain'

/** Who writes the files that we receive. */
export const fileSources = ['alipayplus', 'bank'] as const
export type FileSource = (typeof fileSources)[number]

/** How a file came in. */
export type HowReceived = 'sftp' | 'upload' | 'folder'

export const fileStates = ['received', 'taken', 'refused'] as const
export type FileState = (typeof fileStates)[number]

/** A file from outside, received once by its content. */
export type ReceivedFile = {
  readonly fileId: string
  readonly source: FileSource
  /** As it was called when it came first. */
  readonly name: string
  /** Where it lay then: at the other side, in the inbox, or on the operator's machine. */
  readonly path: string
  readonly sha256: string
  readonly bytes: number
  readonly receivedAt: Date
  readonly how: HowReceived
  readonly state: FileState
  /** Why it was refused, or for what it waits. */
  readonly reason: string | undefined
  /** When it was taken or refused. */
  readonly endedAt: Date | undefined
}

/**
 * What became of a file: its content is in; or it is refused as a whole; or it waits for other files, is as it was received,
 * and is taken again when it is recalled. `reason` says why.
 */
export type Taken =
  | { readonly state: 'taken' }
  | { readonly state: 'refused'; readonly reason: Said }
  | { readonly state: 'waits'; readonly reason: Said }

/**
 * Takes in what a file says. It is called for one file at a time, in the order of arrival, and again from the start
 * when the process died or it threw: taking a file a second time must change nothing. `open` reads the content from
 * its beginning, each time it is called.
 */
export type TakeFile = (file: ReceivedFile, open: () => Readable) => Promise<Taken>

/** Who takes the files of each source. Files of a source without one stay as they were received. */
export type FileTakers = Partial<Readonly<Record<FileSource, TakeFile>>>
