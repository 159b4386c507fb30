import { posix } from 'node:path'
import { dayNameOf } from './pull-schedule.ts'
import type { FileSource } from './received-file.ts'
import type { RemoteFile } from './remote-file.ts'
import type { Remote } from './sftp.ts'

/** What is looked at again though it was complete, for what comes late. */
const lookBackMs = 7 * 24 * 3_600_000

type Place = { readonly source: FileSource; readonly root: string; readonly participantId: string }

/**
 * The files that lie at a source. Those of Alipay+ lie in a folder for each day on which they were written; of these,
 * the days since a week before `completeTo`. Those of the bank lie in one folder.
 */
export const listPlace = async (remote: Remote, place: Place, completeTo: Date): Promise<RemoteFile[]> => {
  const folders = place.source === 'bank' ? [place.root] : await daysOf(remote, place, completeTo)
  const found = await Promise.all(folders.map((folder) => remote.list(folder)))
  return found.flat().filter(({ isFolder }) => !isFolder)
}

const daysOf = async (remote: Remote, { source, root, participantId }: Place, completeTo: Date): Promise<string[]> => {
  const first = dayNameOf(source, new Date(completeTo.getTime() - lookBackMs))
  const days: string[] = []
  for (const kind of ['clearing', 'settlement']) {
    const folders = await remote.list(`${root}/${kind}/${participantId}`)
    days.push(
      ...folders.filter(({ path, isFolder }) => isFolder && posix.basename(path) >= first).map(({ path }) => path),
    )
  }
  return days
}
