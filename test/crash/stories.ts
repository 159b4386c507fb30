import type { Deed } from '../../apps/gateway/src/crash-points.ts'
import { aSale, ask, askForRedirect, type ListeningShop, type Sale } from '../support/listening-shop.ts'
import type { TestSandbox } from '../support/sandbox.ts'
import { advance, orders, payInWallet, setFaults } from '../support/simulator.ts'
import { until } from '../support/until.ts'

/** Deeds that are reached by selling something; the others have walks of their own. */
export type PaymentDeed = Exclude<
  Deed,
  | `${'refund' | 'dispute' | 'checkout' | 'file' | 'settlement' | 'bank' | 'reconcile'}.${string}`
  | `${'delivery' | 'remittance' | 'invoice'}.${string}`
>

export type Scene = { readonly sandbox: TestSandbox; readonly shop: ListeningShop }

/** A story that reaches a crash point, told around the crash. It keeps what it sells from one part to the next. */
export type Story = {
  /** What happens while all is well. */
  readonly before?: () => Promise<void>
  /** What leads to the crash; left out where starting is enough. */
  readonly during?: () => Promise<unknown>
  /** What happens once the gateway is back. */
  readonly after: () => Promise<void>
  /** What was sold, with the webhooks that must come, once each or more often. */
  readonly sales: readonly { readonly sale: Sale; readonly events: readonly string[] }[]
}

const captured = ['payment.created', 'payment.redirected', 'payment.captured']
const expired = ['payment.created', 'payment.redirected', 'payment.cancelled']
const cancelled = ['payment.created', 'payment.cancelled']

/** The merchant's create is cut off; it asks again with the same key, and its consumer pays. */
const createIsCutOff = ({ sandbox, shop }: Scene): Story => {
  const sale = aSale()
  return {
    during: () => ask(shop, sale),
    after: async () => {
      await payInWallet(sandbox, await askForRedirect(shop, sale))
    },
    sales: [{ sale, events: captured }],
  }
}

/** The order is placed, and its answer never comes: the gateway dies over it, and the next one finds out. */
const placeWithoutAnswer = async ({ sandbox, shop }: Scene, sale: Sale): Promise<void> => {
  void ask(shop, sale)
  await until('the order at Alipay+', async () =>
    (await orders(sandbox)).find(({ amount }) => amount.value === String(sale.amount)),
  )
}

const payIsSentAgain = (scene: Scene): Story => {
  const { sandbox, shop } = scene
  const sale = aSale()
  return {
    before: async () => {
      await setFaults(sandbox, { name: 'answer_slow', api: 'pay', times: 1 })
      await placeWithoutAnswer(scene, sale)
    },
    after: async () => {
      await payInWallet(sandbox, await askForRedirect(shop, sale))
    },
    sales: [{ sale, events: captured }],
  }
}

/** No pay is ever answered: the consumer has no URL, and the order is cancelled. */
const payIsNeverAnswered = (scene: Scene): Story => {
  const { sandbox, shop } = scene
  const sale = aSale()
  return {
    before: async () => {
      await setFaults(sandbox, { name: 'answer_lost', api: 'pay' })
      await placeWithoutAnswer(scene, sale)
    },
    after: async () => {
      await until('an answer to the repeated create', async () => (await ask(shop, sale))?.status === 201)
    },
    sales: [{ sale, events: cancelled }],
  }
}

/** The consumer pays, and the gateway dies over the notification. */
const notificationIsCutOff = ({ sandbox, shop }: Scene): Story => {
  const sale = aSale()
  let redirectUrl = ''
  return {
    before: async () => {
      redirectUrl = await askForRedirect(shop, sale)
    },
    during: () => payInWallet(sandbox, redirectUrl),
    after: async () => {
      await advance(sandbox, 'PT5M')
    },
    sales: [{ sale, events: captured }],
  }
}

/** Nobody announces that one consumer paid; another has not paid yet. The questions of the first minutes find out. */
const notificationNeverComes = ({ sandbox, shop }: Scene): Story => {
  const [paid, open] = [aSale(), aSale()]
  return {
    before: async () => {
      await setFaults(sandbox, { name: 'notification_never', times: 1 })
      await payInWallet(sandbox, await askForRedirect(shop, paid))
      await askForRedirect(shop, open)
    },
    during: () => advance(sandbox, 'PT2M'),
    after: async () => {
      await payInWallet(sandbox, await askForRedirect(shop, open))
      await advance(sandbox, 'PT5M')
    },
    sales: [
      { sale: paid, events: captured },
      { sale: open, events: captured },
    ],
  }
}

/** One consumer pays in the last minute and nobody announces it; another never comes. */
const timeIsUp = ({ sandbox, shop }: Scene): Story => {
  const [paid, left] = [aSale(), aSale()]
  return {
    before: async () => {
      const redirectUrl = await askForRedirect(shop, paid)
      await askForRedirect(shop, left)
      await advance(sandbox, 'PT9M30S')
      await setFaults(sandbox, { name: 'notification_never' })
      await payInWallet(sandbox, redirectUrl)
    },
    during: () => advance(sandbox, 'PT5M'),
    after: async () => {
      await advance(sandbox, 'PT5M')
    },
    sales: [
      { sale: paid, events: captured },
      { sale: left, events: expired },
    ],
  }
}

/** Paid, but Alipay+ neither announces it nor answers any question: the cancel gives the money back. */
const questionsAreNeverAnswered = ({ sandbox, shop }: Scene): Story => {
  const sale = aSale()
  return {
    before: async () => {
      await setFaults(sandbox, { name: 'notification_never' }, { name: 'http_500', api: 'inquiryPayment' })
      await payInWallet(sandbox, await askForRedirect(shop, sale))
    },
    during: () => advance(sandbox, 'PT20M'),
    after: async () => {
      await advance(sandbox, 'PT5M')
    },
    sales: [{ sale, events: expired }],
  }
}

/** A consumer has paid, and the next day's check is cut off. */
const dayIsChecked = ({ sandbox, shop }: Scene): Story => {
  const sale = aSale()
  const checks = () => sandbox.db.read({ text: 'select day from daily_checks', values: [] })
  let before = 0
  return {
    before: async () => {
      await payInWallet(sandbox, await askForRedirect(shop, sale))
      await advance(sandbox, 'PT5M')
      before = (await checks()).length
    },
    during: () => advance(sandbox, 'P1D'),
    after: async () => {
      await until('the check is made, once', async () => (await checks()).length === before + 1)
    },
    sales: [{ sale, events: captured }],
  }
}

/** A consumer has paid, and the day's reports are cut off. */
const reportsAreMade = ({ sandbox, shop }: Scene): Story => {
  const sale = aSale()
  const reports = () => sandbox.db.read({ text: 'select name from reports where ready_at is not null', values: [] })
  let before = 0
  return {
    before: async () => {
      await payInWallet(sandbox, await askForRedirect(shop, sale))
      await advance(sandbox, 'PT5M')
      before = (await reports()).length
    },
    during: () => advance(sandbox, 'P1D'),
    after: async () => {
      await until('the reports are made', async () => (await reports()).length > before)
    },
    sales: [{ sale, events: captured }],
  }
}

/** Which story reaches a deed: the compiler asks for one when a deed is added. */
export const stories: Readonly<Record<PaymentDeed, (scene: Scene) => Story>> = {
  'create.commit_order_numbers': createIsCutOff,
  'create.commit_intent': createIsCutOff,
  'create.call_pay': createIsCutOff,
  'create.commit_outcome': createIsCutOff,
  'notify.commit_outcome': notificationIsCutOff,
  'due.commit_claim': notificationNeverComes,
  'resubmit.call_pay': payIsSentAgain,
  'resubmit.commit_outcome': payIsSentAgain,
  'inquire.call_inquiry': notificationNeverComes,
  'inquire.commit_outcome': notificationNeverComes,
  'expire.call_inquiry': timeIsUp,
  'expire.commit_outcome': timeIsUp,
  'cancel.call_cancel': payIsNeverAnswered,
  'cancel.commit_outcome': questionsAreNeverAnswered,
  'deliver.commit_claim': createIsCutOff,
  'deliver.call_merchant': createIsCutOff,
  'deliver.commit_outcome': createIsCutOff,
  'publish.commit_positions': createIsCutOff,
  'ledger.commit_daily_check': dayIsChecked,
  'report.commit_plan': reportsAreMade,
  'report.commit_ready': reportsAreMade,
}
