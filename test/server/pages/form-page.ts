/** A form as a browser would send it: every field with its standing value, and what a person changes on top. */
import { parseHTML } from 'linkedom'
import type { PersonName, TestOffice } from '../office-for-tests.ts'
import { open, send } from './sample-office.ts'

export type Fields = Record<string, string | string[]>

export function parsePage(html: string) {
  return parseHTML(html).document
}

/** Throws where the page has no form with this action. */
export function fieldsOf(html: string, action: string): Fields {
  const form = parsePage(html).querySelector(`form[action="${action}"]`)
  if (form === null) throw new Error(`The page has no form for ${action}`)
  const fields: Fields = {}
  for (const field of form.querySelectorAll('input[name], textarea[name], select[name]')) {
    const name = field.getAttribute('name') ?? ''
    const type = field.getAttribute('type') ?? ''
    if (type === 'file' || ((type === 'checkbox' || type === 'radio') && !field.hasAttribute('checked')))
      continue
    const value = standingValue(field)
    const standing = fields[name]
    fields[name] = standing === undefined ? value : [standing, value].flat()
  }
  return fields
}

function standingValue(field: Element): string {
  if (field.localName === 'textarea') return field.textContent ?? ''
  if (field.localName !== 'select') return field.getAttribute('value') ?? ''
  const options = [...field.querySelectorAll('option')]
  const chosen = options.find(option => option.hasAttribute('selected')) ?? options[0]
  return chosen?.getAttribute('value') ?? ''
}

/** The form of an act as it opens for this person. */
export async function actForm(
  office: TestOffice,
  name: PersonName,
  number: number,
  act: string,
): Promise<Fields> {
  const response = await open(office, name, `/tickets/${number}/acts/${act}`)
  const html = await response.text()
  if (response.status !== 200) throw new Error(`${act} for ${name}: ${response.status}`)
  return fieldsOf(html, `/tickets/${number}/acts/${act}`)
}

/** Opens the act's page, changes these fields and sends the form. */
export async function doAct(
  office: TestOffice,
  name: PersonName,
  number: number,
  act: string,
  changes: Fields = {},
): Promise<Response> {
  const form = await actForm(office, name, number, act)
  return send(office, name, `/tickets/${number}/acts/${act}`, { ...form, ...changes })
}

export const plain = (html: string) => html.replaceAll(/[\u00a0\u00ad]/g, ' ')
