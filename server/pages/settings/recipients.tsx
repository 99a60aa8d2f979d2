/** «Ответственные получатели»: who tickets are assigned to. */
import { type Recipient, recipientKinds, recipientSchema } from '../../../shared/policy/settings.ts'
import { countAssigned } from '../../tickets/counts.ts'
import { SelectField } from '../Field.tsx'
import { counted, ticketForms } from '../words.ts'
import { idOf } from './ids.ts'
import type { ListSpec } from './list.tsx'
import { TitleField } from './TitleField.tsx'

export const recipientKindTitles: Record<Recipient['kind'], string> = {
  unit: 'Подразделение администрации',
  settlement: 'Администрация поселения',
  institution: 'Учреждение',
  municipal_company: 'Муниципальное предприятие',
  outside: 'Сторонняя организация',
}

export const recipientsList: ListSpec<Recipient> = {
  path: '/settings/recipients',
  words: {
    page: 'Ответственные получатели',
    intro: 'Кому поручают карточки: управления, администрации поселений, учреждения, организации.',
    add: 'Добавить получателя',
    fresh: 'Новый получатель',
    first: 'Получатель',
    empty: 'Получателей ещё нет: без них поручать некому. Добавьте первого.',
  },
  schema: recipientSchema,
  rowsOf: settings => settings.recipients,
  withRows: (settings, recipients) => ({ ...settings, recipients: [...recipients] }),
  titleOf: recipient => recipient.title,
  columnsOf: (recipient, { people }) => [
    { label: 'Что это', text: recipientKindTitles[recipient.kind] },
    {
      label: 'Исполнители с расширением',
      text: people
        .filter(person => person.active && person.recipientIds.includes(recipient.id))
        .map(person => person.title)
        .join(', '),
    },
  ],
  valuesOf: ({ title, kind }) => ({ title, kind }),
  freshValues: () => ({ kind: 'unit' }),
  read(form, { settings }, standing) {
    const title = form.one('title')
    const kind = recipientKinds.find(each => each === form.one('kind')) ?? 'unit'
    if (title === '') return { outcome: 'slip', problems: { title: 'Напишите название получателя.' } }
    const taken = settings.recipients.filter(each => each.id !== standing?.id)
    if (taken.some(each => each.title.toLowerCase() === title.toLowerCase()))
      return { outcome: 'slip', problems: { title: 'Такой получатель уже есть в списке.' } }
    const id = idOf(standing, title, taken)
    return { outcome: 'row', row: { id, title, kind } }
  },
  Fields: ({ form, problems }) => (
    <>
      <TitleField form={form} problems={problems} maxLength={300} help="Как его пишут в поручении." />
      <SelectField
        name="kind"
        label="Что это"
        value={form.one('kind')}
        choices={recipientKinds.map(kind => ({ value: kind, title: recipientKindTitles[kind] }))}
        help="Рейтинг считается отдельно для подразделений, поселений, учреждений и предприятий."
      />
    </>
  ),
  async usageOf({ id }, settings, office) {
    const tickets = await countAssigned(office, id)
    if (tickets > 0)
      return `За ним ${counted(tickets, ticketForms)}: история должна его называть, поэтому убрать нельзя. Его можно переименовать.`
    const person = settings.people.find(each => each.recipientIds.includes(id))
    if (person)
      return `За ним закреплён исполнитель «${person.title}». Сначала снимите отметку в разделе «Сотрудники».`
    const account = settings.officialAccounts.find(each => each.recipientId === id)
    if (account)
      return `За ним записан аккаунт «${account.title}». Сначала измените его в «Официальных аккаунтах».`
    if (settings.routes.some(route => route.recipientId === id || route.coRecipientIds.includes(id)))
      return 'Он стоит в таблице маршрутов. Сначала замените его там.'
    return undefined
  },
}
