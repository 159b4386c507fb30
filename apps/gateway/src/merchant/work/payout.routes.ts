import { z } from 'zod'
import type { OperatorRoute } from '../../operator/index.ts'
import { answerChange } from './answer-change.ts'
import type { MerchantWork } from './merchant-work.ts'
import { given, givenList, instant, says } from './read-body.ts'

const account = z.looseObject({
  ...{ currency: says, holder: says, town: says, country: says, proof: says },
  ...{
    iban: given,
    accountNumber: given,
    bic: given,
    street: given,
    building: given,
    postcode: given,
    subdivision: given,
  },
})
const version = z.int({ error: 'Which version?' })
const approval = z.looseObject({ version, account: says })
const closing = z.looseObject({ version, reason: says })
const closingDecision = z.looseObject({
  version,
  decision: z.enum(['approved', 'refused'], { error: 'Approved or refused?' }),
})
const proposal = z.looseObject({
  validFrom: instant.optional(),
  ...{ feeBasisPoints: given, feeFixed: given, refundsFee: given, price: givenList, rhythm: given },
  ...{ threshold: givenList, reserveBasisPoints: given, reserveDays: given, allowedNegative: givenList },
  negativePolicy: given,
})
const decision = z.looseObject({
  decision: z.enum(['approved', 'refused'], { error: 'Approved or refused?' }),
  reason: says.optional(),
})

/** Where a merchant's money goes, and what is agreed about it: each holds once a second person has approved it. */
export const payoutRoutes = (work: MerchantWork): OperatorRoute[] => {
  const changes = {
    method: 'POST',
    needs: 'merchants.change',
    refuses: ['INVALID_MERCHANT_ID', 'INVALID_VALUE'],
    absent: work.absent,
  } as const
  return [
    {
      ...changes,
      path: '/merchants/:merchantId/payout-accounts',
      operation: 'payoutAccounts.add',
      body: account,
      run: ({ by, params: { merchantId = '' }, body, errorId }) =>
        answerChange(errorId, () => work.addAccount(by, merchantId, body as z.output<typeof account>)),
    },
    {
      ...changes,
      path: '/merchants/:merchantId/payout-accounts/:currency/approval',
      operation: 'payoutAccounts.approve',
      fresh: true,
      body: approval,
      run: ({ by, params: { merchantId = '', currency = '' }, body, errorId }) => {
        const { version, account: typed } = body as z.output<typeof approval>
        return answerChange(errorId, () => work.approveAccount(by, merchantId, { currency, version, account: typed }))
      },
    },
    {
      ...changes,
      path: '/merchants/:merchantId/payout-accounts/:currency/closing',
      operation: 'payoutAccounts.close',
      body: closing,
      run: ({ by, params: { merchantId = '', currency = '' }, body, errorId }) =>
        answerChange(errorId, () =>
          work.askToCloseAccount(by, merchantId, { currency, ...(body as z.output<typeof closing>) }),
        ),
    },
    {
      ...changes,
      path: '/merchants/:merchantId/payout-accounts/:currency/closing/decision',
      operation: 'payoutAccounts.decideClosing',
      fresh: (body) => (body as z.output<typeof closingDecision>).decision === 'approved',
      body: closingDecision,
      run: ({ by, params: { merchantId = '', currency = '' }, body, errorId }) => {
        const { version, decision } = body as z.output<typeof closingDecision>
        const decided = { currency, version, isApproved: decision === 'approved' }
        return answerChange(errorId, () => work.decideAccountClosing(by, merchantId, decided))
      },
    },
    {
      ...changes,
      path: '/merchants/:merchantId/contract-proposals',
      operation: 'contracts.propose',
      body: proposal,
      run: ({ by, params: { merchantId = '' }, body, errorId }) =>
        answerChange(errorId, () => work.proposeContract(by, merchantId, body as z.output<typeof proposal>)),
    },
    {
      ...changes,
      path: '/merchants/:merchantId/contract-proposals/:proposalId/decision',
      operation: 'contracts.decide',
      fresh: (body) => (body as z.output<typeof decision>).decision === 'approved',
      body: decision,
      run: ({ by, params: { merchantId = '', proposalId = '' }, body, errorId }) => {
        const decided = { ...(body as z.output<typeof decision>), proposalId }
        return answerChange(errorId, () => work.decideContract(by, merchantId, decided))
      },
    },
  ]
}
