/**
 * Where the logo lies under the asset URL, as the SDKs put the two together. The name changes with the drawing, so that
 * it can be kept for ever.
 */
export const logoFile = 'templates/master/global/css/img/ppimages/pp_logo_866_v1.svg'

/** The name in plain letters: the artwork of Alipay+ is not ours to give away. */
export const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40" width="120" height="40" role="img"
 aria-label="Alipay+">
<rect x="0.5" y="0.5" width="119" height="39" rx="6" fill="#ffffff" stroke="#c9ced6"/>
<text x="60" y="27" text-anchor="middle" textLength="92" lengthAdjust="spacingAndGlyphs"
 font-family="system-ui, 'Helvetica Neue', Arial, sans-serif" font-size="21" font-weight="600" fill="#1a2b4c">Alipay+</text>
</svg>
`
