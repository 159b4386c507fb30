/** A colour as the stylesheets write it: #0b5f8a. */
export type Colour = `#${string}`

export const isColour = (text: string): text is Colour => /^#[0-9a-f]{6}$/i.test(text)

type Channels = readonly [number, number, number]

const channelsOf = (colour: Colour): Channels => {
  const at = (from: number) => Number.parseInt(colour.slice(from, from + 2), 16)
  return [at(1), at(3), at(5)]
}

const colourOf = (channels: Channels): Colour =>
  `#${channels.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`

const luminance = (colour: Colour): number => {
  const [red, green, blue] = channelsOf(colour).map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as unknown as Channels
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The contrast of two colours, 1 to 21. Source: WCAG 2.2, contrast ratio. */
export const contrastOf = (one: Colour, other: Colour): number => {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

/** What text needs. Source: WCAG 2.2, 1.4.3. */
const leastContrast = 4.5

/**
 * A merchant's accent, moved towards black or white just so far that it can be read on all of `grounds`: as a link on
 * the page, and under the text of a button.
 */
export const readableAccent = (accent: Colour, towards: 'black' | 'white', grounds: readonly Colour[]): Colour => {
  const target = towards === 'black' ? 0 : 255
  for (let step = 0; step <= 50; step++) {
    const [red, green, blue] = channelsOf(accent)
    const mixed = (channel: number) => channel + ((target - channel) * step) / 50
    const moved = colourOf([mixed(red), mixed(green), mixed(blue)])
    if (grounds.every((ground) => contrastOf(moved, ground) >= leastContrast)) return moved
  }
  return towards === 'black' ? '#000000' : '#ffffff'
}
