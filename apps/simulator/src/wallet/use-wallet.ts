import type { Language, Money } from '@silkgate/domain'
import { dateText, texts } from '@silkgate/page'
import type { Faults } from '../fault/faults.ts'
import { announce } from '../notification/announce.ts'
import { decided, type Order, type Outcome, phaseOf } from '../order/order.ts'
import type { Orders } from '../order/orders.ts'
import type { World } from '../world.ts'
import { convert, rateOf, ratesDay, rateText } from './rates.ts'
import { type WalletId, wallets } from './wallets.ts'

type Needs = {
  readonly orders: Orders
  readonly world: World
  readonly faults: Faults
  readonly acquirerId: string
  /** Called after a notification was stored. */
  readonly changed: () => void
}

export type WalletUse = {
  /** Does what a consumer decides in a wallet. Answers false when the order was not open any more. */
  readonly decide: (
    code: string,
    wallet: WalletId,
    outcome: Outcome,
  ) => Promise<{ order: Order; wasOpen: boolean } | undefined>
  /** Remembers in which wallet an open order was opened. */
  readonly open: (code: string, wallet: WalletId) => Promise<void>
}

export const walletUse = (needs: Needs): WalletUse => {
  const { orders, world, changed } = needs
  return {
    decide: async (code, wallet, outcome) => {
      const found = await orders.find({ code })
      if (found === undefined) return undefined
      let wasOpen = false
      const order = await orders.change(found.paymentRequestId, (before) => {
        wasOpen = phaseOf(before, world.now()) === 'open'
        if (!wasOpen) return undefined
        const after = decided(before, outcome, wallet, world.now())
        return { order: after, notifications: outcome === 'close' ? [] : announce(after, needs) }
      })
      if (order === undefined) return undefined
      changed()
      return { order, wasOpen }
    },
    open: async (code, wallet) => {
      const found = await orders.find({ code })
      if (found === undefined || found.openedIn === wallet) return
      const order = await orders.change(found.paymentRequestId, (before) =>
        phaseOf(before, world.now()) === 'open' ? { order: { ...before, openedIn: wallet } } : undefined,
      )
      if (order !== undefined) changed()
    },
  }
}

/** An order's amount in the wallet's own currency, with the rate as people read it. */
export const inWallet = (amount: Money, wallet: WalletId, language: Language): { amount: Money; rate: string } => {
  const rate = rateOf(amount.currency, wallets[wallet].currency)
  const day = dateText(new Date(ratesDay), language)
  return { amount: convert(amount, rate), rate: texts[language].wallet.rateOfDay(rateText(rate, language), day) }
}
