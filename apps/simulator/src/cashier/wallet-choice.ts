import type { Language } from '@silkgate/domain'
import { type Html, html, icon, nameHtml, texts } from '@silkgate/page'

export type WalletChoice = { id: string; brand: string; country: string }

/** More wallets than these are folded away, with a field to find one. */
const shownAtOnce = 8

/** Two letters in place of artwork that is not ours: "GCash" is GC, "AlipayHK" is AH. */
export const initialsOf = (brand: string): string => {
  const capitals = brand.replace(/[^A-Z]/g, '')
  return (capitals.length >= 2 ? capitals : brand.replace(/[^A-Za-z]/g, '')).slice(0, 2)
}

type Choice = {
  readonly language: Language
  readonly wallets: readonly WalletChoice[]
  readonly walletPath: (walletId: string) => string
}

/** The wallets as links, in the order given. */
export const walletChoice = ({ language, wallets, walletPath }: Choice): Html => {
  const { cashier } = texts[language]
  const list = (some: readonly WalletChoice[]) =>
    html`<ul class="wallets">${some.map((wallet) => walletLink(wallet, walletPath(wallet.id)))}</ul>`
  if (wallets.length <= shownAtOnce) return list(wallets)
  const found = Array.from({ length: wallets.length + 1 }, (_, count) => cashier.walletsFound(count))
  return html`<p class="field scripted"><label for="find">${cashier.findWallet}</label>
<input id="find" type="search" autocomplete="off" data-find="${found.join('|')}"></p>
<p class="muted" hidden data-none>${cashier.noWallet}</p>
${list(wallets.slice(0, shownAtOnce))}
<details class="more"><summary>${cashier.allWallets(wallets.length)}</summary>
${list(wallets.slice(shownAtOnce))}
</details>`
}

const walletLink = (wallet: WalletChoice, path: string): Html => html`<li><a href="${path}">
<span class="initials" aria-hidden="true" translate="no">${initialsOf(wallet.brand)}</span>
<span class="brand">${nameHtml(wallet.brand)} <span class="muted">${wallet.country}</span></span>
${icon('chevron-right')}</a></li>`
