/**
 * Everything that is said to be wrong with a file, `{}` for what varies: who puts it into another language finds it all here.
 * What is not here does not compile.
 */
export const fileFaults = [
  // Whatever is wrong, at a place.
  '{} (line {}, column {})',
  '{} (line {}, column {}, {})',

  // Why a file is not read on.
  'There is nothing in the file',
  'There is no statement in the document',
  'There is no statement, only {}',
  'There is no :20:, with which a statement begins',
  ':{}: stands before :20:',
  'A statement lacks {}',
  'A group lacks OrgnlPmtInfId',
  'There are two OrgnlGrpInfAndSts',
  'The report does not say which message it answers: OrgnlMsgId',
  '<{}> is not <{}>',
  '<{}> of the namespace {} is no camt.052, camt.053 or camt.054 from version 02 on',
  '<{}> of the namespace {} is no pain.002 from version 03 on',
  'The file ends before the document does',
  'The file ends before the statement does',
  'The file ends inside a character',
  'The file ends inside a field',
  'XML: {}',
  'There is a null byte',
  'A document type is not read, nor the entities that it could define',
  'UTF-16 and UTF-32 are not read, bank messages are in UTF-8',
  'The encoding {} is not read',
  'It is marked as UTF-8 and declares {}',
  'After this place there are bytes that are not {}',
  'The file has more than {} bytes',
  'One part of the document is too large',
  'An element has more than {} attributes',
  'Elements are more than {} deep in each other',
  'More than {} characters in one piece',
  'More than {} characters in one element',
  'More than {} characters in one field',
  'More than {} bytes in one line',
  'An entry has more than {} payments',
  'The report is about more than {} payments',

  // What cannot be read, or does not agree with itself, in a file that is read on.
  '{} is no currency of ISO 4217',
  '{} is no amount',
  '{} has more decimals than {}',
  '{} is no day of the calendar',
  '{} is no number',
  '{} is no number of a statement',
  '{} is no balance',
  '{} is no entry',
  '{} is no total',
  '{} is neither CRDT nor DBIT',
  '{} may be cut, and is left out',
  'Nothing before says the currency',
  'The amount names no currency',
  'The balance lacks its type, its amount or CdtDbtInd',
  'There is no opening or no closing balance',
  'There is no {}',
  'The entry is in {}, the statement in {}',
  'The total is in {}',
  'The page begins with {}, the one before ends with {}',
  'The batch says {} transactions, there are {}',
  'The amounts differ, in smallest units: entry {}, batch {}, transactions {}',

  // Why a bank could not be told of a payment.
  'There is nothing to pay',
  'It is no instant',
  'It is that of transfers[{}] too',
  'An address has at most two lines beside its parts',
  "Outside SEPA the creditor's bank is needed",
  "Outside SEPA the creditor's address is needed",
  'With the number of a group it has more than 35 characters',
  'Their sum has more than 18 digits',
  '{} has no letter that can be written',
  '{} is no country of ISO 3166',
  '{} is no BIC',
  '{} is no IBAN',
  '{} has {} characters, an IBAN of {} has {}',
  '{} has wrong check digits',
  '{} is no account number of 1 to 34 characters',
  '{} is not from 1 to {}',
  '{} is no UUID of version 4',
  '{} is no day',
  '{} has {} characters, 1 to 35 are allowed',
  "{} has other characters than a-z A-Z 0-9 / - ? : ( ) . , ' + and blank",
  '{} begins or ends with "/", or has "//" in it',
  '{} begins or ends with a blank',
] as const

type Filled<Text extends string> = Text extends `${infer Before}{}${infer After}`
  ? `${Before}${string}${Filled<After>}`
  : Text

/** Something that is wrong with a file, in words. */
export type FileFault = Filled<(typeof fileFaults)[number]>
