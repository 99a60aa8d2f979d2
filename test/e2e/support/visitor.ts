/* Someone at the office's pages without a browser: keeps the cookie, fills in the forms that the pages show. */
export type Visitor = {
  get(path: string): Promise<Answer>
  /** Opens `path`, fills in the form that posts to `action` (or the only one) and sends it, redirects followed. */
  submit(path: string, fields: Fields, action?: string): Promise<Answer>
}

export type Fields = Record<string, string | readonly string[]>
export type Answer = { status: number; path: string; html: string }

export function createVisitor(origin: string): Visitor {
  const cookies = new Map<string, string>()

  const send = async (path: string, init: RequestInit = {}, redirects = 5): Promise<Answer> => {
    const response = await fetch(new URL(path, origin), {
      ...init,
      redirect: 'manual',
      headers: {
        ...init.headers,
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        origin,
      },
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=;]+)=([^;]*)/u.exec(line) ?? []
      if (name !== undefined && value !== undefined) cookies.set(name.trim(), value)
    }
    const location = response.headers.get('location')
    if (location !== null && response.status >= 300 && response.status < 400 && redirects > 0) {
      return send(new URL(location, new URL(path, origin)).href, {}, redirects - 1)
    }
    return { status: response.status, path: new URL(path, origin).pathname, html: await response.text() }
  }

  return {
    get: path => send(path),
    async submit(path, fields, action) {
      const page = await send(path)
      const form = formsOf(page.html).find(each => action === undefined || each.action === action)
      if (form === undefined)
        throw new Error(
          `${path} (${page.status}) shows no form${action ? ` to ${action}` : ''}:\n${page.html}`,
        )
      const unknown = Object.keys(fields).filter(name => !form.names.has(name))
      if (unknown.length > 0)
        throw new Error(
          `The form of ${path} has no ${unknown.join(', ')}; it has ${[...form.names].join(', ')}`,
        )
      const body = new URLSearchParams(form.defaults.filter(([name]) => !(name in fields)))
      for (const [name, value] of Object.entries(fields))
        for (const each of [value].flat()) body.append(name, each)
      return send(form.action === '' ? path : form.action, { method: 'POST', body })
    },
  }
}

type Form = { action: string; names: Set<string>; defaults: [name: string, value: string][] }

/** Forms that post, with what they send if nothing is changed. The pages are our own, so their markup is known. */
function formsOf(html: string): Form[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gsu)]
    .filter(([, head = '']) => attribute(head, 'method')?.toLowerCase() === 'post')
    .map(([, head = '', inner = '']) => {
      const fields = [...inner.matchAll(/<(input|textarea|select|button)\b([^>]*)>(?:(.*?)<\/\1>)?/gsu)]
      const named = fields.flatMap(([, tag = '', attributes = '', content = '']) => {
        const name = attribute(attributes, 'name')
        return name === undefined ? [] : [{ name, value: sentBy(tag, attributes, content) }]
      })
      return {
        action: attribute(head, 'action') ?? '',
        names: new Set(named.map(({ name }) => name)),
        defaults: named.flatMap(({ name, value }) =>
          value === undefined ? [] : [[name, value] satisfies [string, string]],
        ),
      }
    })
}

function sentBy(tag: string, attributes: string, content: string): string | undefined {
  const isSwitch = /\btype="?(?:checkbox|radio)/u.test(attributes)
  if (tag === 'button' || (isSwitch && !/\bchecked\b/u.test(attributes))) return undefined
  if (tag === 'textarea') return decoded(content)
  if (tag === 'select') {
    const options = [...content.matchAll(/<option\b([^>]*)>/gu)].map(([, head = '']) => head)
    const chosen = options.find(head => /\bselected\b/u.test(head)) ?? options[0]
    return chosen === undefined ? undefined : (attribute(chosen, 'value') ?? '')
  }
  return attribute(attributes, 'value') ?? (isSwitch ? 'on' : '')
}

function attribute(head: string, name: string): string | undefined {
  const value = new RegExp(`\\b${name}="([^"]*)"`, 'u').exec(head)?.[1]
  return value === undefined ? undefined : decoded(value)
}

function decoded(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}
