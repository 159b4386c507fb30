import type { AlipayPlusClient, Answer, ConsultPaymentResponse } from '@silkgate/alipayplus'
import { type Currency, type PayingWallet, walletsByTable, walletsHeard } from '@silkgate/domain'
import type { Logger } from 'pino'
import { z } from 'zod'
import { between, type Reach } from '../crash-points.ts'
import type { World } from '../world.ts'

type Needs = {
  readonly alipayplus: AlipayPlusClient
  readonly world: World
  readonly reach: Reach
  readonly log: Logger
}

/** The wallets that could pay in a currency, for a merchant that is settled in another or the same one. */
export type WalletsOnOffer = (currency: Currency, settlementCurrency: Currency) => Promise<readonly PayingWallet[]>

/** How long an answer is good; on the sandbox clock, as what it says about. */
const goodForMs = 5 * 60_000

/** How long Alipay+ is left alone after it did not answer, so that only one page in a while waits for it. */
const leftAloneMs = 10_000

/** How long a page may wait. */
const patienceMs = 1_000

const wallet = z.object({
  walletName: z.string().min(1),
  walletBrandName: z.string().min(1).optional(),
  walletRegion: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
})

const options = z.array(
  z.object({
    paymentMethodType: z.string(),
    enabled: z.string().optional(),
    paymentOptionDetail: z
      .object({ connectWallet: z.object({ supportWallets: z.array(wallet).optional() }).optional() })
      .optional(),
  }),
)

/**
 * The wallets that an answer names: none where Alipay+ says so, undefined where it says nothing that can be understood.
 */
export const hearWallets = ({ kind, body }: Answer<ConsultPaymentResponse>): readonly PayingWallet[] | undefined => {
  if (kind === 'refused') return []
  if (kind !== 'success') return undefined
  const read = options.safeParse(body?.paymentOptions)
  const unified = read.data?.find((option) => option.paymentMethodType === 'CONNECT_WALLET')
  if (unified?.enabled === 'false') return []
  const named = unified?.paymentOptionDetail?.connectWallet?.supportWallets
  return (
    named &&
    walletsHeard(
      named.map(({ walletName, walletBrandName, walletRegion }) => ({
        id: walletName,
        brand: walletBrandName,
        country: walletRegion,
      })),
    )
  )
}

/**
 * Asks Alipay+ which wallets are on offer, and remembers the answer for five minutes. While it does not answer, the last
 * answer stands, or else the table of the domain; nobody waits longer than a second, and one question is asked at a time.
 */
export const walletsOnOffer = ({ alipayplus, world, reach, log }: Needs): WalletsOnOffer => {
  const known = new Map<string, { readonly wallets: readonly PayingWallet[] | undefined; readonly untilMs: number }>()
  const asking = new Map<string, Promise<void>>()

  const ask = async (key: string, currency: Currency, settlementCurrency: Currency): Promise<void> => {
    const request = {
      paymentAmount: { currency, value: '0' },
      paymentFactor: { isInStorePayment: 'false', isCashierPayment: 'true', presentmentMode: 'UNIFIED' },
      settlementStrategy: { settlementCurrency },
    } as const
    const answer = await between(reach, 'chore.consult_wallets', () =>
      alipayplus.consultPayment(request, { timeoutMs: patienceMs }),
    )
    const heard = hearWallets(answer)
    const { code, unknownBecause } = answer
    if (heard === undefined)
      log.warn({ currency, code, unknownBecause }, 'Alipay+ does not say which wallets it offers')
    const wallets = heard ?? known.get(key)?.wallets
    known.set(key, { wallets, untilMs: world.now().getTime() + (heard === undefined ? leftAloneMs : goodForMs) })
  }

  return async (currency, settlementCurrency) => {
    const key = `${currency}/${settlementCurrency}`
    if ((known.get(key)?.untilMs ?? 0) <= world.now().getTime()) {
      const question = asking.get(key) ?? ask(key, currency, settlementCurrency).finally(() => asking.delete(key))
      asking.set(key, question)
      await question
    }
    return known.get(key)?.wallets ?? walletsByTable(currency)
  }
}
