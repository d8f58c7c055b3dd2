// What a person sees of a chapter, as one function that runs in its document. `column` is the width that text
// has, `height` that of a page (0: the chapter is one long page), `pitch` the distance of two columns.
globalThis.look = ({ column, pitch = column, height = 0 }) => {
    const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
    paint.canvas.width = paint.canvas.height = 1
    const known = new Map()
    const rgba = css => {
        if (!known.has(css)) {
            paint.clearRect(0, 0, 1, 1)
            paint.fillStyle = '#000'
            paint.fillStyle = css
            paint.fillRect(0, 0, 1, 1)
            const [r, g, b, a] = paint.getImageData(0, 0, 1, 1).data
            known.set(css, [r, g, b, a / 255])
        }
        return known.get(css)
    }
    const over = (top, below, alpha = top[3]) => [0, 1, 2].map(i => top[i] * alpha + below[i] * (1 - alpha))
    const luminance = colour => {
        const [r, g, b] = colour.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const contrast = (a, b) => {
        const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
        return (light + 0.05) / (dark + 0.05)
    }
    const probe = document.body.appendChild(document.createElement('i'))
    probe.style.color = 'Canvas'
    const canvas = rgba(getComputedStyle(probe).color).slice(0, 3)
    probe.remove()

    // The letters' colour and the ground's, as they come out of all boxes and opacities around them.
    const drawn = (element, style) => {
        const chain = []
        for (let one = element; one; one = one.parentElement) chain.unshift(getComputedStyle(one))
        const below = [canvas]
        for (const one of chain) below.push(over(rgba(one.backgroundColor), below.at(-1)))
        let ground = below.at(-1)
        let ink = over(rgba(style.color), ground)
        chain.map((one, depth) => [Number(one.opacity), below[depth]]).reverse().forEach(([opacity, back]) => {
            ink = over(ink, back, opacity)
            ground = over(ground, back, opacity)
        })
        return contrast(ink, ground)
    }
    const scroller = element => {
        for (let one = element; one && one !== document.body && one !== document.documentElement; one = one.parentElement) {
            const { overflowX, overflowY } = getComputedStyle(one)
            if ([overflowX, overflowY].some(way => way !== 'visible')) return one
        }
        return null
    }
    const name = element => `<${element.localName}${element.className ? `.${element.className}` : ''}> ${(element.textContent || element.alt || '').trim().slice(0, 40)}`
    const outside = box => {
        const left = box.left + (pitch === column ? 0 : scrollX)
        const start = left - Math.floor((left + 1) / pitch) * pitch
        const shift = pitch === column ? left : start
        return shift < -1.5 || shift + box.width > (pitch === column ? column : pitch) + 1.5 || (height && box.bottom > height + 1.5)
    }
    const pale = new Map(), lost = new Set(), locked = new Set()
    let letters = 0, least = 99
    const judge = (element, style, what) => {
        const found = drawn(element, style)
        least = Math.min(least, found)
        if (found < 4.5 && style.visibility !== 'hidden') pale.set(`${what}: ${name(element)}`, Math.round(found * 100) / 100)
    }
    for (const one of document.querySelectorAll("details")) one.open = true
    const range = document.createRange()
    // White space at the end of a line hangs over it.
    const words = node => [...node.data.matchAll(/\S+/g)].flatMap(({ index, 0: word }) => {
        range.setStart(node, index)
        range.setEnd(node, index + word.length)
        return [...range.getClientRects()]
    })
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        if (!node.data.trim()) continue
        const element = node.parentElement
        range.selectNodeContents(node)
        const boxes = [...range.getClientRects()].filter(box => box.width && box.height)
        if (!boxes.length) continue
        letters += node.data.trim().length
        judge(element, getComputedStyle(element), 'text')
        const frame = scroller(element)
        if (!frame) { if (boxes.some(outside) && words(node).some(outside)) lost.add(name(element)) }
        else if (frame.scrollWidth > frame.clientWidth + 1 || frame.scrollHeight > frame.clientHeight + 1) {
            const ways = getComputedStyle(frame)
            if (frame.tabIndex < 0 || ![ways.overflowX, ways.overflowY].some(way => /auto|scroll/.test(way))) locked.add(name(frame))
        }
        if (frame && [...frame.getClientRects()].some(outside)) lost.add(name(frame))
    }
    for (const element of document.body.querySelectorAll('*')) {
        for (const where of ['::before', '::after']) {
            const style = getComputedStyle(element, where)
            if (!['none', 'normal', '""'].includes(style.content) && element.getClientRects().length) judge(element, style, where)
        }
    }
    const pictures = [...document.images].filter(image => image.getClientRects().length)
    for (const image of pictures) if (!scroller(image) && outside(image.getBoundingClientRect())) lost.add(name(image))
    return {
        wide: Math.max(document.documentElement.scrollWidth, document.body.scrollWidth), letters, least: Math.round(least * 100) / 100, pale: Object.fromEntries(pale), lost: [...lost], locked: [...locked],
        pictures: pictures.length,
        broken: [...document.images].filter(image => !image.complete || !image.naturalWidth).map(image => image.getAttribute('src')),
        tiny: pictures.filter(image => image.getBoundingClientRect().width < 2).map(image => image.getAttribute('src')),
    }
}
