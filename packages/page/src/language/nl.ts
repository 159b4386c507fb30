import type { Texts } from './en.ts'

export const nl: Texts = {
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
}
