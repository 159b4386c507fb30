import assert from 'node:assert/strict'
import { setVatTerms } from '../../apps/gateway/src/invoice/vat-terms.store.ts'
import { placePayoutAccount } from '../../apps/gateway/src/merchant/payout-account.store.ts'
import { type Dice, diceOf } from '../support/dice.ts'
import { dispute, judge, whenDispute } from '../support/disputes.ts'
import { anOrder, type Identity } from '../support/merchant.ts'
import { openReporting } from '../support/reporting.ts'
import { addShop, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { advance, payInWallet, setFaults } from '../support/simulator.ts'

/** Settlement currencies with no, two and three decimals. */
export const currencies = ['EUR', 'HKD', 'JPY', 'KWD', 'USD'] as const

type Currency = (typeof currencies)[number]

/** How a merchant of the month is paid, and what happens to it. */
const habits = {
  daily: `rhythm = 'daily', refunds_fee = true`,
  /** VAT is charged on its fees. */
  weekly: `rhythm = 'weekly'`,
  reserve: `reserve_basis_points = 1000, reserve_days = 10`,
  /** Sells at first, is paid, and gives everything back later. */
  repents: `rhythm = 'daily'`,
} as const

export type Trader = {
  readonly merchantId: string
  readonly currency: Currency
  readonly habit: keyof typeof habits
  readonly shop: Shop
  readonly reporting: ReturnType<typeof openReporting>
  /** What can still be refunded or disputed. */
  readonly captured: string[]
}

/** Whoever has sold something. */
type Seller = Pick<Trader, 'shop' | 'captured'>

const payoutOf = (merchantId: string, currency: Currency) => ({
  ...{ merchantId, currency, version: 1, holder: `Händler & Söhne ${merchantId} <港>` },
  ...(currency === 'EUR'
    ? { account: { iban: 'NL32DEMO0000001234' }, bic: 'DEMONL2A', address: { town: 'Amsterdam', country: 'NL' } }
    : { account: { number: `012-${merchantId}` }, bic: 'HSBCHKHHHKH', address: { town: 'Hong Kong', country: 'HK' } }),
})

const charged = {
  treatment: 'charged',
  rateBasisPoints: 2_100n,
  says: 'VAT',
  vatId: undefined,
  fromMonth: '2026-11-01',
} as const

/** Twenty merchants: four in each currency, one of each habit. */
export const openTraders = async (sandbox: TestSandbox): Promise<Trader[]> => {
  const traders: Trader[] = []
  for (const [row, habit] of (Object.keys(habits) as Trader['habit'][]).entries()) {
    for (const [column, currency] of currencies.entries()) {
      const merchantId = String(7201 + row * currencies.length + column)
      const identity: Identity = await addShop(sandbox, merchantId, currency)
      await sandbox.db.transaction('chore.set_up', async (tx) => {
        await placePayoutAccount(tx, payoutOf(merchantId, currency), new Date(0))
        await tx.run({ text: `update contracts set ${habits[habit]} where merchant_id = $1`, values: [merchantId] })
        if (habit === 'weekly' && currency !== 'EUR') await setVatTerms(tx, merchantId, charged, new Date(0))
      })
      if (habit === 'weekly' && currency === 'EUR') {
        // By two persons, as people do it, so that there is something in the audit trail.
        const vat = [
          '--treatment',
          'charged',
          '--rate-basis-points',
          '2100',
          '--from',
          '2026-11',
          '--as',
          'anna@psp.example',
        ]
        const [asked] = await silkgate(sandbox, 'invoice', 'set-vat', merchantId, ...vat)
        await silkgate(sandbox, 'invoice', 'approve-vat', String(asked?.approvalId), '--as', 'ben@psp.example')
      }
      const [shop, reporting] = [openShop(sandbox, identity), openReporting(sandbox, identity)]
      traders.push({ merchantId, currency, habit, shop, reporting, captured: [] })
    }
  }
  return traders
}

/** An amount as Connect writes it, which the currency can express. */
const amountIn = (currency: Currency, dice: Dice): number => (currency === 'JPY' ? 100 : 1) * (500 + dice.below(20_000))

const sell = async (sandbox: TestSandbox, { shop, currency, captured }: Trader, dice: Dice): Promise<void> => {
  const paidIn = dice.chance(80) ? currency : dice.pick(currencies)
  const { paymentId, redirectUrl } = await shop.redirected(anOrder(amountIn(paidIn, dice), paidIn))
  const isPaid = dice.chance(90)
  await payInWallet(sandbox, redirectUrl, isPaid ? 'success' : 'decline')
  await shop.whenStatus(paymentId, isPaid ? 'CAPTURED' : 'REJECTED')
  if (isPaid) captured.push(paymentId)
}

/** Some of it goes back, or all. */
export const giveBack = async ({ shop, captured }: Seller, dice: Dice, isWhole: boolean): Promise<void> => {
  const paymentId = captured.shift()
  if (paymentId === undefined) return
  const { amount, currencyCode } = (await shop.payment(paymentId)).paymentOutput?.amountOfMoney ?? {}
  const part = { amountOfMoney: { amount: Math.ceil((amount ?? 0) / 300) * 100, currencyCode } }
  const { status, message } = await shop.refund(paymentId, isWhole || dice.chance(40) ? {} : part)
  assert.equal(status, 201, message)
}

/** A consumer claims its money; the merchant gives in or stands by the payment, and Alipay+ decides. */
export const quarrel = async (sandbox: TestSandbox, { shop, captured }: Seller, dice: Dice): Promise<void> => {
  const paymentId = captured.shift()
  if (paymentId === undefined) return
  const { disputeRequestId } = await dispute(sandbox, paymentId, 'escalation')
  const { id } = await whenDispute(shop, paymentId, 'DRAFT')
  const isDefended = dice.chance(60)
  await shop.client.v1.disputes[isDefended ? 'submit' : 'cancel'](shop.merchantId, id, {})
  await whenDispute(shop, paymentId, isDefended ? 'SEND_TO_BANK' : 'CANCELLED')
  if (isDefended) await judge(sandbox, disputeRequestId, dice.pick(['won', 'lost']))
}

const trade = async (sandbox: TestSandbox, trader: Trader, turn: number, dice: Dice): Promise<void> => {
  const repents = trader.habit === 'repents'
  const sales = repents ? (turn < 3 ? 1 : 0) : dice.below(3)
  for (let count = 0; count < sales; count++) await sell(sandbox, trader, dice)
  if (repents && turn === 7) {
    while (trader.captured.length > 0) await giveBack(trader, dice, true)
    return
  }
  if (!repents && turn > 0 && dice.chance(30)) await giveBack(trader, dice, false)
  if (!repents && turn > 0 && dice.chance(15)) await quarrel(sandbox, trader, dice)
}

/** Each strikes once: a remittance that the bank refuses at once, one that it refuses later, and one whose money comes back. */
const payoutFaults = [
  { name: 'payout-rejected', times: 1 },
  { name: 'payout-rejected-after-acceptance', times: 1 },
  { name: 'payout-returned', times: 1 },
] as const

/** Thirty days of business, three at a time, and then days on which all that is under way comes to rest: it ends on a Sunday. */
export const playMonth = async (sandbox: TestSandbox, traders: readonly Trader[], seed: string): Promise<void> => {
  await setFaults(sandbox, ...payoutFaults)
  for (let turn = 0; turn < 10; turn++) {
    await Promise.all(
      traders.map((trader) => trade(sandbox, trader, turn, diceOf(`${seed}/${trader.merchantId}/${turn}`))),
    )
    await advance(sandbox, 'P3D')
  }
  await advance(sandbox, 'P11D')
}
