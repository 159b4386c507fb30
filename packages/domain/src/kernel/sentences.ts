/**
 * What the gateway writes in words into breaks, exceptions and files, `{}` for what varies. It is kept in English as it is read;
 * the console finds the sentence again and says it in the reader's language. One that is not here does not compile.
 */
export const sentences = [
  // Why a break came to its end by itself.
  'a better file does not name it',
  'another file agrees',
  'another file corrects it',
  'another file of the batch is in',
  'another name says what it is',
  'explained since',
  'it agrees',
  'it has come',
  'it was called off',
  'its day is not all in',
  'its line has come',
  'matched since',
  'the bank can be told since',
  'the bank has moved it since',
  'the bank has moved or rejected it since',
  'the bank has paid or rejected it since',
  'the line agrees with our books now',
  'the file is taken in',
  'the next check orders anew',
  'the statement before it has come',

  // What two sides of a break say.
  'none',
  'not paid',
  'settled once',
  'has not come',
  'due at {}',
  'PAYMENT {}',
  'REFUND {}',
  'CANCEL {}',
  'CHARGEBACK {}',
  'ADJUSTMENT {}',
  'sent since {}',
  'accepted since {}',
  'rejected {}',
  'returned {}',
  'ordered {}',
  'debit {} credit {}',
  'opens with {}, closes with {}',
  'not told: {}',
  'we have no {} account in {}',

  // Why a file is refused, or for what it waits; why a row is put aside.
  '{} is no currency',
  'neither its rows nor its name say of which agreement it is',
  'it is in {}, its batch in {}',
  'it is {}, not {}',
  'it says no clearing day',
  'the clearing day {} of {} is in already, as {}',
  'more than {} rows cannot be read, row {} since {} {}',
  'is the same row again',
  'waits for {} of batch {}',
  'waits for another file of batch {}: {}',
  'account {} is none of ours: silkgate bank-account add makes it one',
  'statement {} has no opening or closing balance',
  'statement {} is in {}, its account is in {}',
  'account {} was closed on {}, statement {} is of {}',
  'answers to our orders are taken from the bank’s server or folder, not from people',
  'it answers the message {}, which is none of ours',

  // What happened of which an exception is.
  'the {} says {}, the order is {}',
  'the {} says {}; the payment settles in {}',
  'the {} says {}; {} was said before, and is booked',
  'the {} has had no clear answer since {}',
  '{} paid after the payment was {}',
  'captured, and the {} says {}',
  'Alipay+ has named no settlement amount since {}',
  'a genuine notification says {}; a genuine message names an order that we never placed',
  'refund {} is {}, and {} was heard',
  'refund {} has had no clear answer since {}: {}',
  'for refund {} Alipay+ has not said what it takes; {} is booked',
  'for refund {} Alipay+ has not said what it takes; {} is booked aside',
  'for refund {} Alipay+ takes {}; {} is booked',
  'for refund {} Alipay+ takes {}; {} is booked aside',
  '{} did not go back: refund {} was refused, {}',
  'dispute {} is {}, and {} was heard',
  'dispute {}: Alipay+ refused our answer, {}',
  'dispute {}: Alipay+ has not decided it',
  'dispute {}: no clear answer since {}: {}',
  'dispute {} took {}, and nothing is booked: there is no settlement amount yet',
  'dispute {} claims {}, and only {} of the payment is neither refunded nor disputed',
  'asked for on {}, and heard last: {}',
  'its approval of KYB ended on {}',
  'Nobody bills: "silkgate invoice set-supplier" first.',

  // What is noted of what somebody did.
  'assigned to {}',
  'accept: {}',
  'write_off: {}',
  'match: {}',
  'match: {} (with {})',
  'claim: {}',
  'wait: {}',
  'dismiss: {}',

  // Why somebody cannot do what they ask for.
  'a break "{}" takes {}; not {}',
  '{} has proposed it already; somebody else must approve',
  '{} is over: nobody would wait',
  'choose the {} that it is matched with',
  'a report line is about one thing: choose one',
  'the lines of the batch come to more than it pays, which is a break of its own',
  'a settlement batch of it is paid already, or carried by another, or its reports are not all here',
  'an entry of it is explained already',
  'they are of several currencies',
  'what is chosen is further away than a tenth, or than 1000 of the smallest units: that is not the same money',
  'there is no payment, refund or dispute of that id that the line can be about, or another line is',
  'there is no such break',
  'it has ended meanwhile',
  'it has changed meanwhile',
  'there is no such remittance',
  'it is {} ({}) and cannot be {}',
  '{} has started its run; somebody else must approve',
  'a file for the bank tells of it already: it cannot be called off',
] as const

/** A sentence with what varies filled in. */
export type Filled<Sentence extends string> = Sentence extends `${infer Before}{}${infer After}`
  ? `${Before}${string}${Filled<After>}`
  : Sentence

declare const isFigure: unique symbol

/** Text that is the same in every language: amounts, ids, names, what others wrote. */
export type Figure = string & { readonly [isFigure]: true }

export const figure = (text: string): Figure => text as Figure

/** What the gateway says in words of its own, all of which the console has in every language. */
export type Said = Filled<(typeof sentences)[number]> | Figure
