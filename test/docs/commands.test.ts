import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { program } from '../../apps/gateway/src/commands.ts'

const root = resolve(import.meta.dirname, '../..')

/** The commands of the operator's command line, as they are typed. */
const known = (await program()).commands.flatMap((one) =>
  one.commands.length === 0 ? [one.name()] : one.commands.map((inner) => `${one.name()} ${inner.name()}`),
)

/** The commands that a page tells to type, each by its first one or two words. */
const namedIn = (page: string): readonly string[] =>
  [...page.matchAll(/npm run silkgate -- ([a-z-]+)(?: ([a-z-]+))?/g)].map(([, one = '', inner = '']) =>
    known.includes(one) ? one : `${one} ${inner}`,
  )

test('every command that a page tells to type is there', () => {
  const named = globSync(['README.md', 'docs/**/*.md'], { cwd: root }).flatMap((path) =>
    namedIn(readFileSync(resolve(root, path), 'utf8')).map((command) => ({ path, command })),
  )
  assert.ok(named.length > 8, `${named.length} commands`)
  assert.deepEqual(
    named.filter(({ command }) => !known.includes(command)),
    [],
  )
  assert.deepEqual(namedIn('`npm run silkgate -- exception list` and `npm run silkgate -- migrate`'), [
    'exception list',
    'migrate',
  ])
})
