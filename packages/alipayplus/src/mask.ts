const longest = 16_384

/** Fields that say who the payer is, or that let somebody act as one. */
const personal =
  'customerId|referenceBuyerId|buyerPhoneNo|buyerEmail|firstName|middleName|lastName|fullName|shippingPhoneNo|userAgent|' +
  'paymentMethodId|accessToken|customerBelongsTo'

const field = new RegExp(`("(?:${personal})"\\s*:\\s*")((?:[^"\\\\]|\\\\.)*)"`, 'g')

/**
 * A message as it may be kept: what identifies the payer is cut to its first four characters, everything else stays byte by byte.
 * Very long bodies are cut.
 */
export const maskMessage = (body: string): string =>
  body.slice(0, longest).replace(field, (_whole, name: string, value: string) => `${name}${value.slice(0, 4)}***"`)
