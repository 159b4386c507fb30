import type { BankStore } from '../bank/bank.ts'
import { bankDayOf, closesAt } from '../bank/bank-times.ts'
import type { Faults } from '../fault/faults.ts'
import { addDays, businessDayAfter, type Day, isBusinessDay } from '../settlement/calendar.ts'
import type { World } from '../world.ts'
import { type JudgedPayment, judge, whyRefused } from './judge.ts'
import { type StatusReport, statusFile } from './pain002.ts'
import { readPain001, type WrittenMessage } from './read-pain001.ts'
import type { Answer, DueMessage, Reason, TransferStore, TransferStrike } from './transfers.ts'

type Needs = {
  readonly transfers: TransferStore
  readonly bank: BankStore
  readonly world: World
  readonly faults: Faults
}

/** When the bank pays what it is asked at an instant to pay on a day: on that day, or the first that is still open. */
export const executionDay = (requested: string, at: Date, closed: Day | undefined): Day => {
  const today = bankDayOf(at)
  const wanted = requested.slice(0, 10)
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(wanted) && wanted > today && !Number.isNaN(Date.parse(wanted))
  const asked = isDay ? wanted : today
  const open = closesAt(asked) <= at ? addDays(asked, 1) : asked
  const day = closed !== undefined && open <= closed ? addDays(closed, 1) : open
  return isBusinessDay(day) ? day : businessDayAfter(day, 1)
}

const statusOf = (reasons: readonly (Reason | undefined)[]): Answer['status'] => {
  if (reasons.every((reason) => reason === undefined)) return 'ACCP'
  return reasons.every((reason) => reason !== undefined) ? 'RJCT' : 'PART'
}

/** A group in the answer. What is wrong with all of it is said of it alone. */
const paymentIn = ({ written, reason, transfers }: JudgedPayment): StatusReport['payments'][number] => ({
  paymentInformationId: written.paymentInformationId,
  status: statusOf(transfers.map((each) => each.reason)),
  reason,
  transfers:
    reason === undefined
      ? transfers.map((each) => ({
          ...each.written,
          status: each.reason === undefined ? 'ACSP' : 'RJCT',
          reason: each.reason,
        }))
      : [],
})

const transfersOf = ({ version, messageId }: WrittenMessage, payments: readonly JudgedPayment[]): Answer['transfers'] =>
  payments.flatMap(({ written: { paymentInformationId, isBatched }, transfers }) =>
    transfers.map(({ written, reason, accountId, debtor, executionDay: day }) => {
      const { endToEndId, instructionId, uetr, currency, minor, name, iban, number, bic, remittance } = written
      const creditor = { name: name ?? '', account: iban ?? number ?? '', bic }
      const ids = { version, messageId, paymentInformationId, endToEndId, instructionId, uetr }
      return {
        accountId,
        instructed: { ...ids, currency, minor: minor ?? 0n, debtor, creditor, remittance, isBatched },
        status: reason === undefined ? 'accepted' : 'rejected',
        reason,
        executionDay: reason === undefined ? day : undefined,
      }
    }),
  )

/** Answers the files of payments in the bank's folder, a minute after they came: accepts or rejects what is in them. */
export const takeTransfers = ({ transfers, bank, world, faults }: Needs) => {
  const decide = async ({ number, answersAt: at, body }: DueMessage): Promise<Answer> => {
    let message: WrittenMessage | undefined
    let reason: Reason | undefined
    try {
      message = readPain001(body)
    } catch (error) {
      reason = { code: 'FF01', text: error instanceof Error ? error.message : String(error) }
    }
    if (message !== undefined) reason = whyRefused(message, await transfers.isKnown(message.messageId, number))
    const { closed } = await bank.days()
    const judging = { faults, executionDayOf: (requested: string) => executionDay(requested, at, closed) }
    const payments =
      message === undefined || reason !== undefined ? [] : message.payments.map((one) => judge(one, judging))
    const judged = payments.flatMap((payment) => payment.transfers)
    const status = reason === undefined ? statusOf(judged.map((each) => each.reason)) : 'RJCT'
    const report = { at, original: message, status, reason, payments: payments.map(paymentIn) }
    const strikes: TransferStrike[] = judged
      .filter((each) => each.reason?.code === 'AC04')
      .map(({ written, executionDay: day }) => ({
        ...{ fault: 'payout-rejected', about: written.endToEndId, at, wasRight: `a debit on ${day}` },
      }))
    const about = message?.messageId ?? `message ${number}`
    const isStruck = (fault: TransferStrike['fault'], wasRight: string): boolean => {
      if (!faults.strikesOne(fault, about)) return false
      strikes.push({ fault, about, at, wasRight })
      return true
    }
    const file = statusFile(number, report)
    const isForgotten = isStruck('payout-forgotten', file.path)
    const files =
      isForgotten || isStruck('payout-unanswered', file.path)
        ? []
        : isStruck('payout-answered-twice', file.path)
          ? [file, statusFile(number, report, '2')]
          : [file]
    return {
      ...{ number, answeredAt: at, messageId: message?.messageId, status, reason, files, strikes },
      transfers: message === undefined || isForgotten ? [] : transfersOf(message, payments),
    }
  }

  const takeUp = async (): Promise<void> => {
    for (;;) {
      const message = await transfers.due(world.now())
      if (message === undefined) return
      await transfers.answer(await decide(message))
    }
  }

  return { takeUp, nextDue: () => transfers.nextDue() }
}
