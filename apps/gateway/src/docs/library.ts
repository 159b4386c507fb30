import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../../../docs/', import.meta.url))

const types: Readonly<Record<string, string>> = {
  md: 'text/html; charset=utf-8',
  json: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
}

/** A file of the docs folder, by where it is served. */
export type Entry = { readonly path: string; readonly file: string; readonly contentType: string }

/** Where a file of the docs folder is served: pages without their ending, a folder's README as the folder. */
const pathOf = (file: string): string =>
  `/docs/${file.replace(/\.md$/, '').replace(/(^|\/)README$/, '')}`.replace(/\/$/, '')

const find = (): ReadonlyMap<string, Entry> => {
  const files = globSync(`**/*.{${Object.keys(types).join(',')}}`, { cwd: folder }).map((file) =>
    file.replaceAll('\\', '/'),
  )
  const entries = files.sort().map((file): [string, Entry] => {
    const contentType = types[file.split('.').at(-1) ?? ''] ?? ''
    return [pathOf(file), { path: pathOf(file), file, contentType }]
  })
  const document = entries.find(([path]) => path === '/docs/reference/api/openapi.json')
  return new Map([...entries, ...(document === undefined ? [] : [['/docs/openapi.json', document[1]] as const])])
}

let found: ReadonlyMap<string, Entry> | undefined

/** The docs folder of this checkout by the paths it is served at, looked for once. Only what is listed is ever read. */
export const library = (): ReadonlyMap<string, Entry> => {
  found ??= find()
  return found
}

export const readEntry = ({ file }: Entry): Buffer => readFileSync(`${folder}${file}`)

/** Where a link of one page leads in the library; undefined where it leads out of it. */
export const resolveLink = (from: Entry, link: string): string | undefined => {
  const base = `http://docs/${from.file}`
  if (!URL.canParse(link, base)) return undefined
  const { origin, pathname, hash } = new URL(link, base)
  if (origin !== 'http://docs') return undefined
  const path = pathOf(pathname.slice(1))
  return library().has(path) ? `${path}${hash}` : undefined
}
