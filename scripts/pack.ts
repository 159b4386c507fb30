import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

/** Node.js strips no types of what is installed: a package is published as JavaScript, with its types beside it. */
const compile = (source: string, into: string): void => {
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const project = join(into, 'tsconfig.json')
  const compilerOptions = {
    rootDir: join(source, 'src'),
    outDir: join(into, 'dist'),
    typeRoots: [join(root, 'node_modules/@types')],
    noEmit: false,
    declaration: true,
    rewriteRelativeImportExtensions: true,
  }
  const files = [join(source, 'src/index.ts')]
  writeFileSync(project, JSON.stringify({ extends: join(root, 'tsconfig.base.json'), files, compilerOptions }))
  execFileSync(process.execPath, [tsc, '-p', project], { stdio: ['ignore', 'inherit', 'inherit'] })
  rmSync(project)
}

/** Packs a package as it goes to npm, `alipayplus` or `bank-files`; answers the tarball, which lies in `folder`. */
export const packPackage = (name: string, folder: string): string => {
  const source = join(root, 'packages', name)
  const into = mkdtempSync(join(tmpdir(), 'silkgate-pack-'))
  try {
    compile(source, into)
    const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'))
    const exports = { '.': { types: './dist/index.d.ts', default: './dist/index.js' } }
    const published = { ...manifest, exports, files: ['dist', 'testdata'] }
    writeFileSync(join(into, 'package.json'), `${JSON.stringify(published, null, 2)}\n`)
    cpSync(join(source, 'README.md'), join(into, 'README.md'))
    cpSync(join(source, 'testdata'), join(into, 'testdata'), { recursive: true })
    mkdirSync(folder, { recursive: true })
    const options = { cwd: into, encoding: 'utf8' } as const
    const said = execFileSync('npm', ['pack', '--json', '--pack-destination', resolve(folder)], options)
    const [packed] = JSON.parse(said) as [{ filename: string }]
    return join(resolve(folder), packed.filename)
  } finally {
    rmSync(into, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const [name, folder = '.'] = process.argv.slice(2)
  if (name === undefined)
    throw new Error('Say which package, and where to put it: node scripts/pack.ts alipayplus /tmp')
  console.log(packPackage(name, folder))
}
