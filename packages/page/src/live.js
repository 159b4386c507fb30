// Keeps an open page true: counts down by the server's clock, hears of changes, and swaps in the page the server has now.
// Every page works without it.

const main = () => document.querySelector('main')
const root = document.documentElement

let spokenTimer
const announce = (text) => {
  const place = document.getElementById('announcement')
  place.textContent = ''
  clearTimeout(spokenTimer)
  spokenTimer = setTimeout(() => (place.textContent = text), 100)
}

// Times of day, in the reader's zone and the page's language.

const clock = { hour: '2-digit', minute: '2-digit' }
const forms = { clock, moment: { day: 'numeric', month: 'short', year: 'numeric', ...clock, second: '2-digit' } }

const localiseTimes = () => {
  const form = (options) =>
    new Intl.DateTimeFormat(root.lang === 'en' ? 'en-GB' : root.lang, { hourCycle: 'h23', ...options })
  for (const time of document.querySelectorAll('time[data-form]')) {
    const at = new Date(time.dateTime)
    const zone = form({ timeZoneName: 'short' }).formatToParts(at).find(({ type }) => type === 'timeZoneName')
    time.textContent = `${form(forms[time.dataset.form]).format(at)} ${zone.value}`
  }
}

// The countdown. What was left when the page was made, less what has passed since it arrived.

let arrivedAt = performance.getEntriesByType('navigation')[0]?.responseStart ?? 0
let lastLeft

// When the time left is read out, each in the words of `data-says`.
const thresholds = [0, 60, 150]

const tick = () => {
  const timer = document.querySelector('[data-until]')
  if (!timer) return
  const left = Math.max(0, (timer.dataset.until - timer.dataset.now - (performance.now() - arrivedAt)) / 1000)
  const seconds = Math.ceil(left)
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  if (timer.textContent !== text) timer.textContent = text
  timer.parentElement.classList.toggle('late', left <= 150)
  const crossed = thresholds.findIndex((at) => lastLeft > at && left <= at)
  if (crossed >= 0) announce(timer.dataset.says.split('|')[crossed])
  if (crossed === 0) {
    for (const part of document.querySelectorAll('[data-while-open]')) part.hidden = true
    setTimeout(refresh, 1000)
  }
  lastLeft = left
}

// The page as the server has it now.

let isReading = false
let readAgain = false

const refresh = async () => {
  if (isReading) {
    readAgain = true
    return
  }
  isReading = true
  try {
    const answer = await fetch(main().dataset.refresh || location.href, { cache: 'no-store' })
    // A page that has expired or is gone is what the reader should see.
    if (answer.status >= 500) throw new Error(answer.statusText)
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
    root.classList.remove('stalled')
    isReading = false
    swap(fresh)
  } catch {
    isReading = false
    root.classList.add('stalled')
  }
  if (readAgain && !isReading) {
    readAgain = false
    refresh()
  }
}

const swap = (page) => {
  const old = main()
  const fresh = page.querySelector('main')
  if (!fresh || fresh.dataset.state === old.dataset.state) {
    setClock(page)
    return
  }
  if (fresh.dataset.next) {
    isReading = true
    location.replace(fresh.dataset.next)
    return
  }
  const heading = old.querySelector('h1').textContent
  const focused = document.activeElement?.id
  for (const { id } of old.querySelectorAll('details[open][id]')) fresh.querySelector(`#${id}`)?.setAttribute('open', '')
  old.replaceWith(fresh)
  document.title = page.title
  root.lang = page.documentElement.lang
  arrivedAt = performance.now()
  lastLeft = undefined
  localiseTimes()
  tick()
  if ('keepsPlace' in fresh.dataset) {
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true })
    const now = fresh.querySelector('h1').textContent
    announce(now === heading ? (fresh.querySelector('.timeline li:last-child > span')?.textContent ?? now) : now)
  } else fresh.querySelector('h1').focus()
  listen()
}

// The sandbox's clock can be moved while the page is open.
const setClock = (page) => {
  const timer = document.querySelector('[data-until]')
  const fresh = page.querySelector('[data-until]')
  if (!timer || !fresh) return
  timer.dataset.now = fresh.dataset.now
  timer.dataset.until = fresh.dataset.until
  arrivedAt = performance.now()
}

// Hearing of changes: an event stream, or asking every 2 to 5 seconds while there is none.

let events
let pollTimer

const poll = (wait) => {
  clearTimeout(pollTimer)
  pollTimer = setTimeout(async () => {
    if (!document.hidden) await refresh()
    if (events?.readyState !== EventSource.OPEN) poll(Math.min(5000, wait * 1.3))
  }, wait)
}

const listen = () => {
  events?.close()
  clearTimeout(pollTimer)
  const url = main()?.dataset.events
  if (!url) return
  events = new EventSource(url)
  events.addEventListener('phase', refresh)
  events.addEventListener('order', refresh)
  events.onopen = () => clearTimeout(pollTimer)
  events.onerror = () => poll(2000)
}

// A long list of wallets, narrowed by what is typed.

const plain = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

document.addEventListener('input', ({ target }) => {
  if (!('find' in target.dataset)) return
  const wanted = plain(target.value.trim())
  const wallets = [...main().querySelectorAll('.wallets li')]
  for (const wallet of wallets) wallet.hidden = !plain(wallet.querySelector('.brand').textContent).includes(wanted)
  main().querySelector('details.more').open = wanted !== ''
  const found = wallets.filter((wallet) => !wallet.hidden).length
  main().querySelector('[data-none]').hidden = found > 0
  announce(target.dataset.find.split('|')[found])
})

// A form is sent once.

document.addEventListener('submit', (event) => {
  const form = event.target
  if (form.ariaBusy === 'true') return event.preventDefault()
  form.ariaBusy = 'true'
  const { working } = document.body.dataset
  if (event.submitter) event.submitter.textContent = working
  announce(working)
})

addEventListener('pageshow', ({ persisted }) => persisted && location.reload())
addEventListener('pagehide', () => events?.close())
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && main()?.dataset.state) refresh()
})

localiseTimes()
tick()
setInterval(tick, 250)
listen()
