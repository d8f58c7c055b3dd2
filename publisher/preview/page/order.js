// The order of chapters, as the plan has it: moved with a mouse or by buttons, left out, taken in, renamed.

import { $, make, post, say, words } from './common.js'

const CHAPTER = 'chapter'
const ROOMS = [CHAPTER, 'part'] // what a chapter can be moved beside, or into

const ask = async (change, done, title) => {
    const answer = await post('plan', change)
    const { fault, hint } = answer.ok ? await answer.json() : { fault: answer.statusText, hint: '' }
    say(fault ? `${fault} ${hint}` : words[done].replace('{title}', title))
}
const move = (chapter, [beside, behind], title, done = 'moved') => ask({ act: 'move', chapter, beside, behind }, done, title)

const tool = (name, sign, id, title, onclick) => {
    const made = make('button', { type: 'button', textContent: sign, title: words[name], onclick, disabled: !onclick })
    made.setAttribute('aria-label', `${words[name]}: ${title}`)
    made.dataset.act = `${name} ${id}`
    return made
}

// Beside which line, and on which side of it, a chapter stands when it is moved by one.
const above = (rows, row) => {
    const [before, ...others] = rows.slice(0, row).reverse()
    if (before?.[1] === CHAPTER) return [before[0], false]
    const last = others.find(([, kind]) => kind === CHAPTER) // of the part before
    return last && [last[0], true]
}
const below = (rows, row) => {
    const next = rows.slice(row + 1).find(([, kind], n, all) => kind === CHAPTER || all[n + 1]?.[1] !== 'part')
    return next && ROOMS.includes(next[1]) ? [next[0], true] : undefined
}

const rename = (line, id, title) => {
    const label = line.querySelector('a')
    const field = make('input', { value: title, className: 'title' })
    field.setAttribute('aria-label', words.new_title)
    const end = () => {
        field.replaceWith(label)
        line.querySelector('[data-act^="rename "]').focus()
    }
    label.replaceWith(field)
    field.select()
    field.addEventListener('keydown', event => {
        if (event.isComposing) return // Hangul that is still being put together
        if (event.key === 'Escape') end()
        if (event.key !== 'Enter') return
        end()
        if (field.value !== title) ask({ act: 'rename', chapter: id, title: field.value }, 'renamed', field.value || title)
    })
}

let dragged = null
const drags = (line, id, kind, title) => {
    line.draggable = kind === CHAPTER
    line.querySelector('a').draggable = false // a link would be dragged as an address
    const isBehind = event => kind !== CHAPTER || event.clientY > line.getBoundingClientRect().top + line.offsetHeight / 2
    line.addEventListener('dragstart', event => {
        dragged = { id, title }
        event.dataTransfer.setData('text/plain', title)
        event.dataTransfer.effectAllowed = 'move'
    })
    line.addEventListener('dragend', () => { dragged = null })
    line.addEventListener('dragover', event => {
        if (!dragged || dragged.id === id || !ROOMS.includes(kind)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'move'
        line.className = isBehind(event) ? 'behind' : 'before'
    })
    line.addEventListener('dragleave', () => { line.className = '' })
    line.addEventListener('drop', event => {
        event.preventDefault()
        line.className = ''
        if (dragged) move(dragged.id, [id, isBehind(event)], dragged.title)
    })
}

export const order = {
    on: false,

    // A line of the contents can be dragged, and has buttons.
    dress: (line, rows, row) => {
        const [id, kind, , title] = rows[row]
        drags(line, id, kind, title)
        if (kind !== CHAPTER) return
        const up = above(rows, row), down = below(rows, row)
        line.append(make('span', { className: 'tools' },
            tool('up', '↑', id, title, up && (() => move(id, up, title))),
            tool('down', '↓', id, title, down && (() => move(id, down, title))),
            tool('rename', '✎', id, title, () => rename(line, id, title)),
            tool('drop', '✕', id, title, () => ask({ act: 'drop', chapter: id }, 'dropped', title))))
    },

    show: book => {
        const named = text => text.replace('{plan}', book.plan_file)
        $('arrange').hidden = false
        $('arrange').setAttribute('aria-pressed', order.on)
        $('arranged').hidden = !order.on
        $('arranged').textContent = named(book.plan ? words.arranged : words.no_plan)
        const button = $('write-plan'), isHeld = document.activeElement === button
        button.hidden = !order.on || Boolean(book.plan)
        button.textContent = named(words.write_plan)
        button.onclick = () => ask({ act: 'write' }, 'plan_written', book.plan_file)
        if (isHeld && button.hidden) $('arrange').focus()
        $('out').hidden = !order.on || !book.dropped.length
        const last = book.contents.findLast(([, kind]) => kind === CHAPTER)
        $('out').querySelector('ul').replaceChildren(...book.dropped.map(([path, title]) => make('li', {},
            make('span', { textContent: title }),
            tool('take_in', '↩', path, title, last && (() => move(path, [last[0], true], title, 'taken_in'))))))
    },

    // The button that one has pressed keeps the focus, where its line has gone.
    keepingFocus: change => {
        const act = $('list').contains(document.activeElement) && document.activeElement.dataset.act
        change()
        if (!act) return
        const same = document.querySelector(`[data-act="${CSS.escape(act)}"]`)
        const near = same?.disabled ? same.parentElement.querySelector('button:enabled') : same
        const to = near ?? $('arrange')
        to.focus()
    },
}
