import { isCurrency } from '@silkgate/domain'

type Amount = { readonly currency: string; readonly minor: string }

/**
 * What one side of a break says, with its amount written by `write`: of `1523 HKD Alipay+` the 1523 HKD. A total is a number
 * alone, in the currency of its break; whatever else is a number counts something.
 */
export const withAmount = (
  said: string,
  { kind, currency }: { readonly kind: string; readonly currency: string },
  write: (amount: Amount) => string,
): string => {
  if (kind === 'total_differs' && /^-?\d+$/.test(said)) return write({ minor: said, currency })
  return said.replace(/(^| )(-?\d+) ([A-Z]{3})(?= |$)/, (all, before, minor, code) =>
    isCurrency(code) ? `${before}${write({ minor, currency: code })}` : all,
  )
}
