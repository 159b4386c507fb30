/** A text of somebody else's as PostgreSQL can keep it: without NUL, and without halves of characters. */
export const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed()
