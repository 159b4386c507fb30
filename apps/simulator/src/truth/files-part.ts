import { type Html, html, momentHtml } from '@silkgate/page'
import type { FileEntry } from '../file/files.ts'

/** The last files on the simulated file servers. */
export type FilesView = { readonly files: readonly FileEntry[]; readonly filesTotal: number }

/** What lies on the simulated file servers, the last written first, each to be opened. */
export const filesPart = ({ files, filesTotal }: FilesView): Html => html`<section class="card" aria-labelledby="files">
<h2 id="files">${headingOf(filesTotal)}</h2>
${
  filesTotal === 0 &&
  html`<p class="muted">Alipay+ writes them at 08:00 UTC+8 of each day after the first order, the bank the day after it has
booked.</p>`
}
<ul class="switches">${files.map(fileRow)}</ul>
${
  filesTotal > files.length &&
  html`<p class="muted">The last ${files.length}; all of <a href="/control/files?owner=alipayplus">Alipay+</a> and of <a
href="/control/files?owner=bank">the bank</a></p>`
}
</section>`

const headingOf = (total: number): string => {
  if (total === 0) return 'No files yet'
  return total === 1 ? '1 file' : `${total} files`
}

const fileRow = ({ owner, path, size, writtenAt }: FileEntry): Html => html`<li>
<p><a href="/control/files/${owner}${path}">${path.split('/').at(-1)}</a><br>
<span class="muted">${momentHtml(writtenAt, 'en')}, ${size} bytes</span></p></li>`
