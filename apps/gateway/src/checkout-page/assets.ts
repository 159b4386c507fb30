import { readFileSync } from 'node:fs'
import { type Asset, css, javascript, script, stylesheet } from '@silkgate/page'

export const checkoutStyle = '/checkout/assets/checkout.css'
export const checkoutScript = '/checkout/assets/checkout.js'

/** What the pages load, by path: one stylesheet and one script, both of our own origin. */
export const checkoutAssets: ReadonlyMap<string, Asset> = new Map([
  [checkoutStyle, css(`${stylesheet}\n${readFileSync(new URL('checkout.css', import.meta.url), 'utf8')}`)],
  [checkoutScript, javascript(script)],
])
