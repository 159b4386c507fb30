import { type Html, html } from './html.ts'

const ring = html`<circle cx="12" cy="12" r="9.5"/>`

/** Line drawings on a grid of 24, named as the design brief names them. */
const drawings = {
  circle: ring,
  'circle-arrow-right': html`${ring}<path d="M7.5 12h9M13 8.5l3.5 3.5-3.5 3.5"/>`,
  'circle-dot': html`${ring}<circle cx="12" cy="12" r="2.5" fill="currentColor"/>`,
  'circle-check': html`${ring}<path d="M8 12.3l2.7 2.7 5.3-5.6"/>`,
  'circle-x': html`${ring}<path d="M9 9l6 6M15 9l-6 6"/>`,
  ban: html`${ring}<path d="M5.3 5.3l13.4 13.4"/>`,
  'undo-2': html`<path d="M9 4L4 9l5 5"/><path d="M4 9h10.5a5.5 5.5 0 0 1 0 11H11"/>`,
  hourglass: html`<path d="M6 3h12M6 21h12M7 3c0 5 5 6 5 9s-5 4-5 9M17 3c0 5-5 6-5 9s5 4 5 9"/>`,
  'timer-off': html`<circle cx="12" cy="13.5" r="8"/><path d="M9.5 2.5h5M12 13.5V9.5M4 4l16 18"/>`,
  'triangle-alert': html`<path d="M12 3.5L2.5 20h19L12 3.5z"/><path d="M12 10v4.5M12 17.2v.3"/>`,
  'chevron-right': html`<path d="M9.5 6l6 6-6 6"/>`,
  globe: html`${ring}<path d="M2.5 12h19M12 2.5c5 5.5 5 13.5 0 19M12 2.5c-5 5.5-5 13.5 0 19"/>`,
  'arrow-left': html`<path d="M20 12H4M10.5 5.5L4 12l6.5 6.5"/>`,
} as const

export type IconName = keyof typeof drawings

/** Never alone: the word stands beside it, so it is hidden from screen readers. */
export const icon = (name: IconName): Html =>
  html`<svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">${drawings[name]}</svg>`
