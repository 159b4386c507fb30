import { z } from 'zod'

/** A text that is not blank, as a reason or what shows something. */
export const says = z
  .string({ error: 'A text is expected.' })
  .trim()
  .min(1, { error: 'A text is needed here.' })
  .max(2000, { error: 'The text is longer than 2000 characters.' })

/** A text that can be left out, as options of the command line can. */
export const given = says.optional()
export const givenList = z.array(says, { error: 'A list is expected.' }).max(100, { error: 'At most 100.' }).optional()

export const day = z.iso.date({ error: 'A day as 2026-12-24 is expected.' })
export const instant = z.iso
  .datetime({ offset: true, error: 'An instant as 2027-01-01T00:00:00Z is expected.' })
  .transform((text) => new Date(text))
