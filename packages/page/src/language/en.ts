/** What consumers read, in English. The other languages have the same texts; the compiler says where one is missing. */
export const en = {
  page: { testBar: 'Test page. No real money moves.' },
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
  checkout: {
    languages: 'Language',
    pay: (amount: string) => `Pay ${amount}`,
    summary: 'Your order',
    order: 'Order',
    reference: 'Reference',
    amount: 'Amount',
    merchant: 'Merchant',
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
    back: (merchant: string) => `Back to ${merchant}`,
    problem: 'There is one thing to correct',
    tryAgain: 'You can try again, with the same wallet or another one.',
    checkAgain: 'Check again',
    changesByItself: 'This page changes by itself.',
    startAgain: (merchant: string) => `Go back to ${merchant} to start again. Nothing in your order is lost.`,
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
    unknown: {
      heading: 'This link leads nowhere',
      says: 'Nothing was charged. Go back to the shop and start again, or check that the link was copied whole.',
    },
    footer: (merchant: string) => `${merchant} takes this payment with Alipay+.`,
  },
}

/** Each language has all of these. Texts with a part that varies are functions, so that each language orders it its way. */
export type Texts = typeof en
