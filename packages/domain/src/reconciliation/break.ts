/** What does not agree, by kind. Amounts of a break are what the other side says beyond what we have. */
export const breakKinds = {
  file_missing: 'a report was due and has not come',
  file_refused: 'a file cannot be understood; nothing of it was taken',
  count_differs: 'a file says another number of rows than it has, or than another file says',
  total_differs: 'a file says another total than its rows come to, or than another file says',
  row_differs: 'a corrected file says something else of a row that was taken before',
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
  statement_differs: 'a bank statement does not add up, or comes again with other figures',
  statement_missing: 'a bank statement does not begin where the one before it ended',
} as const

export type BreakKind = keyof typeof breakKinds
