import { sandboxBankAccounts } from '../../apps/gateway/src/sandbox/identities.ts'

/** A credit that names nothing of ours, in the smallest unit. */
export type Credit = { readonly minor: number; readonly text: string }

const euros = (minor: number): string => `${Math.floor(minor / 100)},${String(minor % 100).padStart(2, '0')}`

/** A statement of our safeguarding account in euros, as MT940: credits of one day, such as 261124, from nothing. */
export const creditsOn = (day: string, number: number, credits: readonly Credit[]): string => {
  const account = sandboxBankAccounts.find(({ currency, purpose }) => currency === 'EUR' && purpose === 'safeguarding')
  const lines = credits.flatMap(({ minor, text }) => [
    `:61:${day}${day.slice(2)}C${euros(minor)}NTRFNONREF//${number}`,
    `:86:${text}`,
  ])
  const sum = credits.reduce((all, { minor }) => all + minor, 0)
  return [
    ...[':20:1', `:25:${account?.accountId}`, `:28C:${number}/1`, `:60F:C${day}EUR0,00`],
    ...lines,
    ...[`:62F:C${day}EUR${euros(sum)}`, '-', ''],
  ].join('\n')
}
