import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Options of Node.js under which a program opens files of this repository alone, where its DATA_DIR lies too: not even an
 * administrator's program opens another.
 */
export const confined = [
  '--permission',
  `--allow-fs-read=${root}`,
  `--allow-fs-write=${join(root, 'data')}`,
  '--allow-addons',
  '--disable-warning=SecurityWarning',
].join(' ')

/** Lines in a file that confined programs cannot open, which is tried. */
export const sealLines = (lines: Iterable<string>): { readonly read: () => string[]; readonly remove: () => void } => {
  const folder = mkdtempSync(join(tmpdir(), 'silkgate-sealed-'))
  const path = join(folder, 'planted')
  writeFileSync(path, [...lines].join('\n'), { mode: 0o600 })
  const opens = `require('node:fs').readFileSync(${JSON.stringify(path)})`
  const tries = `try { ${opens}; console.log('opened') } catch (error) { console.log(error.code) }`
  const answer = execFileSync(process.execPath, ['-e', tries], {
    env: { ...process.env, NODE_OPTIONS: confined },
    encoding: 'utf8',
  })
  if (answer.trim() !== 'ERR_ACCESS_DENIED') throw new Error(`The gateway could read what was planted: ${answer}`)
  return {
    read: () => readFileSync(path, 'utf8').split('\n').filter(Boolean),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
