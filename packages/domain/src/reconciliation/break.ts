/** What does not agree, by kind. Amounts of a break are what the other side says beyond what we have. */
export const breakKinds = {
  file_missing: 'a report was due and has not come',
  file_refused: 'a file cannot be understood; nothing of it was taken',
  count_differs: 'a file says another number of rows than it has, or than another file says',
  total_differs: 'a file says another total than its rows come to, or than another file says',
  row_differs: 'files say different things of a row, and none of them agrees with our books more than the others',
  unknown_transaction: 'a report line is about a payment, refund or dispute that we do not know',
  state_differs: 'a report line settles what by our books was not paid, not given back, or not lost',
  amount_differs: 'a report line has another amount than the order, refund or dispute',
  settlement_differs: 'a report line settles another amount than we were told before',
  unpriced: 'a report line settles what has no settlement amount on our books yet',
  duplicate_line: 'a report line settles what another clearing batch settled already',
  fee_differs: 'Alipay+ charged another fee than our contract with it says',
  line_missing: 'a clearing day is here, and no line settles this payment or refund of that day',
  lines_exceed_batch: 'a settlement batch pays less than its lines come to; it is held',
  bank_differs: 'entries on our bank statement name settlement batches and do not add up to them; the batches are held',
  money_missing: 'the money of a settlement batch has not come',
  unknown_entry: 'an entry on our bank statement is no settlement that we know',
  remittance_contradicted: 'the bank says of a payment to a merchant what cannot be, after what it said before',
  remittance_overdue: 'a payment to a merchant was sent to the bank days ago, and no debit is on our statement',
  remittance_unwritable: 'the bank cannot be told of a payment to a merchant: an order for it would break its rules',
  sweep_rejected: 'the bank has not moved what we told it to move between our own accounts, or sent it back',
  sweep_contradicted: 'the bank says of a sweep what cannot be, after what it said before',
  sweep_differs: 'an entry on our bank statement names a sweep and comes to another amount',
  sweep_overdue: 'a sweep was ordered days ago, and is not on the statements of both our accounts',
  sweep_unwritable: 'the bank cannot be told of a sweep: an order for it would break its rules',
  statement_differs: 'a bank statement does not add up, or comes again with other figures',
  statement_missing: 'a bank statement does not begin where the one before it ended',
} as const

export type BreakKind = keyof typeof breakKinds

/** What a person can do about a break. */
export const breakActions = {
  accept: 'what they say is right; the difference is written off, and the line is settled',
  write_off: 'the difference is given up, or kept',
  match:
    'it belongs to what it names, or to what is chosen; what the bank is short of are its charges, what is over is kept',
  claim: 'Alipay+ or the bank was asked; it stays open until the money comes',
  wait: 'nobody need look at it before a day',
  dismiss: 'no money hangs on it, or it was dealt with elsewhere',
} as const

export type BreakAction = keyof typeof breakActions

const asking = ['claim', 'wait'] as const
const telling = [...asking, 'dismiss'] as const

/** Which actions end a break of a kind, or put it off. */
export const actionsOf: Readonly<Record<BreakKind, readonly BreakAction[]>> = {
  file_missing: telling,
  file_refused: telling,
  count_differs: telling,
  total_differs: telling,
  row_differs: telling,
  statement_differs: telling,
  statement_missing: telling,
  remittance_contradicted: telling,
  remittance_overdue: asking,
  remittance_unwritable: ['wait'],
  sweep_rejected: telling,
  sweep_contradicted: telling,
  sweep_differs: ['match', ...asking],
  sweep_overdue: asking,
  sweep_unwritable: ['wait'],
  lines_exceed_batch: asking,
  unknown_transaction: ['match', ...asking],
  state_differs: asking,
  amount_differs: asking,
  unpriced: asking,
  duplicate_line: telling,
  line_missing: asking,
  settlement_differs: ['accept', ...asking],
  fee_differs: ['write_off', ...asking],
  bank_differs: ['match', ...asking],
  money_missing: ['match', ...asking],
  unknown_entry: ['match', 'write_off', ...asking],
}

/** Whether what is done about a break gives up or keeps money, which one person may do alone up to a limit. */
export const movesMoney = (action: BreakAction): boolean => ['accept', 'write_off', 'match'].includes(action)

/** What somebody chooses to match a break with, where it names nothing itself: one transaction, or several of the others. */
export const matchedWith: Partial<Readonly<Record<BreakKind, 'entries' | 'batches' | 'transaction'>>> = {
  money_missing: 'entries',
  unknown_entry: 'batches',
  unknown_transaction: 'transaction',
}

const size = (minor: bigint): bigint => (minor < 0n ? -minor : minor)

/** How far what is chosen may be from what it is matched with: a tenth of that, or 1000 of the smallest units. */
export const isNear = (minor: bigint, differenceMinor: bigint): boolean =>
  size(differenceMinor) <= 1000n || size(differenceMinor) * 10n <= size(minor)
