import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { packPackage } from '../../scripts/pack.ts'

const run = promisify(execFile)
const root = resolve(import.meta.dirname, '../..')

/** A package of ours, packed and installed in an empty folder, as others have it. */
export type Packed = {
  readonly folder: string
  /** Puts a file beside it; answers where. */
  readonly write: (name: string, code: string) => string
  /** Compiles a file that uses it, strictly; rejects with what the compiler says. */
  readonly compile: (file: string) => Promise<unknown>
  readonly remove: () => void
}

/** `needs` are the libraries that the package and they ask for; they are taken from here, without a network. */
export const installPacked = async (name: string, needs: readonly string[] = []): Promise<Packed> => {
  const folder = mkdtempSync(join(tmpdir(), 'silkgate-installed-'))
  const tarball = packPackage(name, folder)
  const dependencies = Object.fromEntries(needs.map((each) => [each, `file:${join(root, 'node_modules', each)}`]))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', dependencies }))
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', tarball], { cwd: folder })

  const write = (file: string, code: string): string => {
    writeFileSync(join(folder, file), code)
    return join(folder, file)
  }
  const compile = (file: string) => {
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--typeRoots']
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const typeRoots = join(root, 'node_modules/@types')
    const args = [tsc, ...options, typeRoots, '--types', 'node', '--ignoreConfig', file]
    return run(process.execPath, args, { cwd: folder })
  }
  return { folder, write, compile, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The names that a package exports and that do not say what they are. */
export const undocumented = (name: string, file = 'index.ts'): readonly string[] => {
  const index = join(root, 'packages', name, 'src', file)
  return [...readFileSync(index, 'utf8').matchAll(/export (?:type )?\{([^}]+)\} from '(.+)'/g)].flatMap(
    ([, names = '', from = '']) => {
      const path = join(dirname(file), from)
      if (path.endsWith('/index.ts')) return undocumented(name, path)
      const text = readFileSync(join(root, 'packages', name, 'src', path), 'utf8')
      const each = names.split(',').map((one) => one.replace('type ', '').trim())
      const declaration = 'export (const|type|class|async function\\*)'
      return each.filter((one) => one !== '' && !new RegExp(`\\*/\n${declaration} ${one}\\b`).test(text))
    },
  )
}
