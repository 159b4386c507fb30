import { type Html, html, type Piece } from '../html.ts'

/** What consumers read, in English. The other languages have the same texts; the compiler says where one is missing. */
export const en = {
  /** What several pages say. */
  page: {
    language: 'Language',
    /** What the language calls itself. */
    ownName: 'English',
    testBar: 'Test page. No real money moves.',
    simulated: 'simulated',
    working: 'Working…',
    timeLeft: (figure: Html, until: Html): Html => html`Time left to pay: ${figure}, until ${until}`,
    /** Read out at zero, at one minute, at two and a half. */
    saidAtTheEnd: ['Time is up.', 'One minute left to pay.', 'Two and a half minutes left to pay.'],
    madeAt: (clock: Html): Html => html`This page was made at ${clock}.`,
    changesByItself: 'This page changes by itself.',
    checkAgain: 'Check again',
    payAmount: (amount: Piece): Html => html`Pay ${amount}`,
    backTo: (merchant: Html): Html => html`Back to ${merchant}`,
    startAgain: (merchant: Html): Html => html`Go back to ${merchant} to start again. Nothing in your order is lost.`,
    startAgainInTime: (merchant: Html): Html =>
      html`Alipay+ allows at most 10 minutes for a payment. Go back to ${merchant} to start again. Nothing in your order
is lost.`,
    qrCode: 'QR code for this payment',
    amount: 'Amount',
    merchant: 'Merchant',
    order: 'Order',
    reference: 'Reference',
  },
  endings: {
    paid: { heading: 'Payment complete', says: 'Your wallet confirmed it. There is nothing more to pay.' },
    declined: {
      heading: 'Payment not made',
      says: 'Your wallet refused it. Nothing was charged. Try another wallet.',
    },
    noBalance: {
      heading: 'Not enough balance',
      says: 'Your wallet does not hold enough for this. Nothing was charged. Add money to it, or try another wallet.',
    },
    expired: {
      heading: 'Time is up',
      says: 'If your wallet shows a payment, keep this page: it will be matched or sent back.',
    },
    cancelled: {
      heading: 'Payment cancelled',
      says: 'Nothing is owed. If your wallet shows a payment, the money goes back to your wallet.',
    },
  },
  /** The gateway's own page, on which a consumer chooses how to pay. */
  checkout: {
    summary: 'Your order',
    quantity: (quantity: string) => `${quantity} ×`,
    item: 'Item',
    other: 'Shipping, discounts and other',
    total: 'Total',
    choose: 'Choose how you want to pay',
    wallets: (some: readonly string[], more: number) =>
      more === 0 ? some.join(', ') : `${some.join(', ')} and ${more} more`,
    continue: 'Continue to Alipay+',
    comeBackHere: 'You pay on the Alipay+ page and come back here.',
    comeBackTo: (merchant: string) => `You pay on the Alipay+ page and come back to ${merchant}.`,
    cancel: (merchant: string) => `Cancel and return to ${merchant}`,
    problem: 'There is one thing to correct',
    busy: {
      heading: 'Very many people are paying at this moment',
      says: 'Nothing was begun and nothing was charged. Wait a few seconds, then continue again.',
    },
    tryAgain: 'You can try again, with the same wallet or another one.',
    settingUp: { heading: 'We are setting up your payment', says: 'This takes a few seconds. You have not paid yet.' },
    waiting: { heading: 'We are waiting for your wallet', says: 'If you have paid, do not pay again.' },
    notPaidYet: 'I have not paid yet: continue to Alipay+',
    timeUp: {
      heading: 'Time is up',
      says: 'We are asking your wallet what became of it. If you have paid, keep this page: it says so in a moment.',
    },
    refunded: { heading: 'Payment refunded', says: 'The payment was made, and all of it goes back to your wallet.' },
    notPaid: {
      heading: 'Time is up',
      says: 'The payment was not made in time. If your wallet shows one all the same, it is sent back by itself.',
    },
    cancelled: { heading: 'You cancelled', says: 'Nothing was charged.' },
    over: {
      heading: 'This page has expired',
      says: (merchant: string) => `Nothing was charged. Go back to ${merchant} and start again.`,
    },
    broken: 'This page cannot be shown right now',
    unknown: {
      heading: 'This link leads nowhere',
      says: 'Check that the link was copied whole, or go back to the shop: it knows what became of your order.',
    },
    footer: (merchant: string) => `${merchant} takes this payment with Alipay+.`,
  },
  /** The simulator's page of Alipay+. */
  cashier: {
    footer: 'This page plays the part of Alipay+ for tests. It is not run by Alipay+ or by any wallet.',
    orderAt: (merchant: Html, order: Html): Html => html`${merchant} · order ${order}`,
    chooseWallet: 'Choose your wallet',
    findWallet: 'Find a wallet',
    noWallet: 'No wallet of this name can pay here.',
    allWallets: (count: number): string => `Show all ${count} wallets`,
    walletsFound: (count: number): string => (count === 1 ? '1 wallet' : `${count} wallets`),
    scan: 'Scan with your phone',
    otherPhone: 'Pay with another phone: show QR code',
    howToScan: 'Open one of these wallets on your phone and scan this code.',
    orOpenLink: (link: Html): Html => html`Or open this link there: ${link}`,
    confirmIn: (wallet: Piece): Html => html`Confirm in ${wallet} on your phone`,
    isOpenIn: (wallet: Html): Html => html`The payment is open in ${wallet}. Check the amount there and confirm it.`,
    otherWallet: 'Use another wallet',
    limit: (merchant: Html): Html =>
      html`Alipay+ allows at most 10 minutes for a payment. If the time runs out, start again from ${merchant}: nothing in
your order is lost.`,
    goOn: 'Continue',
    unknown: {
      heading: 'Payment not found',
      says: 'No payment belongs to this link. Nothing was charged.',
      whatToDo: 'Go back to the shop and start again, or check that the link was copied whole.',
    },
  },
  /** The simulator's wallet. */
  wallet: {
    footer: 'This page plays the part of a wallet for tests. It is not run by any wallet.',
    name: 'Wallet',
    payMerchant: (merchant: Piece): Html => html`Pay ${merchant}`,
    decline: 'Decline',
    payWithoutBalance: 'Pay without enough balance',
    close: 'Close without answering',
    closed: 'Closed without answering',
    staysOpen: (until: Html): Html => html`Nothing was charged. The payment stays open until ${until}.`,
    answerAfterAll: 'Answer after all',
    backToShop: 'Back to shop',
    purpose: 'For',
    orderAmount: 'Order amount',
    rate: 'Rate',
    rateOfDay: (rate: string, day: string): string => `${rate}, rate of ${day}`,
    faults: 'What this simulator does to this payment',
    noFault: 'Nothing unusual: no fault is in force.',
    orOnPhone: 'Or on your phone',
    scanToAnswer: 'Scan this code to answer on a real phone instead.',
  },
  /** The simulator's page between the wallet and the merchant. */
  status: {
    waiting: 'We are waiting for your wallet',
    payOnce: 'If you have paid, do not pay again.',
    notPaid: 'I have not paid: choose a wallet',
    wallet: 'Wallet',
    confirmed: 'Confirmed',
  },
}

/** Each language has all of these. Texts with a part that varies are functions, so that each language orders it its way. */
export type Texts = typeof en
