import type { Route } from '../http/route.ts'

type Unsupported = Pick<Route, 'operation' | 'method' | 'path'> & { readonly reason: string }

const m = '/v1/:merchantId'

const row = (operation: string, method: Route['method'], path: string, reason: string): Unsupported => ({
  operation,
  method,
  path,
  reason,
})

const tokens = 'Alipay+ pays from the consumer’s wallet each time; there is nothing to keep a token of'
const mandates = 'mandates are for direct debits, which Alipay+ has none of'
const payouts = 'money goes to merchants as remittances and to consumers as refunds, never as payouts'
const cards = 'it is about cards, and Alipay+ takes none'
const banks = 'it is about bank accounts, and consumers of Alipay+ give none'
const devices = 'the wallets judge the consumer’s device; no fingerprint is collected'
const disputes = 'disputes are opened by Alipay+, for the consumer; a merchant can refund instead'

/** What silkgate does not do, one row each: operation, method, path, and why. */
export const unsupportedOperations: readonly Unsupported[] = [
  row('captures.dispute', 'POST', `${m}/captures/:captureId/dispute`, disputes),
  row('payments.dispute', 'POST', `${m}/payments/:paymentId/dispute`, disputes),
  row('hostedmandatemanagements.create', 'POST', `${m}/hostedmandatemanagements`, mandates),
  row('hostedmandatemanagements.get', 'GET', `${m}/hostedmandatemanagements/:hostedMandateManagementId`, mandates),
  row(
    'installments.getInstallmentsInfo',
    'POST',
    `${m}/installments/getInstallmentsInfo`,
    'installments are between the consumer and the wallet; merchants get the whole amount',
  ),
  row('mandates.create', 'POST', `${m}/mandates`, mandates),
  row('mandates.createWithMandateReference', 'PUT', `${m}/mandates/:uniqueMandateReference`, mandates),
  row('mandates.get', 'GET', `${m}/mandates/:uniqueMandateReference`, mandates),
  row('mandates.block', 'POST', `${m}/mandates/:uniqueMandateReference/block`, mandates),
  row('mandates.unblock', 'POST', `${m}/mandates/:uniqueMandateReference/unblock`, mandates),
  row('mandates.revoke', 'POST', `${m}/mandates/:uniqueMandateReference/revoke`, mandates),
  row('payments.tokenize', 'POST', `${m}/payments/:paymentId/tokenize`, tokens),
  row(
    'payments.processchallenged',
    'POST',
    `${m}/payments/:paymentId/processchallenged`,
    'the wallets judge fraud before they pay; no payment is ever PENDING_FRAUD_APPROVAL',
  ),
  row('payments.devicefingerprint', 'GET', `${m}/payments/:paymentId/devicefingerprint`, devices),
  row('payouts.create', 'POST', `${m}/payouts`, payouts),
  row('payouts.find', 'GET', `${m}/payouts`, payouts),
  row('payouts.get', 'GET', `${m}/payouts/:payoutId`, payouts),
  row('payouts.approve', 'POST', `${m}/payouts/:payoutId/approve`, payouts),
  row('payouts.cancel', 'POST', `${m}/payouts/:payoutId/cancel`, payouts),
  row('payouts.cancelapproval', 'POST', `${m}/payouts/:payoutId/cancelapproval`, payouts),
  row('riskassessments.bankaccounts', 'POST', `${m}/riskassessments/bankaccounts`, banks),
  row('riskassessments.cards', 'POST', `${m}/riskassessments/cards`, cards),
  row('services.bankaccount', 'POST', `${m}/services/convert/bankaccount`, banks),
  row('services.getIINdetails', 'POST', `${m}/services/getIINdetails`, cards),
  row('tokens.create', 'POST', `${m}/tokens`, tokens),
  row('tokens.get', 'GET', `${m}/tokens/:tokenId`, tokens),
  row('tokens.update', 'PUT', `${m}/tokens/:tokenId`, tokens),
  row('tokens.delete', 'DELETE', `${m}/tokens/:tokenId`, tokens),
  row('tokens.approvesepadirectdebit', 'POST', `${m}/tokens/:tokenId/approvesepadirectdebit`, tokens),
]
