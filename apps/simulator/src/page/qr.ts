import { type Html, html } from '@silkgate/page'
import { encode } from 'uqr'

const sidePx = 256
/** Cameras lose smaller modules; a link of more than 106 characters makes the drawing grow instead. */
const leastModulePx = 5

const rowPath = (row: readonly boolean[], y: number): string => {
  const runs: string[] = []
  for (let x = 0; x < row.length; x++) {
    if (!row[x]) continue
    const start = x
    while (row[x + 1]) x++
    runs.push(`M${start} ${y}h${x + 1 - start}v1H${start}z`)
  }
  return runs.join('')
}

/** A link as a QR code, level M with its quiet zone, black on white whatever the theme; named for who cannot see it. */
export const qrSvg = (link: string, name: string): Html => {
  const { data, size } = encode(link, { ecc: 'M', border: 4 })
  const side = Math.max(sidePx, size * leastModulePx)
  return html`<svg class="qr" role="img" aria-label="${name}" width="${side}" height="${side}"
viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/>
<path d="${data.map(rowPath).join('')}" fill="#000"/></svg>`
}
