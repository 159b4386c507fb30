const longest = 16_384

/** Fields that say who the payer is, that let somebody act as one, or that hold a whole document. */
const personal =
  'customerId|referenceBuyerId|buyerPhoneNo|buyerEmail|firstName|middleName|lastName|fullName|shippingPhoneNo|userAgent|' +
  'paymentMethodId|accessToken|customerBelongsTo|content|orderDescription|userRegion|paymentRedirectUrl'

const unit = '(?:[^"\\\\]|\\\\(?:u[\\da-fA-F]{4}|[^u])|\\\\u(?![\\da-fA-F]{4}))'
/** What is shorter is hidden whole: four characters of it would be half of it. */
const shortest = 12
const quoted = `"(?:(?<text>${unit}{4})${unit}{${shortest - 4},}|${unit}*)(?:"|\\\\?$)`
const number = `(?<digits>\\d{4})\\d{${shortest - 4},}[\\d.eE+-]*|\\d[\\d.eE+-]*`
const field = new RegExp(`(?<name>"(?:${personal})"\\s*:\\s*)(?:${quoted}|${number})`, 'gu')

/**
 * A message as it may be kept: what identifies the payer is cut to its first four characters, or hidden whole where it has fewer
 * than twelve; everything else stays byte by byte. Very long bodies are cut.
 */
export const maskMessage = (body: string): string =>
  body
    .replace(field, (...match: unknown[]) => {
      const { name, text, digits } = match.at(-1) as Record<'name' | 'text' | 'digits', string | undefined>
      return `${name}"${text ?? digits ?? ''}***"`
    })
    .slice(0, longest)
