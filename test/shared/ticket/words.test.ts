import { describe, expect, it } from 'vitest'
import { kinds } from '../../../shared/deadlines/rules.ts'
import { outsideOrganisationSchema } from '../../../shared/policy/settings.ts'
import { actWords } from '../../../shared/reference/acts.ts'
import { outsideOrganisations } from '../../../shared/reference/default-organisations.ts'
import { subtopics } from '../../../shared/reference/default-subtopics.ts'
import { indicatorsSentence, kindInfo } from '../../../shared/reference/kinds.ts'
import { statusTitles } from '../../../shared/reference/statuses.ts'
import { commandTypes } from '../../../shared/ticket/commands.ts'

describe('Words of the practice', () => {
  it('«Statuses on screen, one list everywhere»', () => {
    const { withdrawn, ...shown } = statusTitles
    expect(withdrawn).toBe('Запись отменена')
    expect(new Set(Object.values(shown))).toEqual(
      new Set([
        ...['Новое', 'Поручено', 'Исполняется', 'Уточняем у автора', 'Ждём стороннюю организацию'],
        ...['Ответ готовится', 'На согласовании', 'К публикации', 'Отвечено', 'На контроле', 'Закрыто'],
        ...['Возобновлено', 'Передано по компетенции', 'Присоединено', 'Не требует ответа'],
      ]),
    )
  })

  it('every act but recording and taking back a record has words', () => {
    // The last two are done by the extension itself, with a record.
    const screensOfTheirOwn = ['capture', 'withdraw', 'attach_evidence', 'observe_source']
    expect(Object.keys(actWords).toSorted()).toEqual(
      commandTypes.filter(type => !screensOfTheirOwn.includes(type)).toSorted(),
    )
  })

  it.each(kinds)('the kind «%s» states which indicators it enters', kind => {
    expect(kindInfo[kind].title).not.toBe('')
    expect(indicatorsSentence(kind)).toMatch(
      /^(Входит в показатели: «.+»\.|Не входит ни в один показатель\.)$/u,
    )
  })

  it('gratitude is never in what is on time or rated (P11)', () => {
    expect(indicatorsSentence('gratitude')).toBe('Входит в показатели: «Поступило».')
  })
})

describe('What a district starts with', () => {
  it('names whose competence a subtopic is: health is the region’s, snow is solved faster', () => {
    const of = (id: string) => subtopics.find(each => each.id === id)
    expect(subtopics.filter(each => each.block === 'health').map(each => each.competence)).toEqual(
      Array.from({ length: 6 }, () => 'region'),
    )
    expect(of('energy.power_off')?.competence).toBe('other')
    expect(of('roads.potholes')).toMatchObject({ competence: 'district', accelerated: false })
    expect(of('roads.snow')).toMatchObject({ competence: 'district', accelerated: true })
    expect(subtopics.every(each => each.outsideOrganisationId === null)).toBe(true)
  })

  it('has an outside organisation with a ready text for all that is not the district’s, and no invented phone', () => {
    const written = outsideOrganisations.flatMap(each => {
      expect(outsideOrganisationSchema.parse(each)).toEqual(each)
      expect(each.phone).toBe('')
      return each.texts.map(({ subtopic }) => subtopic)
    })
    for (const { id, competence } of subtopics)
      if (competence !== 'district') expect(written, id).toContain(id)
    for (const subtopic of written) expect(subtopics.map(({ id }) => id)).toContain(subtopic)
  })
})
