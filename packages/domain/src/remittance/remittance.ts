/** Whether a remittance exists, and how far it has come. */
export const remittanceStatuses = {
  awaiting_approval: 'made; a second person must approve it before the bank is told',
  approved: 'goes to the bank with the next file',
  sent: 'the bank has the order',
  accepted: 'the bank says that it carries the order out',
  confirmed: 'the debit is on our bank statement',
  rejected: 'the bank does not carry the order out; its money is available again',
  returned: 'the money came back after the debit; it is available again',
  cancelled: 'called off by a person before the bank was told; its money is available again',
} as const

export type RemittanceStatus = keyof typeof remittanceStatuses

/** What happens to a remittance, or is heard about it. */
export const remittanceEvents = {
  approved: 'a second person approves it',
  cancelled: 'a person calls it off',
  sent: 'its order was put into the folder of the bank',
  accepted: 'pain.002 says that the order is accepted, in process or settled',
  rejected: 'pain.002 says RJCT',
  debited: 'an entry on our bank statement takes its amount',
  credited: 'an entry on our bank statement gives its amount back',
} as const

export type RemittanceEvent = keyof typeof remittanceEvents

/** `R`, the merchant (10 digits), the currency, a number (7 digits): 21 characters, the end-to-end id of its order. */
export type RemittanceId = string

export const remittanceIdOf = (merchantId: string, currency: string, number: bigint): RemittanceId =>
  `R${merchantId.padStart(10, '0')}${currency}${number.toString().padStart(7, '0')}`

export const isRemittanceId = (text: string): boolean => /^R\d{10}[A-Z]{3}\d{7}$/.test(text)

/** All ids of remittances in a text, each once; of one length, so that none is part of another. */
export const remittanceIdsIn = (text: string): RemittanceId[] => [
  ...new Set(text.match(/(?<![A-Z0-9])R\d{10}[A-Z]{3}\d{7}(?!\d)/g) ?? []),
]

/** Which merchant a remittance is of, read from its id alone. */
export const merchantOfRemittance = (remittanceId: RemittanceId): string => BigInt(remittanceId.slice(1, 11)).toString()

const told: readonly RemittanceStatus[] = ['sent', 'confirmed', 'rejected', 'returned']

/** The event that tells a merchant that a remittance has come to a status; undefined where it is told nothing of it. */
export const remittanceEventOf = (status: RemittanceStatus): string | undefined =>
  told.includes(status) ? `remittance.${status}` : undefined

export const remittanceEventTypes: readonly string[] = told.flatMap((status) => remittanceEventOf(status) ?? [])
