import type { Readable } from 'node:stream'
import type { TakeFile } from '../file/index.ts'

/** How much of a file tells what it is. */
const beginning = 4_096

const beginsWith = async (file: Readable, what: RegExp): Promise<boolean> => {
  let text = ''
  for await (const chunk of file) {
    text += (chunk as Buffer).toString('latin1')
    if (text.length >= beginning) break
  }
  return what.test(text.slice(0, beginning))
}

/** Takes a file of the bank by what it says: an answer to our orders (pain.002), or else a statement. */
export const takeBankFile =
  ({ statements, statuses }: { readonly statements: TakeFile; readonly statuses: TakeFile }): TakeFile =>
  async (file, open) =>
    (await beginsWith(open(), /:pain\.002\./)) ? statuses(file, open) : statements(file, open)
