import type { Texts } from './en.ts'

export const nl: Texts = {
  page: { testBar: 'Testpagina. Er wordt geen echt geld overgemaakt.' },
  endings: {
    paid: {
      heading: 'Betaling gelukt',
      says: 'Je wallet heeft de betaling bevestigd. Je hoeft niets meer te betalen.',
    },
    declined: {
      heading: 'Niet betaald',
      says: 'Je wallet heeft de betaling geweigerd. Er is niets afgeschreven. Probeer een andere wallet.',
    },
    noBalance: {
      heading: 'Onvoldoende saldo',
      says: 'Er staat niet genoeg in je wallet. Er is niets afgeschreven. Vul je saldo aan of probeer een andere wallet.',
    },
    expired: {
      heading: 'De tijd is om',
      says: 'Toont je wallet toch een betaling? Bewaar deze pagina: het bedrag wordt verwerkt of teruggestuurd.',
    },
    cancelled: {
      heading: 'Betaling geannuleerd',
      says: 'Je hoeft niets te betalen. Toont je wallet toch een betaling? Dan gaat het geld terug naar je wallet.',
    },
  },
  checkout: {
    languages: 'Taal',
    pay: (amount) => `Betaal ${amount}`,
    summary: 'Je bestelling',
    order: 'Bestelling',
    reference: 'Kenmerk',
    amount: 'Bedrag',
    merchant: 'Winkel',
    quantity: (quantity) => `${quantity} ×`,
    item: 'Artikel',
    other: 'Verzending, kortingen en overige',
    total: 'Totaal',
    choose: 'Kies hoe je wilt betalen',
    wallets: (some, more) => (more === 0 ? some.join(', ') : `${some.join(', ')} en nog ${more}`),
    continue: 'Verder naar Alipay+',
    comeBackHere: 'Je betaalt op de pagina van Alipay+ en komt daarna hier terug.',
    comeBackTo: (merchant) => `Je betaalt op de pagina van Alipay+ en gaat daarna terug naar ${merchant}.`,
    cancel: (merchant) => `Annuleren en terug naar ${merchant}`,
    back: (merchant) => `Terug naar ${merchant}`,
    problem: 'Er is één ding om te verbeteren',
    tryAgain: 'Je kunt het opnieuw proberen, met dezelfde of een andere wallet.',
    checkAgain: 'Opnieuw kijken',
    changesByItself: 'Deze pagina ververst vanzelf.',
    startAgain: (merchant) => `Ga terug naar ${merchant} om opnieuw te beginnen. Je bestelling blijft bewaard.`,
    settingUp: {
      heading: 'We zetten je betaling klaar',
      says: 'Dit duurt een paar seconden. Je hebt nog niet betaald.',
    },
    waiting: { heading: 'We wachten op je wallet', says: 'Heb je al betaald? Betaal dan niet nog een keer.' },
    notPaidYet: 'Ik heb nog niet betaald: verder naar Alipay+',
    timeUp: {
      heading: 'De tijd is om',
      says: 'We vragen je wallet wat ervan geworden is. Heb je betaald? Laat deze pagina dan open: hier staat het zo.',
    },
    refunded: {
      heading: 'Betaling terugbetaald',
      says: 'De betaling is gelukt en gaat helemaal terug naar je wallet.',
    },
    notPaid: {
      heading: 'De tijd is om',
      says: 'Er is niet op tijd betaald. Toont je wallet toch een betaling? Dan gaat die vanzelf terug.',
    },
    cancelled: { heading: 'Je hebt geannuleerd', says: 'Er is niets afgeschreven.' },
    over: {
      heading: 'Deze pagina is verlopen',
      says: (merchant) => `Er is niets afgeschreven. Ga terug naar ${merchant} en begin opnieuw.`,
    },
    unknown: {
      heading: 'Deze link klopt niet',
      says: 'Er is niets afgeschreven. Ga terug naar de winkel en begin opnieuw, of kijk of de link volledig is.',
    },
    footer: (merchant) => `${merchant} ontvangt deze betaling via Alipay+.`,
  },
}
