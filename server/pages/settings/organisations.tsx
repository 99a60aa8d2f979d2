/** «Сторонние организации»: bodies outside the district, and the words that tell the citizen who answers (P10). */
import {
  type OutsideOrganisation,
  outsideOrganisationSchema,
  titleOf,
} from '../../../shared/policy/settings.ts'
import { blockIds, blocks } from '../../../shared/reference/blocks.ts'
import { countAtOutside } from '../../tickets/counts.ts'
import { LongTextField, SelectField, TextField } from '../Field.tsx'
import type { Form } from '../form.ts'
import { counted } from '../words.ts'
import { idOf } from './ids.ts'
import type { ListSpec } from './list.tsx'
import { TitleField } from './TitleField.tsx'
import { problemsOf } from './typed.ts'

export const organisationsList: ListSpec<OutsideOrganisation> = {
  path: '/settings/organisations',
  words: {
    page: 'Сторонние организации',
    intro:
      'Кто отвечает за то, что район не решает сам: энергосети, дорожная служба области, фонд капремонта. Готовый текст подставляется в ответ жителю.',
    add: 'Добавить организацию',
    fresh: 'Новая сторонняя организация',
    first: 'Организация',
    empty:
      'Организаций ещё нет. Добавьте те, куда чаще всего передают сообщения: тогда ответ жителю займёт минуту.',
  },
  schema: outsideOrganisationSchema,
  rowsOf: settings => settings.outsideOrganisations,
  withRows: (settings, outsideOrganisations) => ({
    ...settings,
    outsideOrganisations: [...outsideOrganisations],
  }),
  titleOf: organisation => organisation.title,
  columnsOf: ({ id, phone, contact, url, texts }, { subtopics }) => [
    phone === '' ? { label: 'Телефон', text: 'не указан', tone: 'today' } : { label: 'Телефон', text: phone },
    { label: 'Кого спросить', text: contact },
    { label: 'Сайт', text: url ?? '' },
    {
      label: 'Подтемы',
      text: subtopics
        .filter(each => each.outsideOrganisationId === id)
        .map(each => each.title)
        .join(', '),
    },
    {
      label: 'Готовые тексты',
      text: texts
        .map(({ subtopic }) => (subtopic === null ? 'общий' : titleOf(subtopics, subtopic)))
        .join(', '),
    },
  ],
  valuesOf: ({ title, phone, contact, url, texts }) => ({
    title,
    phone,
    contact,
    url: url ?? '',
    ...Object.fromEntries(
      texts.flatMap(({ subtopic, text }, n) => [
        [`subtopic-${n}`, subtopic ?? ''],
        [`text-${n}`, text],
      ]),
    ),
  }),
  read(form, { settings }, standing) {
    const others = settings.outsideOrganisations.filter(each => each.id !== standing?.id)
    const title = form.one('title')
    const url = form.one('url')
    const texts = textsOf(form).filter(({ text }) => text !== '')
    const twice = texts.find(({ subtopic }, n) => texts.findIndex(each => each.subtopic === subtopic) < n)
    const problems = problemsOf({
      title:
        title === ''
          ? 'Напишите название организации.'
          : others.some(each => each.title.toLowerCase() === title.toLowerCase()) &&
            'Такая организация уже есть в списке.',
      url:
        url !== '' &&
        !outsideOrganisationSchema.shape.url.safeParse(url).success &&
        'Вставьте адрес сайта целиком: он начинается с https:// или http://. Или оставьте пустым.',
      ...(twice ? { [`subtopic-${twice.n}`]: 'Для этой подтемы текст уже есть выше: оставьте один.' } : {}),
    })
    if (Object.keys(problems).length > 0) return { outcome: 'slip', problems }
    return {
      outcome: 'row',
      row: {
        id: idOf(standing, title, others),
        title,
        phone: form.one('phone'),
        contact: form.one('contact'),
        url: url === '' ? null : url,
        texts: texts.map(({ subtopic, text }) => ({ subtopic, text })),
      },
    }
  },
  Fields({ form, problems, settings }) {
    const count = textsOf(form).length
    return (
      <>
        <TitleField form={form} problems={problems} maxLength={300} />
        <div class="pair">
          <TextField
            name="phone"
            label="Телефон"
            value={form.one('phone')}
            help="Его называют жителю."
            maxLength={100}
          />
          <TextField
            name="contact"
            label="Кого спросить"
            value={form.one('contact')}
            help="Отдел или должность; для своих."
            maxLength={300}
          />
        </div>
        <TextField
          name="url"
          label="Сайт или страница для сообщений"
          type="url"
          value={form.one('url')}
          problem={problems.url}
          placeholder="https://"
          maxLength={500}
        />
        <h2>Готовые тексты</h2>
        <p class="help">
          Что ответить жителю: кто решает и куда звонить. Пустой текст убирается; сохраните, чтобы добавить
          ещё один.
        </p>
        {Array.from({ length: Math.min(count + 1, mostTexts) }, (_, n) => (
          <fieldset key={n} class="field boxed">
            <legend>{n < count || count === 0 ? `Текст ${n + 1}` : 'Ещё текст'}</legend>
            <SelectField
              name={`subtopic-${n}`}
              label="Для какой подтемы"
              value={form.one(`subtopic-${n}`)}
              problem={problems[`subtopic-${n}`]}
              choices={[{ value: '', title: 'для всех остальных' }]}
              groups={blockIds.map(block => ({
                title: blocks[block].short,
                choices: settings.subtopics
                  .filter(each => each.block === block)
                  .map(({ id: value, title }) => ({ value, title })),
              }))}
            />
            <LongTextField
              name={`text-${n}`}
              label="Текст"
              value={form.all(`text-${n}`)[0] ?? ''}
              rows={4}
              maxLength={4_000}
            />
          </fieldset>
        ))}
      </>
    )
  },
  async usageOf({ id }, settings, office) {
    const subtopic = settings.subtopics.find(each => each.outsideOrganisationId === id)
    if (subtopic)
      return `За ней закреплена подтема «${subtopic.title}». Сначала укажите там другую организацию.`
    const tickets = await countAtOutside(office, id)
    if (tickets === 0) return undefined
    return `Ей передавали сообщения: ${counted(tickets, ['карточка', 'карточки', 'карточек'])}. История должна её называть, поэтому убрать нельзя. Её можно переименовать.`
  },
}

const mostTexts = 40

/** Every typed text in its place, empty ones too: `n` is the number in the names of its fields. */
function textsOf(form: Form): { n: number; subtopic: string | null; text: string }[] {
  const texts = Array.from({ length: mostTexts }, (_, n) => ({
    n,
    subtopic: form.one(`subtopic-${n}`) || null,
    text: (form.all(`text-${n}`)[0] ?? '').trim().replaceAll('\r\n', '\n'),
  }))
  return texts.slice(0, texts.findLastIndex(({ text, subtopic }) => text !== '' || subtopic !== null) + 1)
}
