import { isMerchantId, isPaymentId } from '@silkgate/domain'
import type { Command } from 'commander'
import { print, withTools } from '../command-line.ts'
import { erasePersonalData } from './erase-personal-data.ts'
import type { WhosePayments } from './personal-data.store.ts'

type Options = { customer?: string; merchant?: string }

const whichOf = (paymentId: string | undefined, { customer, merchant }: Options): WhosePayments => {
  if (paymentId !== undefined && customer === undefined) {
    if (!isPaymentId(paymentId)) throw new Error(`"${paymentId}" is no payment's id: it has 30 digits.`)
    return { paymentId }
  }
  if (paymentId !== undefined || customer === undefined || merchant === undefined || !isMerchantId(merchant)) {
    throw new Error('Give the id of a payment, or --customer and the --merchant whose customer it is.')
  }
  return { merchantId: merchant, customer }
}

const run = (paymentId: string | undefined, options: Options) =>
  withTools(async ({ db }) => {
    const done = await erasePersonalData(db, whichOf(paymentId, options))
    if ('underWay' in done) {
      throw new Error(`${done.underWay.join(', ')}: still under way; erase it once it is at its end.`)
    }
    if (done.erased.length === 0) throw new Error('There is no such payment.')
    for (const id of done.erased) print({ paymentId: id, isErased: true })
  })

/** `privacy erase`: forgets who paid. */
export const addPersonalDataCommands = (root: Command): void => {
  root
    .command('privacy')
    .description('what is known of consumers')
    .command('erase [paymentId]')
    .description('erases what tells who paid, for good; amounts, times and ids stay, and every invariant holds')
    .option('--customer <id>', 'all payments of this merchantCustomerId instead')
    .option('--merchant <merchantId>', 'whose customer it is')
    .action(run)
}
