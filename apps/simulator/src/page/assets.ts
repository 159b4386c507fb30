import { readFileSync } from 'node:fs'
import { type Asset, css, javascript, script, stylesheet } from '@silkgate/page'

const [shop, truth] = ['shop.css', 'truth.css'].map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))

/** What the pages load, by path: one stylesheet and one script, both of our own origin. */
export const assets: ReadonlyMap<string, Asset> = new Map([
  ['/assets/silkgate.css', css(`${stylesheet}\n${shop}\n${truth}`)],
  ['/assets/silkgate.js', javascript(script)],
])
