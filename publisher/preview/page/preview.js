// The preview in the browser: shows the pages of the book, keeps the one in view where it is, and shows what
// has changed. Everything it shows is asked for at this page's own address; nothing comes from elsewhere.

import { $, make, open, pageNamed, post, say, words } from './common.js'
import { forgetPlaces, look as lookBeside, messageOf } from './messages.js'
import { order } from './order.js'

const main = $('pages')
const ZOOMS = [0.4, 0.5, 0.65, 0.8, 1, 1.25, 1.5, 2, 3]
const LARGEST = 3200
const TRIES = 20

let book = null // what /model says of it
let zoom = 0 // of ZOOMS, behind the first; 0: as it fits
let two = innerWidth > 700
const sheets = new Map() // key of a page -> its element

// Which pages are near enough to be drawn

const near = new Set()
const watcher = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
        near[isIntersecting ? 'add' : 'delete'](target)
        if (!isIntersecting) target.querySelector('img')?.remove(), target.shown = target.asked = null
    }
    look()
    refresh()
}, { root: main, rootMargin: '120% 0%' })

const wide = () => Math.min(LARGEST, Math.round((parseFloat(main.style.getPropertyValue('--wide')) || 300) * devicePixelRatio))

const draw = sheet => {
    const { token, number } = sheet
    const address = token && `page/${token}/${number}/${wide()}.png`
    if (!address || sheet.shown === address) return null
    if (sheet.asked !== address) {
        sheet.asked = address
        sheet.coming = fetched(sheet, address)
    }
    return sheet.coming
}
const fetched = async (sheet, address) => {
    const picture = make('img', { src: address, alt: '', draggable: false })
    try {
        await picture.decode()
    } catch { // the cache has lost it, and it is being made anew; or a newer edition is on its way
        if (sheet.asked !== address) return
        sheet.asked = null
        if ((sheet.tries = (sheet.tries ?? 0) + 1) < TRIES) setTimeout(refresh, 1000)
        return
    }
    if (sheet.asked !== address || !near.has(sheet)) return
    const before = sheet.querySelector('img')
    if (before && sheet.isNew) flash(sheet, before, picture)
    sheet.isNew = false
    if (before) before.replaceWith(picture)
    else sheet.prepend(picture)
    sheet.querySelector('.waiting')?.remove()
    Object.assign(sheet, { shown: address, asked: null, tries: 0 })
}

// What is in view first, then what is near.
const refresh = async () => {
    const seen = inSight()
    await Promise.all(seen.map(draw))
    settle()
    for (const sheet of near) draw(sheet)
}
const inSight = () => {
    const box = main.getBoundingClientRect()
    return [...near].filter(sheet => {
        const { top, bottom } = sheet.getBoundingClientRect()
        return bottom > box.top && top < box.bottom
    })
}

// For who waits until all that is in view is up to date.
const settle = () => {
    const seen = inSight()
    const done = book && seen.length && seen.every(sheet => !sheet.token || sheet.shown?.includes(sheet.token))
    if (done) document.documentElement.dataset.shown = book.number
    showBeside()
}
const showBeside = () => { if (book) lookBeside(book, inSight(), !working, go) }

// The rows of a page that are not as they were

const SMALL = 120
const pixels = picture => {
    const canvas = make('canvas', { width: SMALL, height: Math.round(SMALL * picture.naturalHeight / picture.naturalWidth) })
    const drawing = canvas.getContext('2d', { willReadFrequently: true })
    drawing.drawImage(picture, 0, 0, canvas.width, canvas.height)
    return drawing.getImageData(0, 0, canvas.width, canvas.height)
}
const flash = (sheet, before, after) => {
    const [old, now] = [pixels(before), pixels(after)]
    let first = -1, last = -1
    for (let row = 0; row < now.height; row++) {
        let apart = 0
        for (let at = row * SMALL * 4, end = at + SMALL * 4; at < end; at += 4)
            apart = Math.max(apart, Math.abs((old.data[at] ?? 255) - now.data[at]))
        if (apart > 24) first = first < 0 ? row : first, last = row
    }
    if (first < 0) return
    const band = make('span', { className: 'flash' })
    band.style.top = `${100 * first / now.height}%`
    band.style.height = `${100 * (last - first + 1) / now.height}%`
    sheet.append(band)
    band.addEventListener('animationend', () => band.remove())
}

// The pages

const keyOf = ([unit, page], before) => unit < 0 ? `blank after ${before}` : `${book.units[unit][0]} ${page}`
const sheetOf = key => {
    const sheet = make('button', { type: 'button', className: 'page', tabIndex: -1 })
    sheet.dataset.key = key
    watcher.observe(sheet)
    sheets.set(key, sheet)
    return sheet
}
// What is drawn of a page, and on which page of that: some pages of a unit may be newer than the rest of it.
const drawn = (unit, page) => {
    const { unit: edited, pages: [first, count, token] } = book.newer ?? { pages: [] }
    if (unit === edited && page >= first && page < first + count) return [token, token, page - first]
    const [, , own, made] = book.units[unit] ?? []
    return [own, made, page]
}
const set = (sheet, [unit, page, label], place) => {
    const [, name] = book.units[unit] ?? []
    const [token, made, number] = drawn(unit, page)
    sheet.place = place
    sheet.className = `page ${place % 2 ? 'verso' : 'recto'}${unit < 0 ? ' blank' : ''}`
    const said = unit < 0 ? `${label}: ${words.blank}` : `${pageNamed(label)}: ${name}`
    if (sheet.said !== said) sheet.said = said, sheet.marks = null, sheet.setAttribute('aria-label', said)
    if (sheet.token === token) return
    sheet.isNew = Boolean(sheet.made) && sheet.made !== made
    Object.assign(sheet, { token, made: made && token ? made : sheet.made, number })
    if (!token && unit >= 0 && !sheet.querySelector('img') && !sheet.querySelector('.waiting'))
        sheet.append(make('span', { className: 'waiting', textContent: words.waiting }))
}
const showPages = () => {
    const anchor = current()
    const offset = anchor && anchor.getBoundingClientRect().top
    let before = ''
    const all = book.pages.map((page, place) => {
        const key = keyOf(page, before)
        before = key
        const sheet = sheets.get(key) ?? sheetOf(key)
        set(sheet, page, place)
        return sheet
    })
    const same = main.children.length === all.length && all.every((sheet, place) => main.children[place] === sheet)
    if (!same) {
        const kept = new Set(all)
        for (const [key, sheet] of sheets) if (!kept.has(sheet)) watcher.unobserve(sheet), near.delete(sheet), sheets.delete(key)
        const focused = document.activeElement
        main.replaceChildren(...all)
        if (focused?.isConnected) focused.focus({ preventScroll: true })
    }
    hold(anchor, offset)
    refresh()
}

// The page in view stays where it is on the screen
const hold = (anchor, offset) => {
    if (!anchor?.isConnected) return
    const isPinned = main.scrollTop === pinned
    main.scrollTop += anchor.getBoundingClientRect().top - offset
    if (isPinned) pinned = main.scrollTop
}

// What is in view

let looked = null
const current = () => looked?.isConnected ? looked : null
const inView = () => {
    const box = main.getBoundingClientRect()
    const x = box.left + box.width / 2 - 24, y = box.top + Math.min(box.height / 3, 260)
    let best = null, least = Infinity
    for (const sheet of near) {
        const { top, bottom, left, right } = sheet.getBoundingClientRect()
        const apart = Math.max(top - y, 0, y - bottom) * 4 + Math.max(left - x, 0, x - right)
        if (apart < least || (apart === least && sheet.place < best.place)) least = apart, best = sheet
    }
    return best
}
let told = '', pinned = -1 // where the desk was scrolled to for a page that one went to
const look = (sheet = main.scrollTop === pinned ? looked : inView()) => {
    if (!sheet || !book) return
    if (looked !== sheet) {
        looked?.removeAttribute('aria-current')
        if (looked) looked.tabIndex = -1
        looked = sheet
        looked.tabIndex = 0
        looked.setAttribute('aria-current', 'page')
    }
    const [unit, page, label] = book.pages[sheet.place] ?? []
    if (document.activeElement !== $('number')) $('number').value = label ?? ''
    mark(sheet.place)
    showBeside()
    const start = unit >= 0 ? book.units[unit][0] : ''
    if (start && `${start} ${page}` !== told) {
        told = `${start} ${page}`
        showScreen()
        post('at', { chapter: start, page })
    }
}
let looking = 0
main.addEventListener('scroll', () => { cancelAnimationFrame(looking); looking = requestAnimationFrame(() => look()) }, { passive: true })

const go = (place, focus = false) => {
    const sheet = main.children[Math.max(0, Math.min(place, main.children.length - 1))]
    if (!sheet?.scrollIntoView) return
    sheet.scrollIntoView({ block: 'start', inline: 'nearest' })
    main.scrollTop -= 12
    if (focus) sheet.focus({ preventScroll: true })
    pinned = main.scrollTop
    look(sheet)
}
const turn = by => {
    const place = current()?.place ?? 0
    go(two ? Math.max(0, (by > 0 ? place + (place % 2 ? 2 : 1) : place - (place % 2 ? 2 : 3))) : place + by)
}

// A click on a page, or Enter, opens the post at that line

main.addEventListener('click', async event => {
    const sheet = event.target.closest('.page')
    if (!sheet?.token) return
    const box = sheet.getBoundingClientRect()
    const y = event.detail ? (event.clientY - box.top) / box.height : 0 // 0: with Enter
    open(await (await post('source', { token: sheet.token, page: sheet.number, y })).json())
})

// How large

const size = () => {
    if (!book) return
    const [width, height] = book.paper
    const columns = two ? 2 : 1
    const room = { width: main.clientWidth - 40, height: main.clientHeight - 40 }
    const fit = Math.max(120, Math.min(room.width / columns, Math.max(room.height, 420) * width / height))
    const wished = zoom ? ZOOMS[zoom - 1] * width * 96 / 25.4 : Math.floor(fit)
    const anchor = current(), offset = anchor?.getBoundingClientRect().top
    main.style.setProperty('--wide', `${wished}px`)
    document.documentElement.style.setProperty('--tall', height / width)
    main.classList.toggle('one', !two)
    hold(anchor, offset)
    refresh()
}
new ResizeObserver(size).observe(main)

const zoomBy = step => {
    const now = parseFloat(main.style.getPropertyValue('--wide')) / (book.paper[0] * 96 / 25.4)
    if (!zoom) zoom = 1 + Math.max(0, ZOOMS.findIndex(one => one >= now))
    zoom = Math.max(1, Math.min(ZOOMS.length, zoom + step))
    size()
}

// Contents and thumbnails

let listed = ''
const showContents = () => {
    const faulty = new Set(book.messages.map(one => one.chapter))
    const now = JSON.stringify([book.contents, [...faulty], book.plan, book.dropped, order.on])
    if (now === listed) return
    listed = now
    order.keepingFocus(() => listContents(faulty))
}
const listContents = faulty => {
    order.show(book)
    $('lines').replaceChildren(...book.contents.map(([id, kind, level, label, place], row) => {
        const link = make('a', { href: `#${place}`, className: kind },
            make('span', { textContent: label.replaceAll('  ', '\u2003') }), make('span', { className: 'folio', textContent: book.pages[place]?.[2] ?? '' }))
        if (faulty.has(id)) link.classList.add('faults'), link.title = words.messages
        link.style.setProperty('--level', level)
        link.dataset.place = place
        const line = make('li', {}, link)
        if (order.on && book.plan) order.dress(line, book.contents, row)
        return line
    }))
}
$('arrange').addEventListener('click', () => { order.on = !order.on; choose($('tab-list')); showContents() })
let marked = null
const mark = place => {
    const links = $('list').querySelectorAll('a')
    const at = book.contents.findLastIndex(([, , , , begins]) => begins <= place)
    if (links[at] === marked) return
    marked?.removeAttribute('aria-current')
    marked = links[at] ?? null
    marked?.setAttribute('aria-current', 'true')
    if (marked && !$('contents').hidden) marked.scrollIntoView({ block: 'nearest' })
}
$('list').addEventListener('click', event => {
    const link = event.target.closest('a')
    if (!link) return
    event.preventDefault()
    go(Number(link.dataset.place))
    if (innerWidth <= 800) toggle('contents', false)
})
const thumbWatcher = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
        const paper = target.firstChild
        if (!isIntersecting) paper.replaceChildren()
        else if (target.dataset.address) paper.replaceChildren(make('img', { src: target.dataset.address, alt: '' }))
    }
}, { root: $('contents'), rootMargin: '50%' })
const showThumbs = () => {
    if ($('thumbs').hidden || $('contents').hidden) return
    thumbWatcher.disconnect()
    $('thumbs').replaceChildren(...book.pages.map(([unit, page, label], place) => {
        const token = unit < 0 ? '' : book.units[unit][2]
        const button = make('button', { type: 'button', onclick: () => go(place) }, make('span', { className: 'paper' }), label)
        button.dataset.address = token ? `page/${token}/${page}/128.png` : ''
        button.setAttribute('aria-label', pageNamed(label))
        thumbWatcher.observe(button)
        return button
    }))
}
const tabs = [$('tab-list'), $('tab-thumbs')]
const choose = tab => {
    for (const one of tabs) {
        one.setAttribute('aria-selected', one === tab)
        one.tabIndex = one === tab ? 0 : -1
        $(one.getAttribute('aria-controls')).hidden = one !== tab
    }
    if (book) showThumbs()
}
for (const tab of tabs) {
    tab.addEventListener('click', () => choose(tab))
    tab.addEventListener('keydown', event => {
        if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return
        const other = tabs[1 - tabs.indexOf(tab)]
        choose(other)
        other.focus()
        event.stopPropagation()
    })
}

// Why there is no newer edition

const showTrouble = trouble => {
    $('trouble').hidden = !trouble
    $('trouble').replaceChildren()
    if (!trouble) return
    $('trouble').append(make('p', { textContent: trouble.what }))
    if (trouble.hint) $('trouble').append(make('p', { className: 'hint', textContent: trouble.hint }))
    $('trouble').append(...trouble.faults.map(one => messageOf(one, go)))
}

// The chapter in view as an e-reader shows it

const showScreen = () => {
    $('show-screen').hidden = !book.screen
    if ($('screen').hidden) return
    const [unit] = book.pages[looked?.place ?? 0] ?? []
    const [start, , , made] = book.units[unit] ?? []
    const chapter = book.contents.find(([id, kind]) => id === start && kind === 'chapter')
    if (!chapter) return
    const address = `read.html?book=${encodeURIComponent(start)}&made=${made}`
    if ($('reader').getAttribute('src') !== address) $('reader').src = address
}
const setScreen = () => {
    $('reader').className = $('device').value
    $('reader').style.colorScheme = $('dark').checked ? 'dark' : 'light'
}
$('device').addEventListener('change', setScreen)
$('dark').addEventListener('change', setScreen)
setScreen()

// Settings

let asWas = null // what is to be printed before a setting was tried out
const showSettings = tried => {
    const isTried = (table, key) => tried[table]?.[key] !== undefined
    const rows = book.settings.map(([table, key, name, now, known]) => {
        const options = { name: `${table}.${key}` }
        const field = known.length
            ? make('select', options, ...known.map(([value, called]) => make('option', { value, textContent: called || words.as_theme, selected: value === now })))
            : make('input', { ...options, type: 'number', min: 0, step: 'any', value: now })
        return make('label', { className: isTried(table, key) ? 'tried' : '' }, name, field)
    })
    const focused = $('form').contains(document.activeElement) && document.activeElement.name
    $('form').replaceChildren(...rows)
    if (focused) $('form').elements[focused]?.focus()
    const some = Object.keys(tried).length > 0
    for (const name of ['write', 'forget']) $(name).disabled = !some
    showEffect(some)
}
// Pages, spine and price of a copy; what a setting that is tried out does to them.
const showEffect = some => {
    const now = { pages: book.pages.length, ...book.printed }
    if (!some || !asWas) asWas = now
    const apart = (name, digits) => {
        const by = now[name] - asWas[name]
        return by && asWas[name] ? ` (${by > 0 ? '+' : '−'}${figure(Math.abs(by), digits)})` : ''
    }
    $('cost').textContent = [
        words.n_pages.replace('{n}', figure(now.pages)) + apart('pages'),
        `${words.spine} ${figure(now.spine, 1)} mm${apart('spine', 1)}`,
        now.cost ? words.cost.replace('{won}', figure(now.cost)) + apart('cost') : words.no_cost,
    ].join(' · ')
}
const figure = (value, digits = 0) => value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits })
$('form').addEventListener('change', async event => {
    const [table, key] = event.target.name.split('.')
    const { ok } = await post('settings', { table, key, value: event.target.value })
    if (!ok) say(words.no_such), update()
})

// Volumes

const showVolumes = () => {
    $('volumes').hidden = book.volumes.length < 2
    const now = JSON.stringify(book.volumes)
    if ($('volume').dataset.of !== now) {
        $('volume').dataset.of = now
        $('volume').replaceChildren(...book.volumes.map((title, value) => make('option', { value, textContent: `${value + 1}. ${title}` })))
    }
    $('volume').value = book.volume
}
$('volume').addEventListener('change', () => post('volume', { number: Number($('volume').value) }))
$('form').addEventListener('submit', event => event.preventDefault())
$('write').addEventListener('click', async () => {
    const { written, fault, hint } = await (await post('settings', { write: true })).json()
    say(fault ? `${fault} ${hint}` : `${written}: ${words.written}`)
})
$('forget').addEventListener('click', () => post('settings', { forget: true }))

// Panels and keys

const PANELS = ['contents', 'beside', 'screen', 'settings']
const toggle = (name, open = $(name).hidden) => {
    $(name).hidden = !open
    $(`show-${name}`).setAttribute('aria-expanded', open)
    const rivals = innerWidth <= 800 ? PANELS : name === 'contents' ? [] : PANELS.slice(1)
    if (open) for (const other of rivals) if (other !== name && !$(other).hidden) toggle(other, false)
    if (book) showThumbs(), showScreen(), showBeside()
}
for (const name of PANELS) $(`show-${name}`).addEventListener('click', () => toggle(name))
$('before').addEventListener('click', () => turn(-1))
$('after').addEventListener('click', () => turn(1))
$('smaller').addEventListener('click', () => zoomBy(-1))
$('larger').addEventListener('click', () => zoomBy(1))
$('fit').addEventListener('click', () => { zoom = 0; size() })
$('two').setAttribute('aria-pressed', two)
const setTwo = now => { two = now; $('two').setAttribute('aria-pressed', two); size() }
$('two').addEventListener('click', () => setTwo(!two))
$('number').addEventListener('change', () => {
    const wished = $('number').value.trim()
    const place = book?.pages.findIndex(([, , label]) => label === wished) ?? -1
    if (place >= 0) go(place, true)
    else look()
})
const KEYS = {
    ArrowLeft: () => turn(-1), ArrowRight: () => turn(1), '+': () => zoomBy(1), '=': () => zoomBy(1), '-': () => zoomBy(-1),
    0: () => { zoom = 0; size() }, c: () => toggle('contents'), m: () => toggle('beside'), e: () => toggle('settings'), r: () => toggle('screen'), s: () => setTwo(!two),
    g: () => $('number').select(), Home: () => go(0), End: () => go(Infinity),
    Escape: () => { if (innerWidth <= 800) for (const name of PANELS) toggle(name, false) },
}
document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input, select, textarea')) return
    const act = book && KEYS[event.key]
    if (act) event.preventDefault(), act()
})

// What the server says

let working = true // as the last event says: what /model says may be older
const showState = () => {
    const waiting = book?.waiting ?? 0
    $('state').className = working ? 'working' : ''
    const said = working ? words.working + (waiting ? ` ${waiting}` : '') : words.ready
    if ($('state').textContent !== said) $('state').textContent = said
    if (!working) showBeside()
}
const show = ({ number, trouble, tried, book: now }) => {
    showTrouble(trouble)
    if (now) {
        const begins = !book
        book = { ...now, number }
        document.title = `${book.title} — ${words.preview}`
        document.documentElement.dataset.number = number
        $('title').textContent = book.title
        $('total').textContent = ` / ${book.pages.at(-1)?.[2] ?? ''}`
        $('facts').textContent = `${book.paper[0]} × ${book.paper[1]} mm · ${words.spine} ${book.printed.spine} mm`
        showContents()
        size()
        showPages()
        forgetPlaces()
        showVolumes()
        showSettings(tried)
        showThumbs()
        if (begins && innerWidth > 1000) toggle('contents', true)
        if (begins) requestAnimationFrame(() => { size(); const at = book.units.findIndex(one => one[0] === book.at); go(at < 0 ? 0 : book.pages.findIndex(([unit]) => unit === at)) })
        else look()
        showScreen()
    }
    showState()
}
// One chapter alone is another, on as many pages; or some pages of it, as long as the rest is being made.
const alter = (number, altered, unit, messages, newer) => {
    const isNew = JSON.stringify(messages) !== JSON.stringify(book.messages)
    book.number = number
    document.documentElement.dataset.number = number
    book.units[altered] = unit
    book.newer = newer && { unit: altered, pages: newer }
    book.pages.forEach((page, place) => { if (page[0] === altered) set(main.children[place], page, place) })
    if (isNew) book.messages = messages, forgetPlaces(), showContents()
    if (!newer) showScreen()
    refresh()
}
let last = -1, busy = false
const update = async () => {
    if (busy) return
    busy = true
    try {
        for (let wanted = -1; wanted !== last;) {
            wanted = last
            show(await (await fetch('model')).json())
        }
    } finally { busy = false }
}
const line = new EventSource('events')
line.addEventListener('message', ({ data }) => {
    const { number, since, altered, unit, messages, newer, ...said } = JSON.parse(data)
    working = said.working
    showState()
    if (number === last || !number) return
    const isNext = unit && !busy && book?.number >= since && $('trouble').hidden
    last = number
    if (isNext) alter(number, altered, unit, messages, newer)
    else update()
})
line.addEventListener('error', () => { $('state').className = ''; $('state').textContent = words.lost })
