// Messages: beside the pages that they are about, and in a list.

import { $, make, open, pageNamed, post, words } from './common.js'

const ORDER = { error: 0, warning: 1, note: 2 }
const places = new Map() // token of a unit -> where the lines stand that messages are about
let shown = ''

export const forgetPlaces = () => places.clear()

const isOf = (message, place) => message.path === place.path && message.line === place.line
const on = (book, sheet) => (places.get(sheet.token) ?? [])
    .filter(place => place.page === sheet.number)
    .flatMap(place => book.messages.filter(one => isOf(one, place)).map(one => ({ ...one, y: place.y })))

const ask = async (token, then) => {
    places.set(token, [])
    const answer = await post('beside', { token })
    if (!answer.ok) return
    const found = await answer.json()
    if (found.length) places.set(token, found), then()
}

const mark = (book, sheet) => {
    const found = on(book, sheet), now = JSON.stringify(found)
    if (sheet.marks === now) return
    sheet.marks = now
    for (const old of sheet.querySelectorAll('.mark')) old.remove()
    sheet.append(...found.map(one => {
        const made = make('span', { className: `mark ${one.severity}`, title: one.what })
        made.style.top = `${100 * one.y}%`
        return made
    }))
    if (found.length) sheet.setAttribute('aria-label', `${sheet.said} · ${words.n_messages.replace('{n}', found.length)}`)
    else sheet.setAttribute('aria-label', sheet.said)
}

// What is said of the pages in sight: beside them, and first in the list. Asked for while nothing is made.
export const look = (book, sheets, isIdle, go) => {
    for (const sheet of sheets) {
        const messages = book.units[book.pages[sheet.place]?.[0]]?.[4]
        if (isIdle && messages && sheet.token && !places.has(sheet.token)) ask(sheet.token, () => look(book, sheets, false, go))
        mark(book, sheet)
    }
    messages(book, sheets, go)
}

export const messageOf = (one, go, place, label) => {
    const made = make('div', { className: `message ${one.severity}` })
    const where = one.path + (one.line ? `:${one.line}` : '')
    made.append(make('p', {}, one.what, ' ', make('code', { textContent: one.code })))
    if (one.hint) made.append(make('p', { className: 'hint', textContent: one.hint }))
    const follow = (text, act) => make('a', { href: '#', textContent: text, onclick: event => { event.preventDefault(); act() } })
    const edit = async () => open(await (await post('open', { path: one.path, line: one.line || 1 })).json())
    made.append(make('p', { className: 'where' }, one.path ? follow(where, edit) : '',
        ...(place === undefined ? [] : [' · ', follow(pageNamed(label), () => go(place))])))
    return made
}

// Where a message's line stands; its chapter's first page, as long as that is not known.
const placeOf = (book, one) => {
    for (const [token, found] of places) {
        const place = found.find(place => isOf(one, place))
        const unit = place ? book.units.findIndex(([, , own]) => own === token) : -1
        if (unit >= 0) return book.pages.findIndex(([own, page]) => own === unit && page === place.page)
    }
    return book.contents.find(([id]) => id === one.chapter)?.[4]
}

export const messages = (book, sheets, go) => {
    $('count').textContent = book.messages.length
    if ($('beside').hidden) return // hundreds of them take time, at every turn of a wheel
    const seen = new Set(sheets.map(sheet => sheet.place))
    const rows = book.messages.toSorted((a, b) => ORDER[a.severity] - ORDER[b.severity])
        .map(one => ({ one, place: placeOf(book, one) }))
    const here = rows.filter(({ place }) => seen.has(place)), others = rows.filter(({ place }) => !seen.has(place))
    const now = JSON.stringify([here, others])
    if (now === shown) return
    shown = now
    const list = rows => rows.map(({ one, place }) => messageOf(one, go, place, book.pages[place]?.[2]))
    const headed = (title, rows) => rows.length ? [make('h3', { textContent: title }), ...list(rows)] : []
    $('beside').replaceChildren(make('h2', { textContent: words.messages }),
        ...(rows.length ? [] : [make('p', { textContent: words.no_messages })]),
        ...(here.length ? headed(words.on_these_pages, here) : []),
        ...(here.length ? headed(words.elsewhere, others) : list(others)))
}
