import { html, referenceHtml, signedHeading } from '@silkgate/page'
import { shopLayout } from '../page/layout.ts'
import { shopPaths } from './products.ts'

export type ShopProblemView = {
  /** What did not happen: "Order not found". */
  heading: string
  /** Why, and what to do. */
  says: string
  /** What to quote when asking about it. */
  reference: string | undefined
}

/** Says what the shop could not do, and the way on. */
export const shopProblemPage = (view: ShopProblemView): string =>
  shopLayout({
    title: `${view.heading} – Demo Shop`,
    live: undefined,
    body: html`<section class="card narrow">
${signedHeading({ icon: 'triangle-alert', role: 'bad' }, view.heading)}
<p>${view.says}</p>
${view.reference !== undefined && html`<p class="muted">Reference: ${referenceHtml(view.reference)}</p>`}
<p class="deeds"><a class="button" href="${shopPaths.catalogue}">All products</a></p>
</section>`,
  })
