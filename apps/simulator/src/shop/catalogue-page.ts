import type { Money } from '@silkgate/domain'
import { type Html, html, moneyHtml } from '@silkgate/page'
import { shopLayout } from '../page/layout.ts'
import { stateBadge } from './order-state.ts'
import { shopPaths } from './products.ts'

export type CatalogueView = {
  products: { id: string; name: string; description: string; price: Money; imageUrl: string }[]
  orders: { id: string; name: string; amount: Money; state: string }[]
  consoleNote?: never
}

/** The front page of the shop: what it sells, and what was ordered. */
export const cataloguePage = (view: CatalogueView): string =>
  shopLayout({
    title: 'Demo Shop – stationery and gifts',
    live: undefined,
    body: html`<div class="intro"><h1>Stationery and gifts</h1>
<p class="muted">Pay with Alipay+ from the wallet you use at home.</p></div>
<ul class="products">${view.products.map(productCard)}</ul>
<section class="orders" aria-labelledby="orders"><h2 id="orders">Your orders</h2>
${view.orders.length === 0 ? html`<p class="muted">No orders yet.</p>` : html`<ul>${view.orders.map(orderRow)}</ul>`}
</section>`,
  })

const productCard = (product: CatalogueView['products'][number]): Html => html`<li class="product">
<img src="${product.imageUrl}" alt="" width="240" height="180">
<div><h2><a href="${shopPaths.product(product.id)}">${product.name}</a></h2>
<p class="muted">${product.description}</p>
<p class="price">${moneyHtml(product.price, 'en')}</p></div></li>`

const orderRow = (order: CatalogueView['orders'][number]): Html => html`<li>
<a href="${shopPaths.order(order.id)}">${order.name}</a>
${stateBadge(order.state)}
${moneyHtml(order.amount, 'en')}</li>`
