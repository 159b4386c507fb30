import type { Currency } from '../money/index.ts'

/** When the table was last compared with what Alipay+ publishes. */
export const walletsDay = '2026-11-01'

export type Wallet = {
  readonly brand: string
  readonly country: string
  readonly currency: Currency
  /** Its id among Alipay+'s partners, in messages and reports. */
  readonly pspId: string
  /** What one payment must and may be, in the smallest unit of the wallet's currency, where Alipay+ publishes it. */
  readonly least?: bigint
  readonly most?: bigint
}

/**
 * The wallets that pay at the cashier, in the network's order, by their ids in messages. A limit for a day or a month
 * bounds a single payment too; BillEase takes more in instalments of its own, so the higher of its two limits is kept.
 * Source: Alipay+'s list of mobile payment providers, and the limits printed for the payment method "Alipay+".
 */
const table = {
  ALIPAY_CN: { brand: 'Alipay', country: 'CN', currency: 'CNY', pspId: '1022088000000000001', least: 10n },
  ALIPAY_HK: {
    brand: 'AlipayHK',
    country: 'HK',
    currency: 'HKD',
    pspId: '1022160000000000000',
    least: 1n,
    most: 5_000_000n,
  },
  TRUEMONEY: { brand: 'TrueMoney', country: 'TH', currency: 'THB', pspId: '1022167000000000001' },
  TNG: {
    brand: "Touch 'n Go eWallet",
    country: 'MY',
    currency: 'MYR',
    pspId: '1022171000000000001',
    least: 5n,
    most: 2_000_000n,
  },
  GCASH: {
    brand: 'GCash',
    country: 'PH',
    currency: 'PHP',
    pspId: '1022170000000000000',
    least: 100n,
    most: 10_000_000n,
  },
  DANA: {
    brand: 'DANA',
    country: 'ID',
    currency: 'IDR',
    pspId: '1022166000000000001',
    least: 30_000n,
    most: 1_000_000_000n,
  },
  KAKAOPAY: {
    brand: 'Kakao Pay',
    country: 'KR',
    currency: 'KRW',
    pspId: '1022172000000000001',
    least: 50n,
    most: 2_000_000n,
  },
  RABBIT_LINE_PAY: { brand: 'Rabbit LINE Pay', country: 'TH', currency: 'THB', pspId: '2021226300000000' },
  BPI: { brand: 'BPI', country: 'PH', currency: 'PHP', pspId: '2010BOPI00000000', most: 5_000_000n },
  BOOST: { brand: 'Boost', country: 'MY', currency: 'MYR', pspId: '2021227800000000', least: 5n, most: 500_000n },
  AKULAKU_PAYLATER: { brand: 'Akulaku PayLater', country: 'ID', currency: 'IDR', pspId: '2021241800000000' },
  BILLEASE: {
    brand: 'BillEase',
    country: 'PH',
    currency: 'PHP',
    pspId: 'A111253000000000',
    least: 5_000n,
    most: 10_000_000n,
  },
  NAVERPAY: { brand: 'NAVER Pay', country: 'KR', currency: 'KRW', pspId: '2021234400000000' },
  TOSSPAY: { brand: 'Toss', country: 'KR', currency: 'KRW', pspId: 'A111254300000000' },
  HIPAY: { brand: 'HiPay', country: 'MN', currency: 'MNT', pspId: 'A111265400000000' },
  MPAY: { brand: 'MPay', country: 'MO', currency: 'MOP', pspId: 'A111253100000000' },
  KREDIVO_ID: { brand: 'KREDIVO ID', country: 'ID', currency: 'IDR', pspId: 'A111256400000000' },
} as const satisfies Record<string, Wallet>

export type WalletId = keyof typeof table

export const wallets: Readonly<Record<WalletId, Wallet>> = table

export const walletIds = Object.keys(table) as WalletId[]

/** A wallet that could pay, as far as it is known: one that is not in the table has no country, currency or limits. */
export type PayingWallet = {
  readonly id: string
  readonly brand: string
  readonly country: string | undefined
  readonly currency: Currency | undefined
  readonly least?: bigint
  readonly most?: bigint
}

/**
 * The wallets of a currency by the table: a wallet's own currency is paid by the wallets of that currency alone; any
 * other is cross-border, and all pay it.
 */
export const walletsByTable = (currency: Currency): readonly PayingWallet[] => {
  const all = walletIds.map((id) => ({ id, ...wallets[id] }))
  const own = all.filter((wallet) => wallet.currency === currency)
  return own.length > 0 ? own : all
}

/** Which wallet of the table paid, by the id that Alipay+ gives its operator, else by its brand. */
export const walletIdOf = (told: {
  readonly pspId?: string
  readonly walletBrandName?: string
}): WalletId | undefined =>
  walletIds.find((id) => wallets[id].pspId === told.pspId) ??
  walletIds.find((id) => wallets[id].brand === told.walletBrandName)

/** The wallets that Alipay+ named, with the limits that the table has of them. */
export const walletsHeard = (
  heard: readonly { readonly id: string; readonly brand: string | undefined; readonly country: string | undefined }[],
): readonly PayingWallet[] =>
  heard.map(({ id, brand, country }) => {
    const known = Object.hasOwn(wallets, id) ? wallets[id as WalletId] : undefined
    return { currency: undefined, ...known, id, brand: brand ?? known?.brand ?? id, country: country ?? known?.country }
  })
