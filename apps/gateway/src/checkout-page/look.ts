import { readableAccent } from '@silkgate/domain'
import type { Variant } from './variant.ts'

/** How a page differs from ours: a stylesheet and a logo, by path, and a sentence. */
export type Look = {
  readonly style: string | undefined
  readonly logo: string | undefined
  readonly note: string | undefined
}

export const plainLook: Look = { style: undefined, logo: undefined, note: undefined }

export const lookPath = '/checkout/look'

/** The paths change with the variant, so that what lies under them can be kept for ever. */
export const lookOf = (variant: Variant | undefined): Look => {
  if (variant === undefined) return plainLook
  const { merchantId, accent, radiusPx, logo, note, changedAt } = variant
  const base = `${lookPath}/${merchantId}/${variant.variant}/${changedAt.getTime()}`
  const hasStyle = accent !== undefined || radiusPx !== undefined
  return { style: hasStyle ? `${base}/style.css` : undefined, logo: logo && `${base}/logo`, note }
}

/** The grounds on which an accent is read, and the text on it, in each theme: those of the stylesheet's tokens. */
const grounds = {
  light: ['#ffffff', '#f7f8f9'],
  dark: ['#111417', '#191d21', '#08202d'],
} as const

/** A variant's stylesheet: the accent, made readable in each theme, and how round things are. */
export const styleOf = ({ accent, radiusPx }: Variant): string => {
  const colours = accent && {
    light: readableAccent(accent, 'black', grounds.light),
    dark: readableAccent(accent, 'white', grounds.dark),
  }
  return [
    colours && `:root { --accent: ${colours.light}; }`,
    colours && `@media (prefers-color-scheme: dark) { :root { --accent: ${colours.dark}; } }`,
    radiusPx !== undefined && `:is(.button, .card, .way) { border-radius: ${radiusPx}px; }`,
  ]
    .filter(Boolean)
    .join('\n')
}
