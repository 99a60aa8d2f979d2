/** «Подтемы»: what messages are about, whose competence it is, and how their answers go (PRACTICE P5, P10). */
import * as z from 'zod'
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import { blockIds, blocks, isBlockId } from '../../../shared/reference/blocks.ts'
import { competences, competenceTitles, subtopicSchema } from '../../../shared/reference/subtopics.ts'
import { countAbout } from '../../tickets/counts.ts'
import { CheckField, LongTextField, SelectField } from '../Field.tsx'
import { counted, ticketForms } from '../words.ts'
import { idFor } from './ids.ts'
import type { Column, ListSpec } from './list.tsx'
import { TitleField } from './TitleField.tsx'
import { linesOf, problemsOf } from './typed.ts'

/** With what stands in another place of the document: whether its answers need approval. */
const entrySchema = subtopicSchema.extend({ approval: z.boolean() })
type Entry = z.infer<typeof entrySchema>

export const subtopicsList: ListSpec<Entry> = {
  path: '/settings/subtopics',
  words: {
    page: 'Подтемы',
    intro:
      'По подтеме выбираются блок, срочность и порядок ответа. Слова помогают расширению предложить подтему по тексту сообщения.',
    add: 'Добавить подтему',
    fresh: 'Новая подтема',
    first: 'Подтема',
    empty: 'Подтем ещё нет: сообщения придётся разбирать без подсказки. Добавьте первую.',
  },
  schema: entrySchema,
  rowsOf: ({ subtopics, approval }) =>
    subtopics.map(subtopic => ({ ...subtopic, approval: approval.subtopics.includes(subtopic.id) })),
  withRows: (settings, rows) => ({
    ...settings,
    subtopics: rows.map(({ approval: _, ...subtopic }) => subtopic),
    approval: {
      ...settings.approval,
      subtopics: rows.filter(({ approval }) => approval).map(({ id }) => id),
    },
  }),
  titleOf: subtopic => subtopic.title,
  groupOf: ({ block }) => blocks[block].title,
  sorted: rows => blockIds.flatMap(block => rows.filter(row => row.block === block)),
  columnsOf: (row, settings) => [
    competenceColumn(row, settings),
    {
      label: 'Порядок',
      text: [
        row.urgentByDefault && 'срочно',
        row.accelerated && 'ускоренное решение',
        row.approval && 'ответ согласуют',
      ]
        .filter(Boolean)
        .join(', '),
    },
    row.keywords.length === 0
      ? { label: 'Слов', text: 'нет, не подсказывается', tone: 'quiet' }
      : { label: 'Слов', text: String(row.keywords.length) },
  ],
  valuesOf: row => ({
    title: row.title,
    block: row.block,
    keywords: row.keywords.join('\n'),
    competence: row.competence,
    outside: row.outsideOrganisationId ?? '',
    ...(row.urgentByDefault ? { urgent: 'yes' } : {}),
    ...(row.accelerated ? { accelerated: 'yes' } : {}),
    ...(row.approval ? { approval: 'yes' } : {}),
  }),
  freshValues: context => ({ block: context.req.query('block') ?? 'zhkh', competence: 'district' }),
  read(form, { settings }, standing) {
    const title = form.one('title')
    const block = isBlockId(form.one('block')) ? form.one('block') : 'none'
    const blockId = blockIds.find(each => each === block) ?? 'none'
    const others = settings.subtopics.filter(each => each.id !== standing?.id)
    const competence = competences.find(each => each === form.one('competence')) ?? 'district'
    const keywords = linesOf(form.all('keywords')[0] ?? '').map(line =>
      line.toLowerCase().replaceAll('ё', 'е'),
    )
    const unreadable = keywords.find(
      word => !/^[\p{L}\d«»".-]+\*?(?: [\p{L}\d«»".-]+\*?)*(?:\^[1-9])?$/u.test(word),
    )
    const problems = problemsOf({
      title:
        title === ''
          ? 'Напишите название подтемы.'
          : others.some(each => each.block === blockId && each.title.toLowerCase() === title.toLowerCase()) &&
            'Такая подтема в этом блоке уже есть.',
      keywords:
        unreadable !== undefined
          ? `Не понятно «${unreadable}»: пишите слова через пробел, звёздочку — в конце начала слова, вес — ^2 в конце строки.`
          : keywords.length > 200 && 'Слов больше 200: оставьте самые важные.',
    })
    if (Object.keys(problems).length > 0) return { outcome: 'slip', problems }
    const outside = settings.outsideOrganisations.find(each => each.id === form.one('outside'))?.id ?? null
    return {
      outcome: 'row',
      row: {
        id: standing?.id ?? freshId(title, blockId, settings),
        block: blockId,
        title,
        urgentByDefault: form.one('urgent') === 'yes',
        keywords,
        competence,
        outsideOrganisationId: outside,
        accelerated: form.one('accelerated') === 'yes',
        approval: form.one('approval') === 'yes',
      },
    }
  },
  Fields: ({ form, problems, settings }) => (
    <>
      <TitleField form={form} problems={problems} maxLength={200} />
      <SelectField
        name="block"
        label="Блок"
        value={form.one('block')}
        choices={blockIds.map(block => ({ value: block, title: blocks[block].title }))}
        help="Записанные карточки остаются в своём блоке; новый действует для следующих."
      />
      <div class="pair">
        <SelectField
          name="competence"
          label="Чья компетенция"
          value={form.one('competence')}
          choices={competences.map(value => ({ value, title: competenceTitles[value] }))}
        />
        <SelectField
          name="outside"
          label="Кто отвечает, если не район"
          value={form.one('outside')}
          choices={[
            { value: '', title: 'не указано' },
            ...settings.outsideOrganisations.map(({ id: value, title }) => ({ value, title })),
          ]}
          help={
            <>
              Из списка <a href="/settings/organisations">сторонних организаций</a>.
            </>
          }
        />
      </div>
      <fieldset class="field">
        <legend>Порядок</legend>
        <CheckField name="urgent" label="Срочно сразу при записи" checked={form.one('urgent') === 'yes'} />
        <CheckField
          name="accelerated"
          label="Ускоренное решение: действуют ускоренные сроки"
          checked={form.one('accelerated') === 'yes'}
        />
        <CheckField
          name="approval"
          label="Ответ публикуется только после согласования"
          checked={form.one('approval') === 'yes'}
        />
      </fieldset>
      <LongTextField
        name="keywords"
        label="Слова, по которым предлагается подтема"
        value={form.all('keywords')[0] ?? ''}
        problem={problems.keywords}
        rows={8}
        help="По одному на строке. «вод*» — слово с таким началом; «нет вод*» — оба слова рядом; «^3» в конце — вес, если слово важнее других."
      />
    </>
  ),
  async usageOf({ id }, settings, office) {
    const tickets = await countAbout(office, 'subtopic', id)
    if (tickets > 0)
      return `По ней записано: ${counted(tickets, ticketForms)}. История должна её называть, поэтому убрать нельзя. Чтобы её не предлагали, уберите у неё слова.`
    if (settings.routes.some(route => route.subtopic === id))
      return 'Она стоит в таблице маршрутов. Сначала уберите её там.'
    const organisation = settings.outsideOrganisations.find(each =>
      each.texts.some(text => text.subtopic === id),
    )
    if (organisation)
      return `Для неё есть готовый текст у организации «${organisation.title}». Сначала уберите его там.`
    return undefined
  },
}

function competenceColumn(row: Entry, settings: Settings): Column {
  const label = 'Компетенция'
  const title = competenceTitles[row.competence]
  if (row.competence === 'district') return { label, text: title }
  return row.outsideOrganisationId === null
    ? { label, text: `${title}, организация не указана`, tone: 'today' }
    : { label, text: `${title}: ${titleOf(settings.outsideOrganisations, row.outsideOrganisationId)}` }
}

function freshId(title: string, block: string, { subtopics }: Settings): string {
  const taken = subtopics
    .filter(each => each.id.startsWith(`${block}.`))
    .map(each => each.id.slice(block.length + 1))
  return `${block}.${idFor(title, taken)}`
}
