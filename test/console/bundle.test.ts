import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'

const dist = join(import.meta.dirname, '../../apps/console/dist')
const assets = readdirSync(join(dist, 'assets'))

const kibOf = (names: readonly string[]): number =>
  names.reduce((sum, name) => sum + gzipSync(readFileSync(join(dist, 'assets', name)), { level: 9 }).length, 0) / 1024

/** The files that a file fetches before it runs: those that it imports statically, and theirs. */
const neededBy = (name: string, seen = new Set<string>()): Set<string> => {
  if (seen.has(name)) return seen
  seen.add(name)
  const text = readFileSync(join(dist, 'assets', name), 'utf8')
  for (const [, other = ''] of text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) neededBy(other, seen)
  return seen
}

const html = readFileSync(join(dist, 'index.html'), 'utf8')
const entries = [...html.matchAll(/\/assets\/([\w.-]+\.js)/g)].map(([, name = '']) => name)
const styles = assets.filter((name) => name.endsWith('.css'))
const first = new Set(entries.flatMap((name) => [...neededBy(name)]))

test('the first load of the console is at most 230 KiB, gzipped, styles at most 15', () => {
  assert.ok(first.size > 0 && styles.length > 0)
  assert.ok(kibOf([...first, ...styles]) <= 230, `${kibOf([...first, ...styles])} KiB`)
  assert.ok(kibOf(styles) <= 15, `${kibOf(styles)} KiB`)
})

test('each view of the console adds at most 40 KiB, gzipped', () => {
  for (const name of assets.filter((one) => one.endsWith('.js') && !first.has(one))) {
    const added = [...neededBy(name)].filter((one) => !first.has(one))
    assert.ok(kibOf(added) <= 40, `${name} with ${added.join(', ')}: ${kibOf(added)} KiB`)
  }
})
