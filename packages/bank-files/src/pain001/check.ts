import { readDate } from '../dates.ts'
import type { FileFault } from '../faults.ts'
import { ibanFault, isInSepa } from '../iban.ts'
import { decimals, quote } from '../money.ts'
import { plainText, referenceFault, sepaText } from './characters.ts'
import type {
  Creditor,
  CreditTransfer,
  CreditTransferMessage,
  Debtor,
  PostalAddress,
  Scheme,
  TransferFault,
} from './credit-transfers.ts'

const bic = /^[A-Z]{6}[A-Z2-9][A-NP-Z0-9](?:[A-Z0-9]{3})?$/
const uetr = /^[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}$/

/** How a payment goes. */
export const schemeOf = ({ amount, creditor: { account } }: CreditTransfer): Scheme =>
  amount.currency === 'EUR' && 'iban' in account && isInSepa(account.iban) ? 'sepa' : 'cross_border'

/** A name or a text as a scheme allows it. */
export const textFor = (scheme: Scheme): typeof sepaText => (scheme === 'sepa' ? sepaText : plainText)

/** How long a name may be. */
export const longestName = { sepa: 70, cross_border: 140 } as const

type Check = (field: string, message: FileFault | false | undefined) => void

const said = (text: string, fault: ReturnType<typeof ibanFault | typeof referenceFault>): FileFault | undefined =>
  fault && `${quote(text)} ${fault}`

const checkName = (check: Check, field: string, name: string, scheme: Scheme): void =>
  check(field, textFor(scheme)(name, 70) === '' && `${quote(name)} has no letter that can be written`)

const checkAddress = (check: Check, field: string, address: PostalAddress, scheme: Scheme): void => {
  checkName(check, `${field}.town`, address.town, scheme)
  check(
    `${field}.country`,
    !/^[A-Z]{2}$/.test(address.country) && `${quote(address.country)} is no country of ISO 3166`,
  )
  check(`${field}.lines`, (address.lines?.length ?? 0) > 2 && 'An address has at most two lines beside its parts')
}

const checkDebtor = (check: Check, field: string, debtor: Debtor, scheme: Scheme): void => {
  checkName(check, `${field}.name`, debtor.name, scheme)
  check(`${field}.iban`, said(debtor.iban, ibanFault(debtor.iban)))
  check(`${field}.bic`, debtor.bic !== undefined && !bic.test(debtor.bic) && `${quote(debtor.bic)} is no BIC`)
  if (debtor.address !== undefined) checkAddress(check, `${field}.address`, debtor.address, scheme)
}

const checkCreditor = (check: Check, field: string, creditor: Creditor, scheme: Scheme): void => {
  const { name, account, address } = creditor
  checkName(check, `${field}.name`, name, scheme)
  if ('iban' in account) check(`${field}.account.iban`, said(account.iban, ibanFault(account.iban)))
  else {
    const isNumber = account.number.length <= 34 && referenceFault(account.number) === undefined
    check(`${field}.account.number`, !isNumber && `${quote(account.number)} is no account number of 1 to 34 characters`)
  }
  const isAbroad = scheme === 'cross_border'
  if (creditor.bic === undefined) check(`${field}.bic`, isAbroad && "Outside SEPA the creditor's bank is needed")
  else check(`${field}.bic`, !bic.test(creditor.bic) && `${quote(creditor.bic)} is no BIC`)
  if (address === undefined) check(`${field}.address`, isAbroad && "Outside SEPA the creditor's address is needed")
  else checkAddress(check, `${field}.address`, address, scheme)
}

const checkAmount = (check: Check, field: string, { amount }: CreditTransfer, scheme: Scheme): void => {
  const { currency, minor } = amount
  check(`${field}.currency`, !decimals.has(currency) && `${quote(currency)} is no currency of ISO 4217`)
  const most = scheme === 'sepa' ? 99_999_999_999n : 10n ** 15n - 1n
  check(`${field}.minor`, (minor < 1n || minor > most) && `${minor} is not from 1 to ${most}`)
}

const checkTransfer = (check: Check, field: string, transfer: CreditTransfer): void => {
  const scheme = schemeOf(transfer)
  const { endToEndId, instructionId, executionDate, debtor, creditor, remittance } = transfer
  check(`${field}.endToEndId`, said(endToEndId, referenceFault(endToEndId)))
  if (instructionId !== undefined) check(`${field}.instructionId`, said(instructionId, referenceFault(instructionId)))
  if (transfer.uetr !== undefined) {
    check(`${field}.uetr`, !uetr.test(transfer.uetr) && `${quote(transfer.uetr)} is no UUID of version 4`)
  }
  checkAmount(check, `${field}.amount`, transfer, scheme)
  checkDebtor(check, `${field}.debtor`, debtor, scheme)
  checkCreditor(check, `${field}.creditor`, creditor, scheme)
  check(`${field}.executionDate`, readDate(executionDate) !== executionDate && `${quote(executionDate)} is no day`)
  if (remittance !== undefined) checkName(check, `${field}.remittance`, remittance, scheme)
}

const checkUnique = (check: Check, transfers: readonly CreditTransfer[], field: 'endToEndId' | 'uetr'): void => {
  const seen = new Map<string, number>()
  for (const [index, { [field]: id }] of transfers.entries()) {
    const before = id === undefined ? undefined : seen.get(id)
    check(`transfers[${index}].${field}`, before !== undefined && `It is that of transfers[${before}] too`)
    if (id !== undefined) seen.set(id, index)
  }
}

/** Everything that is wrong with a message; nothing where it can be written. */
export const checkMessage = (message: CreditTransferMessage): readonly TransferFault[] => {
  const faults: TransferFault[] = []
  const check: Check = (field, text) => {
    if (text) faults.push({ field, message: text })
  }
  check('messageId', said(message.messageId, referenceFault(message.messageId)))
  check('createdAt', Number.isNaN(message.createdAt.getTime()) && 'It is no instant')
  checkName(check, 'initiator', message.initiator, 'sepa')
  check('transfers', message.transfers.length === 0 && 'There is nothing to pay')
  for (const [index, transfer] of message.transfers.entries()) checkTransfer(check, `transfers[${index}]`, transfer)
  checkUnique(check, message.transfers, 'endToEndId')
  checkUnique(check, message.transfers, 'uetr')
  return faults
}
