import { readFileSync } from 'node:fs'

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

/** What the pages load, by path: one stylesheet and one script, both of our own origin. */
export const assets: ReadonlyMap<string, { readonly contentType: string; readonly text: string }> = new Map([
  [
    '/assets/silkgate.css',
    {
      contentType: 'text/css; charset=utf-8',
      text: ['tokens.css', 'style.css', 'parts.css', 'shop.css'].map(read).join('\n'),
    },
  ],
  ['/assets/silkgate.js', { contentType: 'text/javascript; charset=utf-8', text: read('live.js') }],
])
