/** «Настройки»: what asks for attention, and where everything is. */
import type { Settings } from '../../../shared/policy/settings.ts'
import type { Office, Signed } from '../../office.ts'
import { answerPage } from '../answer.tsx'
import { Page } from '../layout.tsx'
import { counted } from '../words.ts'
import type { Door } from './frame.tsx'
import { type Warning, warningsOf } from './warnings.ts'

type Entry = { href: string; title: string; what: string; count?(settings: Settings): string }

const groups: { title: string; entries: Entry[] }[] = [
  {
    title: 'Кто отвечает',
    entries: [
      {
        href: '/people',
        title: 'Сотрудники и блоки',
        what: 'должности, роли, приглашения',
        count: ({ people }) =>
          counted(people.filter(each => each.active).length, ['сотрудник', 'сотрудника', 'сотрудников']),
      },
      {
        href: '/settings/recipients',
        title: 'Ответственные получатели',
        what: 'кому поручают карточки',
        count: ({ recipients }) => counted(recipients.length, ['получатель', 'получателя', 'получателей']),
      },
      {
        href: '/settings/routes',
        title: 'Маршруты',
        what: 'о чём и где → кому поручить',
        count: ({ routes }) => counted(routes.length, ['строка', 'строки', 'строк']),
      },
      {
        href: '/settings/organisations',
        title: 'Сторонние организации',
        what: 'кто решает вне района, телефоны и готовые тексты',
        count: ({ outsideOrganisations }) =>
          counted(outsideOrganisations.length, ['организация', 'организации', 'организаций']),
      },
      {
        href: '/settings/absences',
        title: 'Отпуска и замещение',
        what: 'кто за кого и. о.',
        count: ({ absences }) => counted(absences.length, ['запись', 'записи', 'записей']),
      },
      {
        href: '/settings/duty',
        title: 'Дежурства',
        what: 'ночи и выходные',
        count: ({ dutyShifts }) => counted(dutyShifts.length, ['смена', 'смены', 'смен']),
      },
    ],
  },
  {
    title: 'О чём и где пишут',
    entries: [
      {
        href: '/settings/subtopics',
        title: 'Подтемы',
        what: 'слова, срочность, компетенция',
        count: ({ subtopics }) => counted(subtopics.length, ['подтема', 'подтемы', 'подтем']),
      },
      {
        href: '/settings/settlements',
        title: 'Населённые пункты',
        what: 'названия и как их ещё пишут',
        count: ({ settlements }) => counted(settlements.length, ['пункт', 'пункта', 'пунктов']),
      },
      {
        href: '/settings/accounts',
        title: 'Официальные аккаунты',
        what: 'от чьего имени отвечаем и кто публикует',
        count: ({ officialAccounts }) =>
          counted(officialAccounts.length, ['аккаунт', 'аккаунта', 'аккаунтов']),
      },
      {
        href: '/settings/watch',
        title: 'Список наблюдения',
        what: 'сообщества, чаты и страницы: кто и как часто смотрит',
        count: ({ watchList }) => counted(watchList.length, ['место', 'места', 'мест']),
      },
      {
        href: '/settings/watch/button',
        title: 'Где показывать кнопку «Записать»',
        what: 'на всех открытых страницах или только на списке наблюдения',
      },
    ],
  },
  {
    title: 'Сроки',
    entries: [
      {
        href: '/settings/deadlines',
        title: 'Правила сроков',
        what: 'сколько времени на каждый этап',
        count: ({ deadlines }) => counted(deadlines.rules.length, ['правило', 'правила', 'правил']),
      },
      {
        href: '/settings/deadlines/clocks',
        title: 'Часовой пояс, начало и паузы',
        what: 'от чего и когда идёт срок',
      },
      {
        href: '/settings/deadlines/automation',
        title: 'Что происходит само',
        what: 'вынос на решение, закрытие',
      },
      { href: '/settings/deadlines/approval', title: 'Какие ответы согласуют', what: 'обычно никакие' },
      { href: '/settings/hours', title: 'Рабочие часы', what: 'по дням недели, короткие дни' },
      {
        href: '/settings/calendar',
        title: 'Календарь',
        what: 'праздники, переносы, рабочие субботы',
        count: ({ deadlines }) => {
          const years = Object.keys(deadlines.calendar.years).toSorted()
          return years.length === 0 ? 'пуст' : `${years[0]}–${years.at(-1)}`
        },
      },
    ],
  },
  {
    title: 'Отчёты',
    entries: [
      {
        href: '/settings/reports',
        title: 'Сроки и адресаты отчётов',
        what: 'сводки, записка, индикаторы, целевые показатели; с какого дня идёт неделя',
      },
      {
        href: '/settings/rating',
        title: 'Рейтинг получателей',
        what: 'веса, нормы, пороги, дни на возражения',
      },
      {
        href: '/settings/indicators',
        title: 'Свои показатели',
        what: 'к встроенным; планы и значения — на странице «Показатели»',
        count: ({ indicators }) =>
          counted(indicators.own.length, ['показатель', 'показателя', 'показателей']),
      },
    ],
  },
  {
    title: 'Данные',
    entries: [
      {
        href: '/integrity',
        title: 'Целостность',
        what: 'пересчитать историю, снимки и файлы; удалить данные автора',
      },
    ],
  },
]

export function mountOverview(door: Door, office: Office): void {
  door.get('/settings/people', context => context.redirect('/people', 303))
  door.get('/settings', (context, signed) =>
    answerPage(context, <Overview signed={signed} warnings={warningsOf(signed.settings, office.now())} />),
  )
}

function Overview({ signed, warnings }: { signed: Signed; warnings: Warning[] }) {
  return (
    <Page signed={signed} tab="settings" title="Настройки" wide>
      <h1>Настройки</h1>
      <section class="sheet stack" aria-labelledby="warnings">
        <h2 id="warnings">Обратите внимание</h2>
        {warnings.length === 0 ? (
          <p class="state done">
            <span class="shape" aria-hidden="true">
              ✓
            </span>
            Всё настроено, вопросов нет.
          </p>
        ) : (
          <ul class="warnings">
            {warnings.map(({ href, words }) => (
              <li key={words}>
                <span class="today" aria-hidden="true">
                  ◆
                </span>
                <span>
                  {words} <a href={href}>Открыть</a>
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <div class="places">
        {groups.map(({ title, entries }) => (
          <section key={title} class="sheet stack" aria-label={title}>
            <h2>{title}</h2>
            <ul class="place-list">
              {entries.map(entry => (
                <li key={entry.href}>
                  <a href={entry.href}>{entry.title}</a>
                  {entry.count && <span class="count">{entry.count(signed.settings)}</span>}
                  <small class="quiet">{entry.what}</small>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Page>
  )
}
