import { spawn } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const compiler = join(root, 'node_modules/typescript-native/bin/tsc')

/** The root and every workspace that has a tsconfig.json, so that a new one is checked without being named. */
const findProjects = (): string[] => {
  const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { workspaces: string[] }
  const found = globSync(
    workspaces.map((workspace) => `${workspace}/tsconfig.json`),
    { cwd: root },
  )
  return ['tsconfig.json', ...found.sort()]
}

type Checked = {
  readonly project: string
  readonly isClean: boolean
  readonly output: string
  readonly seconds: number
}

const check = (project: string): Promise<Checked> =>
  new Promise((done) => {
    const began = performance.now()
    const child = spawn(process.execPath, [compiler, '--pretty', 'false', '-p', project], { cwd: root })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    child.on('error', (error) => done({ project, isClean: false, output: `${error.message}\n`, seconds: 0 }))
    child.on('close', (code) =>
      done({ project, isClean: code === 0, output, seconds: (performance.now() - began) / 1000 }),
    )
  })

const projects = findProjects()
const queue = [...projects]
const failed: string[] = []

/** Takes projects from the queue, one after the other; two of these run side by side. */
const work = async (): Promise<void> => {
  for (let project = queue.shift(); project !== undefined; project = queue.shift()) {
    const { isClean, output, seconds } = await check(project)
    console.log(`${isClean ? 'ok    ' : 'FAILED'} ${project} (${seconds.toFixed(1)} s)`)
    if (isClean) continue
    failed.push(project)
    process.stdout.write(output)
  }
}

await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work))

if (failed.length > 0) {
  console.error(`\n${failed.length} of ${projects.length} projects have type errors: ${failed.join(', ')}`)
  console.error('One alone: npx tsc -p <project>')
  process.exitCode = 1
} else {
  console.log(`\n${projects.length} projects, no type errors`)
}
