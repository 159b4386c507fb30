import { randomUUIDv7 } from 'node:crypto'
import { createWriteStream, writeSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import { print, type Tools, withTools } from '../command-line.ts'
import { listPulls, pullNow } from './pull.store.ts'
import { openRawFiles } from './raw-files.ts'
import { receiveFile } from './receive-file.ts'
import { listReceivedFiles, readReceivedFile } from './received-file.store.ts'
import { type FileSource, type FileState, fileSources, fileStates, type ReceivedFile } from './received-file.ts'

const readOne = <T extends string>(what: string, words: readonly T[], text: string): T => {
  const word = words.find((one) => one === text)
  if (word === undefined) throw new Error(`${what}: "${text}" is none of ${words.join(', ')}.`)
  return word
}

const sourceOf = (text: string): FileSource => readOne('source', fileSources, text)

/** A line that is written over on a terminal, for files that take a while. */
const progressOf = (path: string, all: number) => {
  const isShown = process.stderr.isTTY && all > 32 * 1024 * 1024
  let last = -1
  return (bytes: number): void => {
    const percent = Math.floor((bytes * 100) / all)
    if (!isShown || percent === last) return
    last = percent
    writeSync(process.stderr.fd, `\r${path}: ${percent} %${bytes >= all ? '\n' : ''}`)
  }
}

const receive = (sourceText: string, paths: readonly string[]): Promise<void> =>
  withTools(async ({ db, settings, now }) => {
    const source = sourceOf(sourceText)
    const rawFiles = openRawFiles(settings.DATA_DIR)
    for (const given of paths) {
      const path = resolve(given)
      const copied = progressOf(given, (await stat(path)).size)
      const world = { now, newId: randomUUIDv7 }
      const { file, isNew } = await receiveFile({ db, world, rawFiles }, { source, how: 'upload', path, copied })
      print({ ...file, isNew })
    }
  })

const list = (options: { source?: string; state?: string }): Promise<void> =>
  withTools(async ({ db }) => {
    const source = options.source === undefined ? undefined : sourceOf(options.source)
    const state = options.state === undefined ? undefined : readOne<FileState>('state', fileStates, options.state)
    for (const file of await listReceivedFiles(db, { source, state })) print(file)
  })

const find = async ({ db }: Tools, fileId: string): Promise<{ file: ReceivedFile; names: unknown }> => {
  const found = /^[\da-f-]{36}$/i.test(fileId) ? await readReceivedFile(db, fileId) : undefined
  if (found === undefined) throw new Error(`There is no received file ${fileId}. "silkgate file list" lists them.`)
  return found
}

const show = (fileId: string): Promise<void> =>
  withTools(async (tools) => {
    const { file, names } = await find(tools, fileId)
    print({ ...file, names })
  })

const exportFile = (fileId: string, path: string): Promise<void> =>
  withTools(async (tools) => {
    const { file } = await find(tools, fileId)
    await pipeline(openRawFiles(tools.settings.DATA_DIR).open(file), createWriteStream(path, { flags: 'wx' }))
    print({ fileId, path: resolve(path), bytes: file.bytes, sha256: file.sha256 })
  })

/** `file receive|list|show|export|pulls|pull`: what Alipay+ and the bank have sent, as it came. */
export const addFileCommands = (root: Command): void => {
  const file = root.command('file').description('files of Alipay+ and of the bank, as they came')
  file
    .command('receive <source> <paths...>')
    .description('receive files of alipayplus or bank that lie on this machine; a content is received once')
    .action(receive)
  file
    .command('list')
    .description('the files that were received, in the order of arrival')
    .option('--source <source>', fileSources.join(' or '))
    .option('--state <state>', fileStates.join(', '))
    .action(list)
  file.command('show <fileId>').description('one file, with every name under which it has come').action(show)
  file.command('export <fileId> <path>').description('write the bytes of a file as they came').action(exportFile)
  file
    .command('pulls')
    .description('when each SFTP server is looked at next, and how it went last')
    .action(() =>
      withTools(async ({ db }) => {
        for (const pull of await listPulls(db)) print(pull)
      }),
    )
  file
    .command('pull <source>')
    .description('have an SFTP server looked at now, by a gateway that serves')
    .action((source: string) =>
      withTools(async ({ db, now }) => {
        const isPulled = await pullNow(db, sourceOf(source), now())
        if (!isPulled) throw new Error(`No gateway has looked at ${source} yet: set its SFTP URL and start one.`)
        print({ source, dueAt: now() })
      }),
    )
}
